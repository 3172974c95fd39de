using Microsoft.AspNetCore.Authorization;
using WebSockets;

namespace WSG0219;

[WebSocketHandler("/forums/{forum}")]
public sealed partial class Forum
{
    [OnMessage]
    [Authorize(Roles = "moderator")]
    ValueTask Clear(WebSocketConnection connection, string forum, Clear clear) => connection.To(forum).SendAsync(clear);
}

[Message]
public record Clear(string Reason);
