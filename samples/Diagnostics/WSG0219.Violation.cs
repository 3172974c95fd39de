using Microsoft.AspNetCore.Authorization;
using WebSockets;

namespace WSG0219;

[WebSocketHandler("/rooms/{room}")]
public sealed partial class Room
{
    [OnMessage]
    [Authorize(Roles = "moderator")]
    ValueTask Clear(WebSocketConnection connection, string room, Clear clear) => connection.To(room).SendAsync(clear);
}

[Message]
public record Clear(string Reason);
