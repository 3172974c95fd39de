using WebSockets;

namespace WSG0208;

[WebSocketHandler("/shapes")]
public sealed partial class Shapes
{
    private readonly List<object> _shapes = [];

    [OnMessage]
    void Add<T>(T shape)
        where T : notnull => _shapes.Add(shape);
}

public sealed record Circle(int X, int Y, int Radius);

public sealed record Box(int X, int Y, int Width, int Height);
