using WebSockets;

namespace WSG0308;

[WebSocketHandler("/heart-rate")]
public sealed partial class HeartRate
{
    private readonly List<int> _beats = [];

    [OnMessage("beats")]
    void Add(Beats beats) => _beats.AddRange(beats.PerMinute);
}

public sealed record Beats(int[] PerMinute);
