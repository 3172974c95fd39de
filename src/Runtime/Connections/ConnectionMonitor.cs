using WebSockets.Hosting;

namespace WebSockets.Connections;

/// <summary>Whether there is a place for one more connection.</summary>
internal enum Entry
{
    /// <summary>There is, and it is taken.</summary>
    Entered,

    /// <summary>The handler has as many as it may have.</summary>
    Full,

    /// <summary>The remote address has as many as it may have.</summary>
    FullForAddress,
}

/// <summary>Counts a mapped handler's connections, and looks at every one from time to time, by one timer for all.</summary>
/// <remarks>It runs only while there are connections. Its step is a fraction of the shortest time that it keeps, so a limit is met late by that much at most.</remarks>
internal sealed class ConnectionMonitor(HandlerMapping mapping)
{
    private readonly Lock _gate = new();
    private readonly HashSet<WebSocketConnection> _connections = [];
    private readonly EndingTransports _ending = new(mapping.Time, mapping.Options.CloseTimeout, mapping.Timing.Step);
    private readonly Dictionary<RemoteAddress, int> _enteredFrom = [];
    private ITimer? _timer;
    private int _entered;
    private TaskCompletionSource? _empty;

    /// <summary>How many connections are open.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _connections.Count;
            }
        }
    }

    /// <summary>How many places are taken, also by those whose handshake goes on.</summary>
    public int Entered
    {
        get
        {
            lock (_gate)
            {
                return _entered;
            }
        }
    }

    /// <summary>What waits to be sent to all of them.</summary>
    public long PendingBytes => Snapshot().Sum(static connection => connection.PendingBytes);

    /// <summary>Counts one more, from its handshake on.</summary>
    /// <param name="address">Where it comes from; null where nothing is counted by that.</param>
    public Entry TryEnter(RemoteAddress? address)
    {
        lock (_gate)
        {
            if (_entered >= mapping.Options.MaxConnections)
            {
                return Entry.Full;
            }

            if (address is { } from)
            {
                var there = _enteredFrom.GetValueOrDefault(from);
                if (there >= mapping.Options.MaxConnectionsPerAddress)
                {
                    return Entry.FullForAddress;
                }

                _enteredFrom[from] = there + 1;
            }

            _entered++;
            return Entry.Entered;
        }
    }

    /// <summary>Counts one less.</summary>
    public void Leave(RemoteAddress? address)
    {
        lock (_gate)
        {
            _entered--;
            if (address is not { } from)
            {
                return;
            }

            var left = _enteredFrom[from] - 1;
            if (left > 0)
            {
                _enteredFrom[from] = left;
            }
            else
            {
                _enteredFrom.Remove(from); // whoever was here once is not remembered
            }
        }
    }

    public void Add(WebSocketConnection connection)
    {
        lock (_gate)
        {
            _connections.Add(connection);
            connection.Life.Begin(mapping.Now);
            _timer ??= mapping.Time.CreateTimer(static monitor => ((ConnectionMonitor)monitor!).Tick(), this, mapping.Timing.Step, mapping.Timing.Step);
        }
    }

    /// <summary>The transport was given back. The server may still have the last bytes to send.</summary>
    public void Watch(ConnectionTransport transport)
    {
        if (transport.OutlivesCompletion)
        {
            _ending.Add(transport);
        }
    }

    /// <summary>The connection has ended, and its [OnClose] has run.</summary>
    public void Remove(WebSocketConnection connection)
    {
        lock (_gate)
        {
            _connections.Remove(connection);
            if (_connections.Count == 0)
            {
                _timer?.Dispose();
                _timer = null;
                _empty?.TrySetResult();
            }
        }
    }

    /// <summary>Completes when there are no connections.</summary>
    public Task WhenEmpty()
    {
        lock (_gate)
        {
            return _connections.Count == 0 ? Task.CompletedTask : (_empty ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        }
    }

    public WebSocketConnection[] Snapshot()
    {
        lock (_gate)
        {
            return [.. _connections];
        }
    }

    private void Tick()
    {
        var now = mapping.Now;
        foreach (var connection in Snapshot())
        {
            try
            {
                connection.Life.Tick(now);
            }
            catch (Exception e)
            {
                // The others are watched all the same.
                Log.ConnectionFailed(mapping.Logger, mapping.Name, connection.Id, e);
                connection.Abort();
            }
        }
    }
}
