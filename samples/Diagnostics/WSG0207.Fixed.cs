using WebSockets;

namespace WSG0207;

[WebSocketHandler("/seismograph")]
public sealed partial class Seismograph
{
    [OnMessage]
    string? Record(Tremor tremor) => tremor.Magnitude >= 5 ? $"An earthquake at {tremor.At:T}." : null;
}

public readonly record struct Tremor(DateTimeOffset At, double Magnitude);
