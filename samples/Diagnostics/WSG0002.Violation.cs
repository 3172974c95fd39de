using WebSockets;

namespace WSG0002;

[WebSocketHandler("/thermometer")]
public abstract partial class Sensor
{
    protected abstract string Unit { get; }

    [OnMessage]
    protected string Format(double value) => $"{value:F1} {Unit}";
}

public sealed class Thermometer : Sensor
{
    protected override string Unit => "°C";
}
