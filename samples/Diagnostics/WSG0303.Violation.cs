using WebSockets;

namespace WSG0303;

[WebSocketHandler("/vehicles")]
public sealed partial class Vehicles
{
    [OnMessage]
    ValueTask Locate(WebSocketConnection me, Located located) => me.To("map").SendAsync(located);
}

[Message]
public sealed record Located(string Type, double Latitude, double Longitude);
