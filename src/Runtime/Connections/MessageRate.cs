using System.Threading.RateLimiting;

namespace WebSockets.Connections;

/// <summary>Counts a connection's messages against the limit of its handler.</summary>
internal static class MessageRate
{
    public static RateLimiter? Limiter(int? messagesPerSecond) =>
        messagesPerSecond is not { } limit ? null : new TokenBucketRateLimiter(new TokenBucketRateLimiterOptions
        {
            TokenLimit = limit,
            TokensPerPeriod = limit,
            ReplenishmentPeriod = TimeSpan.FromSeconds(1),
            AutoReplenishment = false, // a timer for each connection would cost more than the check
            QueueLimit = 0,
        });

    public static bool Allows(RateLimiter? limiter)
    {
        if (limiter is null)
        {
            return true;
        }

        ((ReplenishingRateLimiter)limiter).TryReplenish();
        using var lease = limiter.AttemptAcquire();
        return lease.IsAcquired;
    }
}
