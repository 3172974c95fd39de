using Microsoft.Extensions.Logging;

namespace WebSockets.Transport.Loops;

/// <summary>Notices a loop whose thread is held by the app's code, and gives the loop to another thread.</summary>
/// <remarks>
/// <para>One thread for all loops. It looks a few hundred times a second while there is something to see, and hardly ever while all is quiet.</para>
/// <para>A loop that is in the same state at two looks was in it all the time between them, however late the second is: where processors are scarce, that
/// is when it matters most. A pause of the whole process looks the same and costs a hand-over that was not needed.</para>
/// </remarks>
internal sealed class Supervisor(TimeSpan limit, ILogger logger)
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

        Watch(loops);
        new Thread(Work) { IsBackground = true, Name = "WebSockets epoll supervisor" }.UnsafeStart();
    }

    public void Watch(IReadOnlyList<EpollLoop> loops) => _watched = [.. loops.Select(loop => new Watched(loop))];

    public void Stop()
    {
        _isStopping = true;
        Wake();
    }

    /// <summary>A loop has something to do. If this goes unseen, because the supervisor is just going idle, its nap is short.</summary>
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
            // Another thread has just done it.
        }
    }

    private void Work()
    {
        var quiet = 0;
        while (!_isStopping)
        {
            _isNapping = quiet >= QuietLooks;
            _wake.Wait(_isNapping ? Nap : _interval);
            _isNapping = false;
            try
            {
                quiet = Look(_time.GetTimestamp()) ? 0 : quiet + 1;
            }
            catch (Exception e)
            {
                Log.Failed(logger, e); // it looks again
            }
        }
    }

    /// <summary>Looks once, at the time.</summary>
    /// <returns>Whether something has moved.</returns>
    public bool Look(long now)
    {
        var moved = false;
        foreach (var watched in _watched)
        {
            var state = watched.Loop.State;
            var isHeld = (state & 1) != 0;
            if (state != watched.State)
            {
                moved = true;
                watched.State = state;
                watched.Since = now;
            }
            else if (isHeld && _time.GetElapsedTime(watched.Since, now) >= limit && watched.Loop.HandOver(state))
            {
                Log.HandedOver(logger);
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
