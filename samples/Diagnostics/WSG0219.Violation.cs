using Microsoft.AspNetCore.Authorization;
using WebSockets;

namespace WSG0219;

[WebSocketHandler("/forums/{forum}")]
public sealed partial class Forum
{
    [OnOpen]
    [Authorize(Roles = "member")]
    void Open(WebSocketConnection connection, string forum) => connection.Channels.Add(forum);

    [OnMessage]
    ValueTask Clear(WebSocketConnection connection, string forum, Clear clear) => connection.To(forum).SendAsync(clear);
}

[Message]
public record Clear(string Reason);
