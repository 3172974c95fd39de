using Microsoft.AspNetCore.Authorization;
using WebSockets;

namespace WSG0219;

[WebSocketHandler("/forums/{forum}")]
[Authorize(Roles = "member")]
public sealed partial class Forum
{
    [OnOpen]
    void Open(WebSocketConnection connection, string forum) => connection.Channels.Add(forum);

    [OnMessage]
    [Authorize(Roles = "moderator")]
    ValueTask Clear(WebSocketConnection connection, string forum, Clear clear) => connection.To(forum).SendAsync(clear);
}

[Message]
public record Clear(string Reason);
