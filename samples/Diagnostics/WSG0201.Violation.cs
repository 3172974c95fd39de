using WebSockets;

namespace WSG0201;

[WebSocketHandler("/lobby")]
public sealed partial class Lobby(ILogger<Lobby> log)
{
    [OnOpen]
    void Join(WebSocketConnection me) => me.Channels.Add("players");

    [OnOpen]
    void Announce(WebSocketConnection me) => log.LogInformation("{Id} is in the lobby.", me.Id);
}
