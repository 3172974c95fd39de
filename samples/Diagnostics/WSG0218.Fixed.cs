using WebSockets;

namespace WSG0218;

[WebSocketHandler("/scores")]
public sealed partial class Scores
{
    [OnMessage("add")]
    int Add(Points points) => points.First + points.Second;
}

public record Points(int First, int Second);
