using Microsoft.Extensions.Logging;

namespace WebSockets.Hosting;

/// <summary>
/// The app's clock, whose failure is not ours: a clock that throws stands still, and a timer that cannot be made is the system's. What a timer
/// calls cannot end the process either: a failure is logged, and the timer goes on.
/// </summary>
internal sealed class GuardedTimeProvider : TimeProvider
{
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly string _handler;
    private long _lastTimestamp;

    /// <param name="time">The app's clock.</param>
    /// <param name="logger">For what fails in a timer; it does not throw.</param>
    /// <param name="handler">Names the handler in the log.</param>
    public GuardedTimeProvider(TimeProvider time, ILogger logger, string handler)
    {
        _time = time;
        _logger = logger;
        _handler = handler;
        TimestampFrequency = time.TimestampFrequency;
        LocalTimeZone = time.LocalTimeZone;
    }

    public override long TimestampFrequency { get; }

    public override TimeZoneInfo LocalTimeZone { get; }

    public override long GetTimestamp()
    {
        try
        {
            return _lastTimestamp = _time.GetTimestamp();
        }
        catch (Exception)
        {
            return _lastTimestamp;
        }
    }

    public override DateTimeOffset GetUtcNow()
    {
        try
        {
            return _time.GetUtcNow();
        }
        catch (Exception)
        {
            return System.GetUtcNow();
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var call = new Call(this, callback);
        try
        {
            return _time.CreateTimer(call.Run, state, dueTime, period);
        }
        catch (Exception e) when (e is not ArgumentException)
        {
            return System.CreateTimer(call.Run, state, dueTime, period);
        }
    }

    private sealed class Call(GuardedTimeProvider time, TimerCallback callback)
    {
        public void Run(object? state)
        {
            try
            {
                callback(state);
            }
            catch (Exception e)
            {
                Log.TimerFailed(time._logger, time._handler, e);
            }
        }
    }
}
