namespace WebSockets.Transport.Loops;

/// <summary>Notices a loop whose thread is held by somebody's code, and gives the loop to another thread.</summary>
/// <remarks>One thread for all loops. It looks a few hundred times a second while there is something to see, and hardly ever while all is quiet.</remarks>
internal sealed class Supervisor(TimeSpan limit, Action handedOver)
{
    private const int LooksPerLimit = 2;
    private const int QuietLooks = 200;
    private static readonly TimeSpan Nap = TimeSpan.FromSeconds(1);

    private readonly TimeProvider _time = TimeProvider.System;
    private readonly SemaphoreSlim _wake = new(0, 1);
    private readonly TimeSpan _interval = limit / LooksPerLimit;
    private Watched[] _watched = [];
    private volatile bool _isNapping;
    private volatile bool _isStopping;

    public void Start(IReadOnlyList<EpollLoop> loops)
    {
        if (limit == Timeout.InfiniteTimeSpan)
        {
            return;
        }

        _watched = [.. loops.Select(loop => new Watched(loop))];
        new Thread(Work) { IsBackground = true, Name = "WebSockets epoll supervisor" }.UnsafeStart();
    }

    public void Stop()
    {
        _isStopping = true;
        Wake();
    }

    /// <summary>A loop has something to do. If this goes unseen, because the supervisor is just lying down, its nap is short.</summary>
    public void LoopIsBusy()
    {
        if (_isNapping)
        {
            _isNapping = false;
            Wake();
        }
    }

    private void Wake()
    {
        try
        {
            _wake.Release();
        }
        catch (SemaphoreFullException)
        {
            // Somebody else has just done it.
        }
    }

    private void Work()
    {
        var quiet = 0;
        var last = _time.GetTimestamp();
        while (!_isStopping)
        {
            _isNapping = quiet >= QuietLooks;
            _wake.Wait(_isNapping ? Nap : _interval);
            _isNapping = false;

            // If we were held up ourselves (by a collection, or for want of a processor), so were the loops: that is nobody's code.
            var now = _time.GetTimestamp();
            var heldUp = _time.GetElapsedTime(last, now) > 2 * limit;
            last = now;
            quiet = Look(now, heldUp) ? 0 : quiet + 1;
        }
    }

    // True: something has moved.
    private bool Look(long now, bool heldUp)
    {
        var moved = false;
        foreach (var watched in _watched)
        {
            var state = watched.Loop.State;
            var isHeld = (state & 1) != 0;
            if (state != watched.State || heldUp)
            {
                moved |= state != watched.State;
                watched.State = state;
                watched.Since = now;
            }
            else if (isHeld && _time.GetElapsedTime(watched.Since, now) >= limit && watched.Loop.HandOver(state))
            {
                handedOver();
            }

            moved |= isHeld;
        }

        return moved;
    }

    private sealed class Watched(EpollLoop loop)
    {
        public EpollLoop Loop => loop;

        public long State { get; set; }

        public long Since { get; set; }
    }
}
