using WebSockets;

namespace WSG0005;

[WebSocketHandler("/telemetry")]
public sealed partial class Telemetry
{
    private readonly TimeProvider _time;

    public Telemetry()
        : this(TimeProvider.System)
    {
    }

    [ActivatorUtilitiesConstructor]
    public Telemetry(TimeProvider time) => _time = time;

    [OnMessage]
    string Stamp(double value) => $"{_time.GetUtcNow():O} {value}";
}
