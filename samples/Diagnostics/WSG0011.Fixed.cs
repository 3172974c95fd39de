using WebSockets;

namespace WSG0011;

[WebSocketHandler("/counter")]
public partial class Counter
{
    private int _count;

    [OnOpen]
    int Count() => ++_count;
}

public static class Endpoints
{
    public static void Map(WebApplication app) => app.MapWebSocketHandler<Counter>();
}
