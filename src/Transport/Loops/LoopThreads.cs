using Microsoft.Extensions.Logging;

namespace WebSockets.Transport.Loops;

/// <summary>Threads for the loops. A few that lost theirs to another are kept for the next that needs one.</summary>
/// <param name="loops">How many loops there are.</param>
/// <param name="extra">How many threads there may be beyond one for each loop, idle ones included.</param>
/// <param name="logger">For what cannot be had.</param>
/// <param name="create">Starts a thread.</param>
/// <param name="time">The clock.</param>
internal sealed class LoopThreads(int loops, int extra, ILogger logger, Func<LoopThreads, LoopThread> create, TimeProvider time)
{
    private const int Kept = 4;

    // To ask the system for a thread that it does not have takes long itself.
    private static readonly TimeSpan FailurePause = TimeSpan.FromSeconds(1);

    /// <summary>So long half of those that the system had are left to others: a runtime that gets no thread when it needs one ends the process.</summary>
    private static readonly TimeSpan Restraint = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LogPause = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new(); // guards all fields below
    private readonly Stack<LoopThread> _idle = new();
    private int _count;
    private int? _fewer; // in place of extra, for a while, when the system had no more
    private long? _failedAt;
    private long? _loggedAt;
    private bool _isStopping;

    public LoopThreads(int loops, int extra, ILogger logger)
        : this(loops, extra, logger, static threads => new LoopThread(threads), TimeProvider.System)
    {
    }

    private int Most => loops + (_fewer ?? extra);

    /// <summary>The thread for a loop that begins.</summary>
    /// <exception cref="OutOfMemoryException">The system has no thread.</exception>
    public LoopThread Take()
    {
        lock (_gate)
        {
            return Create();
        }
    }

    /// <summary>A thread that takes a loop over; null where there are as many as there may be, or the system has none. That is logged, once a minute at most.</summary>
    public LoopThread? TryTake()
    {
        Exception? failure = null;
        lock (_gate)
        {
            if (_idle.TryPop(out var idle))
            {
                return idle;
            }

            if (_failedAt is { } failed)
            {
                var passed = time.GetElapsedTime(failed);
                if (passed < FailurePause)
                {
                    return null;
                }

                _fewer = passed < Restraint ? _fewer : null;
            }

            if (_count < Most)
            {
                try
                {
                    return Create();
                }
                catch (Exception e) when (e is OutOfMemoryException or ThreadStartException)
                {
                    _failedAt = time.GetTimestamp();
                    _fewer = Math.Max((_count - loops) / 2, 1);
                    failure = e;
                }
            }

            if (_loggedAt is { } logged && time.GetElapsedTime(logged) < LogPause)
            {
                return null;
            }

            _loggedAt = time.GetTimestamp();
        }

        Log.CannotHandOver(logger, extra, failure);
        return null;
    }

    public void Return(LoopThread thread)
    {
        lock (_gate)
        {
            if (!_isStopping && _idle.Count < Kept && _count <= Most)
            {
                _idle.Push(thread);
                return;
            }

            _count--;
        }

        thread.Dismiss();
    }

    /// <summary>Ends the idle ones now, and each other when its loop has ended.</summary>
    public void Stop()
    {
        lock (_gate)
        {
            _isStopping = true;
            while (_idle.TryPop(out var thread))
            {
                thread.Dismiss();
            }
        }
    }

    private LoopThread Create()
    {
        var thread = create(this);
        _count++;
        return thread;
    }
}
