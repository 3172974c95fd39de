using System.Security.Claims;
using WebSockets;

namespace WSG0219;

[WebSocketHandler("/forums/{forum}")]
public sealed partial class Forum
{
    [OnMessage]
    ValueTask Clear(WebSocketConnection connection, ClaimsPrincipal user, string forum, Clear clear) =>
        user.IsInRole("moderator") ? connection.To(forum).SendAsync(clear) : default;
}

[Message]
public record Clear(string Reason);
