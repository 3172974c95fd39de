using WebSockets;

namespace WSG0209;

[WebSocketHandler("/uploads")]
public sealed partial class Uploads
{
    [OnMessage]
    async Task Save(byte[] file) => await File.WriteAllBytesAsync(Path.GetTempFileName(), file);
}
