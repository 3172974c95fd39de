using WebSockets;

namespace WSG0309;

[WebSocketHandler("/converter")]
public sealed partial class Converter
{
    [OnMessage("celsius")]
    double Convert(Fahrenheit temperature) => (temperature.Degrees - 32) / 1.8;
}

public sealed record Fahrenheit(double Degrees);
