using WebSockets;

namespace WSG0208;

[WebSocketHandler("/shapes")]
public sealed partial class Shapes
{
    private readonly List<object> _shapes = [];

    [OnMessage("circle")]
    void Add(Circle circle) => _shapes.Add(circle);

    [OnMessage("box")]
    void Add(Box box) => _shapes.Add(box);
}

public sealed record Circle(int X, int Y, int Radius);

public sealed record Box(int X, int Y, int Width, int Height);
