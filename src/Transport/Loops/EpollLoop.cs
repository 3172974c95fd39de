using System.ComponentModel;
using System.Net.Sockets;
using WebSockets.Transport.Native;

namespace WebSockets.Transport.Loops;

/// <summary>One epoll set, the events that wait for their turn, and the targets that have used up their last one. Whatever they set going runs here, on the thread that has the loop.</summary>
/// <remarks>
/// <para>One thread at a time has the loop. While it runs code that is not the loop's, or sends what a turn has brought (<see cref="_state"/> is odd), the
/// <see cref="Supervisor"/> may take the loop away and give it to another thread, which goes on with the next event. The first finds out when
/// that code returns, and leaves.</para>
/// <para>The exchange of <see cref="_state"/> is what orders the fields from one thread to the next.</para>
/// </remarks>
internal sealed class EpollLoop : IDisposable
{
    /// <summary>Events of one turn, at the end of which all that they have sent leaves.</summary>
    private const int BatchSize = 64;

    /// <summary>How many that want to go on do so in one turn, before new events are looked for: however many floods there are, the others wait no longer for it.</summary>
    private const int QueuedPerTurn = 8;

    private readonly EngineParts _parts;
    private readonly EpollEvents _events = new(BatchSize);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly int _epoll;
    private readonly int _wake;
    private readonly Lock _queueGate = new();
    private readonly Queue<EpollTarget> _queue = new(); // guarded by _queueGate
    private volatile int _queued; // its length, changed under the lock
    private LoopThread? _thread;
    private EpollTarget? _target;
    private int _count;
    private int _index;
    private int _turns; // of queued targets that are left in this turn
    private long _state;
    private volatile bool _isStopping;

    public EpollLoop(EngineParts parts)
    {
        _parts = parts;
        _epoll = Checked(Libc.CreateEpoll());
        _wake = Checked(Libc.CreateEvent());
        Checked(EpollEvents.Control(_epoll, Libc.EPOLL_CTL_ADD, _wake, Epoll.In | Epoll.EdgeTriggered));
    }

    /// <summary>Changes with each step of the loop; odd while it may be taken away.</summary>
    public long State => Volatile.Read(ref _state);

    /// <summary>Completes when the loop has ended.</summary>
    public Task Ended => _ended.Task;

    public void Start() => Give(_parts.Threads.Take());

    /// <summary>Ends the loop after the event that is being handled.</summary>
    public void Stop()
    {
        _isStopping = true;
        Wake();
    }

    /// <summary>Sends a socket's events to its target in the table from now on. False: the system lacks room, as its last error tells.</summary>
    public bool TryWatch(int fd, Epoll events, int registration) =>
        EpollEvents.Control(_epoll, Libc.EPOLL_CTL_ADD, fd, events, registration) >= 0;

    /// <inheritdoc cref="TryWatch"/>
    /// <exception cref="SocketException">The system lacks room.</exception>
    public void Watch(int fd, Epoll events, int registration) => Checked(TryWatch(fd, events, registration) ? 0 : -1);

    public void Unwatch(int fd) => EpollEvents.Control(_epoll, Libc.EPOLL_CTL_DEL, fd, Epoll.None);

    /// <summary>Gives the target another turn, behind the events that have come and the targets that were queued before. Any thread may call it.</summary>
    public void Queue(EpollTarget target)
    {
        lock (_queueGate)
        {
            _queue.Enqueue(target);
            _queued = _queue.Count;
        }

        // Asked after it was queued: a loop that was taken from this thread meanwhile may have gone to sleep before.
        if (LoopThread.Active?.Loop != this)
        {
            Wake();
        }
    }

    /// <summary>Takes the loop from its thread, unless that has finished what it was doing in the state, or there is no other thread.</summary>
    /// <returns>Whether another thread has it now.</returns>
    public bool HandOver(long state)
    {
        var stuck = _thread!;
        var target = _target;
        if (State != state || _parts.Threads.TryTake() is not { } next)
        {
            return false;
        }

        if (Interlocked.CompareExchange(ref _state, state + 1, state) != state)
        {
            _parts.Threads.Return(next);
            return false;
        }

        target?.OnHeldLoop();

        // What the stuck thread held back until the end of its turn must not wait for it.
        stuck.Retire();
        Give(next);
        return true;
    }

    /// <summary>Runs the loop on this thread until it ends or is taken away.</summary>
    public void Run(LoopThread thread)
    {
        var state = State;
        while (true)
        {
            if (_index == _count && _turns == 0)
            {
                _target = null;
                Volatile.Write(ref _state, ++state);
                thread.EndTurn();
                if (Interlocked.CompareExchange(ref _state, state + 1, state) != state)
                {
                    return;
                }

                state++;
                if (_isStopping)
                {
                    _ended.TrySetResult();
                    return;
                }

                _index = 0;
                _count = Math.Max(_events.Wait(_epoll, waits: _queued == 0), 0); // less than none: a signal came
                _turns = Math.Min(_queued, QueuedPerTurn);
                _parts.Supervisor.LoopIsBusy();
                continue;
            }

            var target = Next(out var events);
            _target = target; // another's as soon as the loop is taken away
            Volatile.Write(ref _state, ++state);
            Handle(target, events);
            if (Interlocked.CompareExchange(ref _state, state + 1, state) != state)
            {
                return;
            }

            state++;
        }
    }

    public void Dispose()
    {
        Libc.close(_epoll);
        Libc.close(_wake);
        _events.Dispose();
    }

    private static int Checked(int result) =>
        result >= 0 ? result : throw new SocketException(Libc.LastError, new Win32Exception(Libc.LastError).Message);

    // The next event's target, null where that is none any more; or, after all events, a queued one.
    private EpollTarget? Next(out Epoll events)
    {
        if (_index < _count)
        {
            events = _events.At(_index++, out var fd, out var registration);
            return _parts.Targets[fd] is { } target && target.Registration == registration ? target : null;
        }

        events = Epoll.None;
        _turns--;
        lock (_queueGate)
        {
            var queued = _queue.Dequeue();
            _queued = _queue.Count;
            return queued;
        }
    }

    // What fails here fails alone: neither the loop nor the process ends with it.
    private void Handle(EpollTarget? target, Epoll events)
    {
        try
        {
            if (events != Epoll.None)
            {
                target?.OnEvents(events);
            }
            else
            {
                target?.OnTurn();
            }
        }
        catch (Exception e)
        {
            Log.Failed(_parts.Logger, e);
            target?.OnLoopEnded();
        }
    }

    private void Give(LoopThread thread)
    {
        _thread = thread;
        thread.Run(this);
    }

    private unsafe void Wake()
    {
        ulong one = 1;
        Libc.write(_wake, &one, sizeof(ulong));
    }
}
