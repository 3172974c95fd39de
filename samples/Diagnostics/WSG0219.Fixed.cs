using System.Security.Claims;
using WebSockets;

namespace WSG0219;

[WebSocketHandler("/rooms/{room}")]
public sealed partial class Room
{
    [OnMessage]
    ValueTask Clear(WebSocketConnection connection, ClaimsPrincipal user, string room, Clear clear) =>
        user.IsInRole("moderator") ? connection.To(room).SendAsync(clear) : default;
}

[Message]
public record Clear(string Reason);
