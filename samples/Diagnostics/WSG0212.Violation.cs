using WebSockets;

namespace WSG0212;

[WebSocketHandler("/archive/{year}")]
public sealed partial class Archive(ILogger<Archive> log)
{
    [OnMessage]
    Task<string> Read(int year, string name) => File.ReadAllTextAsync(Path.Combine("archive", $"{year}", $"{Path.GetFileName(name)}.txt"));

    [OnError]
    void LogError(IOException error) => log.LogError(error, "A document could not be read.");

    [OnError]
    ValueTask Missing(WebSocketConnection me, IOException error) => me.SendTextAsync("There is no such document.");
}
