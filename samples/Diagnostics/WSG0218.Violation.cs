using WebSockets;

namespace WSG0218;

[WebSocketHandler("/scores")]
public sealed partial class Scores
{
    [OnMessage("")]
    Sum Add(Points points) => new(points.First + points.Second);
}

[Message]
public record Sum(int Value);

public record Points(int First, int Second);
