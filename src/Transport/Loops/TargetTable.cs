namespace WebSockets.Transport.Loops;

/// <summary>Whose events a file descriptor's are. Read without a lock by the loops; a descriptor that was closed and opened again is another's.</summary>
internal sealed class TargetTable
{
    private readonly Lock _gate = new();
    private volatile EpollTarget?[] _targets = new EpollTarget?[256];
    private int _registrations;

    public EpollTarget? this[int fd]
    {
        get
        {
            var targets = _targets;
            return fd < targets.Length ? Volatile.Read(ref targets[fd]) : null;
        }
    }

    public int NewRegistration() => Interlocked.Increment(ref _registrations);

    public void Set(int fd, EpollTarget target)
    {
        lock (_gate)
        {
            var targets = _targets;
            if (fd >= targets.Length)
            {
                Array.Resize(ref targets, Math.Max(fd + 1, targets.Length * 2));
            }

            Volatile.Write(ref targets[fd], target);
            _targets = targets;
        }
    }

    /// <summary>Before the descriptor is closed, and may be another's.</summary>
    public void Remove(int fd)
    {
        lock (_gate)
        {
            Volatile.Write(ref _targets[fd], null);
        }
    }

    public EpollTarget[] Snapshot()
    {
        lock (_gate)
        {
            return [.. _targets.OfType<EpollTarget>()];
        }
    }
}
