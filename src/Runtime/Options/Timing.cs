namespace WebSockets.Options;

/// <summary>The times of a handler's options, in ticks of its clock, as the monitor compares them. What is off is never reached.</summary>
internal sealed class Timing
{
    private const int StepsPerTime = 4;

    public Timing(WebSocketHandlerOptions options, TimeProvider time)
    {
        KeepAliveInterval = Ticks(options.KeepAliveInterval, time);
        KeepAliveTimeout = Ticks(options.KeepAliveTimeout, time);
        Idle = Ticks(options.IdleTimeout ?? Timeout.InfiniteTimeSpan, time);
        Close = Ticks(options.CloseTimeout, time);
        Message = Ticks(options.MessageTimeout ?? Timeout.InfiniteTimeSpan, time);
        Lifetime = Ticks(options.MaxLifetime ?? Timeout.InfiniteTimeSpan, time);

        var shortest = new[] { KeepAliveInterval, KeepAliveTimeout, Idle, Close, Message, Lifetime }.Min();
        var step = TimeSpan.FromSeconds(shortest / (double)time.TimestampFrequency / StepsPerTime);
        Step = TimeSpan.FromMilliseconds(Math.Clamp(step.TotalMilliseconds, 10, 1000));
    }

    public long KeepAliveInterval { get; }

    public long KeepAliveTimeout { get; }

    public long Idle { get; }

    public long Close { get; }

    public long Message { get; }

    public long Lifetime { get; }

    /// <summary>How often the monitor looks.</summary>
    public TimeSpan Step { get; }

    private static long Ticks(TimeSpan time, TimeProvider provider) =>
        time == Timeout.InfiniteTimeSpan ? long.MaxValue / 2 : (long)(time.TotalSeconds * provider.TimestampFrequency);
}
