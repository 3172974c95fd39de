using WebSockets;

namespace WSG0004;

public sealed class Whiteboard
{
    [OnMessage]
    ValueTask Draw(WebSocketConnection me, Line line) => me.To("*").BroadcastAsync(line);
}

[Message]
public sealed record Line(int FromX, int FromY, int ToX, int ToY);
