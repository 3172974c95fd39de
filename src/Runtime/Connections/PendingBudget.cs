using WebSockets.Hosting;

namespace WebSockets.Connections;

/// <summary>
/// What may wait for all peers of an app together. Over it those for whom the most waits are treated first, as the policy of their handler has it, until an eighth of the budget is free.
/// </summary>
/// <remarks>Counted only where a transport is full. Nothing here runs under a lock of a connection, but for <see cref="Add"/>, which takes none.</remarks>
internal sealed class PendingBudget(HandlerRegistry registry)
{
    private long _limit = long.MaxValue;
    private long _total;
    private int _isEnforcing;

    /// <summary>How much memory is held for what waits.</summary>
    public long Total => Volatile.Read(ref _total);

    /// <summary>Of several limits the smallest holds.</summary>
    public void Lower(long limit) => _limit = Math.Min(_limit, limit);

    public void Add(long change) => Interlocked.Add(ref _total, change);

    /// <summary>Sees that no more is held than may be. Called when something was made to wait, outside of all locks.</summary>
    public void Enforce()
    {
        if (Total <= _limit || Interlocked.Exchange(ref _isEnforcing, 1) == 1)
        {
            return;
        }

        try
        {
            var target = _limit - (_limit / 8);
            var slowest = registry.Mappings
                .SelectMany(static mapping => mapping.Monitor.Snapshot())
                .Select(static connection => (Connection: connection, connection.Output.Held))
                .Where(static slow => slow.Held > 0)
                .OrderByDescending(static slow => slow.Held);
            foreach (var slow in slowest)
            {
                if (Total <= target)
                {
                    return;
                }

                slow.Connection.FreePending();
            }
        }
        finally
        {
            Volatile.Write(ref _isEnforcing, 0);
        }
    }
}
