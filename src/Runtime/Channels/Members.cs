namespace WebSockets.Channels;

/// <summary>
/// A set of connections that is sent to more often than it changes: those who send read an array, which is made anew after a change.
/// </summary>
/// <remarks>Changes are made under the lock of the hub; the array is read without.</remarks>
internal sealed class Members
{
    private readonly HashSet<WebSocketConnection> _set = [];
    private volatile WebSocketConnection[]? _snapshot = [];

    public int Count => _set.Count;

    public bool Add(WebSocketConnection connection)
    {
        if (!_set.Add(connection))
        {
            return false;
        }

        _snapshot = null;
        return true;
    }

    public bool Remove(WebSocketConnection connection)
    {
        if (!_set.Remove(connection))
        {
            return false;
        }

        _snapshot = null;
        return true;
    }

    public WebSocketConnection[] Snapshot(Lock gate)
    {
        if (_snapshot is { } current)
        {
            return current;
        }

        lock (gate)
        {
            return _snapshot ??= [.. _set];
        }
    }
}
