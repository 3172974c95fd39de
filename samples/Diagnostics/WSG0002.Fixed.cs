using WebSockets;

namespace WSG0002;

public abstract class Sensor
{
    protected abstract string Unit { get; }

    [OnMessage]
    protected string Format(double value) => $"{value:F1} {Unit}";
}

[WebSocketHandler("/thermometer")]
public sealed partial class Thermometer : Sensor
{
    protected override string Unit => "°C";
}
