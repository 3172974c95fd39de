namespace WebSockets.Connections;

/// <summary>What was dropped for a peer, by name, until it is told to who counts it. Under the lock of its owner, but for <see cref="Total"/>.</summary>
internal sealed class DroppedNames
{
    private readonly List<(string Name, long Count)> _runs = [];
    private long _total;

    /// <summary>How many there were in all, told or not.</summary>
    public long Total => Volatile.Read(ref _total);

    public bool IsEmpty => _runs.Count == 0;

    public void Add(string name)
    {
        Volatile.Write(ref _total, _total + 1);
        if (_runs is [.., var last] && last.Name == name)
        {
            _runs[^1] = (name, last.Count + 1);
        }
        else
        {
            _runs.Add((name, 1));
        }
    }

    /// <summary>Takes the oldest of those that follow each other with the same name. False: there is none.</summary>
    public bool TryTake(out string name, out long count)
    {
        (name, count) = IsEmpty ? ("", 0) : _runs[0];
        if (count > 0)
        {
            _runs.RemoveAt(0);
        }

        return count > 0;
    }
}
