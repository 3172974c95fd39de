using System.ComponentModel;
using System.Net.Sockets;
using WebSockets.Transport.Native;

namespace WebSockets.Transport.Loops;

/// <summary>One epoll set and the events that wait for their turn. Whatever an event sets going runs here, on the thread that has the loop.</summary>
/// <remarks>
/// <para>One thread at a time has the loop. While it runs code that is not the loop's (<see cref="_state"/> is odd), the
/// <see cref="Supervisor"/> may take the loop away and give it to another thread, which goes on with the next event. The first finds out when
/// that code returns, and leaves.</para>
/// <para>The exchange of <see cref="_state"/> is what orders the fields from one thread to the next.</para>
/// </remarks>
internal sealed class EpollLoop : IDisposable
{
    /// <summary>Events of one turn, at the end of which all that they have sent leaves.</summary>
    private const int BatchSize = 64;

    private readonly EngineParts _parts;
    private readonly EpollEvents _events = new(BatchSize);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly int _epoll;
    private readonly int _wake;
    private LoopThread? _thread;
    private EpollTarget? _target;
    private int _count;
    private int _index;
    private long _state;
    private volatile bool _isStopping;

    public EpollLoop(EngineParts parts)
    {
        _parts = parts;
        _epoll = Checked(Libc.CreateEpoll());
        _wake = Checked(Libc.CreateEvent());
        Checked(EpollEvents.Control(_epoll, Libc.EPOLL_CTL_ADD, _wake, Epoll.In));
    }

    /// <summary>Changes with each step of the loop; odd while code runs that is not the loop's.</summary>
    public long State => Volatile.Read(ref _state);

    /// <summary>Completes when the loop has ended.</summary>
    public Task Ended => _ended.Task;

    public void Start() => Give(_parts.Threads.Take());

    /// <summary>Ends the loop after the event that is being handled.</summary>
    public unsafe void Stop()
    {
        _isStopping = true;
        ulong one = 1;
        Libc.write(_wake, &one, sizeof(ulong));
    }

    /// <summary>Sends a socket's events to its target in the table from now on. False: the system lacks room, as its last error tells.</summary>
    public bool TryWatch(int fd, Epoll events, int registration) =>
        EpollEvents.Control(_epoll, Libc.EPOLL_CTL_ADD, fd, events, registration) >= 0;

    /// <inheritdoc cref="TryWatch"/>
    /// <exception cref="SocketException">The system lacks room.</exception>
    public void Watch(int fd, Epoll events, int registration) => Checked(TryWatch(fd, events, registration) ? 0 : -1);

    public void Unwatch(int fd) => EpollEvents.Control(_epoll, Libc.EPOLL_CTL_DEL, fd, Epoll.None);

    /// <summary>Takes the loop from its thread, unless that has finished what it was doing in the state.</summary>
    /// <returns>Whether another thread has it now.</returns>
    public bool HandOver(long state)
    {
        var stuck = _thread!;
        var target = _target;
        if (Interlocked.CompareExchange(ref _state, state + 1, state) != state)
        {
            return false;
        }

        target?.OnHeldLoop();

        // What the stuck thread held back until the end of its turn must not wait for it.
        stuck.Retire();
        Give(_parts.Threads.Take());
        return true;
    }

    /// <summary>Runs the loop on this thread until it ends or is taken away.</summary>
    public void Run(LoopThread thread)
    {
        var state = State;
        while (true)
        {
            if (_index == _count)
            {
                thread.EndTurn();
                if (_isStopping)
                {
                    _ended.TrySetResult();
                    return;
                }

                _index = 0;
                _count = Math.Max(_events.Wait(_epoll), 0); // less than none: a signal came
                _parts.Supervisor.LoopIsBusy();
                continue;
            }

            var events = _events.At(_index++, out var fd, out var registration);
            Volatile.Write(ref _state, ++state);
            var target = _parts.Targets[fd];
            _target = target; // another's as soon as the loop is taken away
            if (target?.Registration == registration)
            {
                target.OnEvents(events);
            }

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

    private void Give(LoopThread thread)
    {
        _thread = thread;
        thread.Run(this);
    }
}
