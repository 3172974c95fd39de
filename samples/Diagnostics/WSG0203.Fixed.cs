using System.Text.Json;
using WebSockets;

namespace WSG0203;

[WebSocketHandler("/logs")]
public sealed partial class LogCollector(ILogger<LogCollector> log)
{
    [OnMessage]
    void Line(string line) => log.LogInformation("{Line}", line);

    [OnMessage("event")]
    void Event(JsonElement data) => log.LogInformation("{Event}", data.GetProperty("event"));
}
