using WebSockets;

namespace WSG0302;

[WebSocketHandler("/drawing")]
public sealed partial class Drawing
{
    private readonly List<Figure> _figures = [];

    [OnMessage]
    void Draw(Figure figure) => _figures.Add(figure);
}

public abstract record Figure;

public sealed record Disc(int X, int Y, int Radius) : Figure;

public sealed record Stroke(int X, int Y, int Length) : Figure;
