using Microsoft.Extensions.Logging;

namespace WebSockets.Transport.Loops;

/// <summary>Threads for the loops. A few that lost theirs to another are kept for the next that needs one.</summary>
/// <param name="loops">How many loops there are.</param>
/// <param name="extra">How many threads there may be beyond one for each loop, idle ones included.</param>
/// <param name="logger">For what cannot be had.</param>
/// <param name="create">Starts a thread.</param>
internal sealed class LoopThreads(int loops, int extra, ILogger logger, Func<LoopThreads, LoopThread> create)
{
    private const int Kept = 4;

    /// <summary>So many threads are left to others: a runtime that gets none when it needs one ends the process.</summary>
    private const int LeftToOthers = 4;

    // To ask the system for a thread that it does not have takes long itself.
    private static readonly TimeSpan FailurePause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LogPause = TimeSpan.FromMinutes(1);

    private readonly TimeProvider _time = TimeProvider.System;
    private readonly Lock _gate = new(); // guards all fields below
    private readonly Stack<LoopThread> _idle = new();
    private int _count;
    private long? _failedAt;
    private long? _loggedAt;
    private bool _isStopping;

    public LoopThreads(int loops, int extra, ILogger logger)
        : this(loops, extra, logger, static threads => new LoopThread(threads))
    {
    }

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

            if (_failedAt is { } failed && _time.GetElapsedTime(failed) < FailurePause)
            {
                return null;
            }

            if (_count < loops + extra)
            {
                try
                {
                    CheckThatOthersAreLeft();
                    return Create();
                }
                catch (Exception e) when (e is OutOfMemoryException or ThreadStartException)
                {
                    _failedAt = _time.GetTimestamp();
                    failure = e;
                }
            }

            if (_loggedAt is { } logged && _time.GetElapsedTime(logged) < LogPause)
            {
                return null;
            }

            _loggedAt = _time.GetTimestamp();
        }

        Log.CannotHandOver(logger, extra, failure);
        return null;
    }

    public void Return(LoopThread thread)
    {
        lock (_gate)
        {
            if (!_isStopping && _idle.Count < Kept)
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

    // Nothing else tells how many threads a system or a container still has.
    private static void CheckThatOthersAreLeft()
    {
        var end = new ManualResetEventSlim(); // not disposed of, which the last of them may look at
        try
        {
            for (var i = 0; i < LeftToOthers; i++)
            {
                new Thread(end.Wait, maxStackSize: 64 * 1024) { IsBackground = true, Name = "WebSockets epoll probe" }.UnsafeStart();
            }
        }
        finally
        {
            end.Set();
        }
    }

    private LoopThread Create()
    {
        var thread = create(this);
        _count++;
        return thread;
    }
}
