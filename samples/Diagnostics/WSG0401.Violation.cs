using WebSockets;

namespace WSG0401;

[WebSocketHandler("/commands", Discriminator = "id")]
public sealed partial class Commands
{
    [OnMessage]
    void Restart(Restart restart, ILogger<Commands> log) => log.LogInformation("{Service} restarts.", restart.Service);
}

[Message]
public sealed record Restart(string Service);
