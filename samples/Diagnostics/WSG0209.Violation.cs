using WebSockets;

namespace WSG0209;

[WebSocketHandler("/uploads")]
public sealed partial class Uploads
{
    [OnMessage]
    async void Save(byte[] file) => await File.WriteAllBytesAsync(Path.GetTempFileName(), file);
}
