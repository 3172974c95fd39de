using WebSockets.Connections;

namespace WebSockets.Hosting;

/// <summary>The handlers that an app has mapped: a singleton service.</summary>
internal sealed class HandlerRegistry
{
    private readonly Lock _gate = new();
    private HandlerMapping[] _mappings = [];

    public HandlerRegistry() => Budget = new PendingBudget(this);

    /// <summary>What may wait for the peers of all of them.</summary>
    public PendingBudget Budget { get; }

    public HandlerMapping[] Mappings => Volatile.Read(ref _mappings);

    public void Add(HandlerMapping mapping)
    {
        lock (_gate)
        {
            _mappings = [.. _mappings, mapping];
        }
    }
}
