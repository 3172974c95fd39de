namespace WebSockets.Connections;

/// <summary>
/// Watches the transports that were given back to the server, which ends each when the peer has taken the last bytes. A peer that never takes
/// them would keep it for ever: such a transport is dropped when its time is up.
/// </summary>
/// <remarks>The timer runs only while there are any; it forgets one that has ended within a step.</remarks>
internal sealed class EndingTransports(TimeProvider time, TimeSpan limit, TimeSpan step)
{
    private readonly Lock _gate = new();
    private readonly List<(ConnectionTransport Transport, long Since)> _transports = [];
    private ITimer? _timer;

    public void Add(ConnectionTransport transport)
    {
        if (transport.Lost.IsCancellationRequested)
        {
            return;
        }

        lock (_gate)
        {
            _transports.Add((transport, time.GetTimestamp()));
            _timer ??= time.CreateTimer(static ending => ((EndingTransports)ending!).Tick(), this, step, step);
        }
    }

    private void Tick()
    {
        List<ConnectionTransport>? late = null;
        lock (_gate)
        {
            _transports.RemoveAll(ending => ending.Transport.Lost.IsCancellationRequested || IsLate(ending));
            if (_transports.Count == 0)
            {
                _timer?.Dispose();
                _timer = null;
            }
        }

        late?.ForEach(transport => transport.Abort());

        bool IsLate((ConnectionTransport Transport, long Since) ending)
        {
            if (time.GetElapsedTime(ending.Since) < limit)
            {
                return false;
            }

            (late ??= []).Add(ending.Transport);
            return true;
        }
    }
}
