using WebSockets;

namespace WSG0004;

[WebSocketHandler("/whiteboard")]
public sealed partial class Whiteboard
{
    [OnMessage]
    ValueTask Draw(WebSocketConnection me, Line line) => me.To("*").BroadcastAsync(line);
}

[Message]
public sealed record Line(int FromX, int FromY, int ToX, int ToY);
