namespace WebSockets.Options;

/// <summary>The times of a handler's options, in ticks of its clock, as the monitor compares them. What is off is never reached.</summary>
internal sealed class Timing
{
    private const int StepsPerTime = 4;

    // Kestrel's own rate for the body of a request.
    private const int LeastBytesPerSecond = 240;

    public Timing(WebSocketHandlerOptions options, TimeProvider time)
    {
        KeepAliveInterval = Ticks(options.KeepAliveInterval, time);
        KeepAliveTimeout = Ticks(options.KeepAliveTimeout, time);
        Idle = Ticks(options.IdleTimeout ?? Timeout.InfiniteTimeSpan, time);
        Close = Ticks(options.CloseTimeout, time);
        Receive = Ticks(options.MessageReceiveTimeout, time);
        LeastReceived = Math.Max(1, options.MessageReceiveTimeout.TotalSeconds * LeastBytesPerSecond);
        Message = Ticks(options.MessageTimeout ?? Timeout.InfiniteTimeSpan, time);
        Lifetime = Ticks(options.MaxLifetime ?? Timeout.InfiniteTimeSpan, time);

        var shortest = new[] { KeepAliveInterval, KeepAliveTimeout, Idle, Close, Receive, Message, Lifetime }.Min();
        var step = TimeSpan.FromSeconds(shortest / (double)time.TimestampFrequency / StepsPerTime);
        Step = TimeSpan.FromMilliseconds(Math.Clamp(step.TotalMilliseconds, 10, 1000));
    }

    public long KeepAliveInterval { get; }

    public long KeepAliveTimeout { get; }

    public long Idle { get; }

    public long Close { get; }

    public long Receive { get; }

    /// <summary>How many bytes of an unfinished message have to come in <see cref="Receive"/>.</summary>
    public double LeastReceived { get; }

    public long Message { get; }

    public long Lifetime { get; }

    /// <summary>How often the monitor looks.</summary>
    public TimeSpan Step { get; }

    private static long Ticks(TimeSpan time, TimeProvider provider) =>
        time == Timeout.InfiniteTimeSpan ? long.MaxValue / 2 : (long)(time.TotalSeconds * provider.TimestampFrequency);
}
