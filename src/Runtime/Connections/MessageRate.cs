using System.Threading.RateLimiting;

namespace WebSockets.Connections;

/// <summary>Counts a connection's messages against the limit of its handler: so many in a second, and as many at once.</summary>
/// <remarks>
/// A limiter of its own because those of the class library keep the machine's time, and not the handler's. For one caller at a time. It makes no
/// garbage, and has a timer only while a message waits.
/// </remarks>
internal sealed class MessageRate(int messagesPerSecond, TimeProvider time) : RateLimiter
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly RateLimitLease Granted = new Lease(true);
    private static readonly RateLimitLease Refused = new Lease(false);

    private long _since = time.GetTimestamp();
    private int _taken;

    public override TimeSpan? IdleDuration => null;

    /// <summary>One more message would be over the limit.</summary>
    public bool IsExhausted => !AttemptAcquire(0).IsAcquired;

    public override RateLimiterStatistics? GetStatistics() => null;

    /// <summary>Completes when one more message may come.</summary>
    public async ValueTask WhenReplenishedAsync(CancellationToken ct)
    {
        using var lease = await AcquireAsync(0, ct).ConfigureAwait(false);
    }

    protected override RateLimitLease AttemptAcquireCore(int permitCount)
    {
        if (_taken >= messagesPerSecond && time.GetElapsedTime(_since) >= Second)
        {
            _since = time.GetTimestamp();
            _taken = 0;
        }

        if (_taken >= messagesPerSecond)
        {
            return Refused;
        }

        _taken += permitCount;
        return Granted;
    }

    protected override async ValueTask<RateLimitLease> AcquireAsyncCore(int permitCount, CancellationToken cancellationToken)
    {
        while (true)
        {
            var lease = AttemptAcquireCore(permitCount);
            if (lease.IsAcquired)
            {
                return lease;
            }

            // Timers count whole milliseconds: one that ends too early would have to wait again.
            var rest = Second - time.GetElapsedTime(_since);
            await Task.Delay(TimeSpan.FromMilliseconds(Math.Max(1, Math.Ceiling(rest.TotalMilliseconds))), time, cancellationToken).ConfigureAwait(false);
        }
    }

    private sealed class Lease(bool isAcquired) : RateLimitLease
    {
        public override bool IsAcquired => isAcquired;

        public override IEnumerable<string> MetadataNames => [];

        public override bool TryGetMetadata(string metadataName, out object? metadata)
        {
            metadata = null;
            return false;
        }
    }
}
