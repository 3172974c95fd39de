using System.Collections.Concurrent;

namespace WebSockets.Parity.Tests.Stress;

/// <summary>Counts the connections that have closed.</summary>
internal sealed class Tally(int expected)
{
    private readonly TaskCompletionSource _allClosed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ConcurrentQueue<string> _ids = new();
    private int _closed;

    public Task AllClosed => _allClosed.Task;

    public IReadOnlyCollection<string> Ids => _ids;

    public void Closed(string id)
    {
        _ids.Enqueue(id);
        if (Interlocked.Increment(ref _closed) == expected)
        {
            _allClosed.SetResult();
        }
    }
}
