using Microsoft.AspNetCore.Mvc;
using WebSockets;

namespace WSG0103;

[WebSocketHandler("/games/{game}")]
public sealed partial class Game
{
    [OnOpen]
    void Join(WebSocketConnection me, [FromRoute(Name = "game")] Guid id) => me.Channels.Add(id.ToString());
}
