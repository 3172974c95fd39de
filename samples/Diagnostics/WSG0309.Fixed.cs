using WebSockets;

namespace WSG0309;

[WebSocketHandler("/converter")]
public sealed partial class Converter
{
    [OnMessage("celsius")]
    Celsius Convert(Fahrenheit temperature) => new((temperature.Degrees - 32) / 1.8);
}

public sealed record Fahrenheit(double Degrees);

[Message]
public sealed record Celsius(double Degrees);
