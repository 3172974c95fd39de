using WebSockets.Transport.Connections;
using WebSockets.Transports;

namespace WebSockets.Transport.Loops;

/// <summary>A thread that has a loop, with the memory that its turns need: what is received, and what is held back until a turn ends.</summary>
/// <remarks>
/// Sends of one turn are held back, so that a connection gets all of them by one system call. A thread that the loop was taken from holds
/// nothing back any more: its sends are those of any thread that has no turns. Afterwards it is used again.
/// </remarks>
internal sealed class LoopThread : TurnBuffer
{
    private const int BufferSize = 256 * 1024;
    private const int SlabsKept = 4;

    private readonly LoopThreads _threads;
    private readonly SemaphoreSlim _given = new(0);
    private readonly Lock _gate = new(); // guards _corked and the changes of _isRetired; none is taken within it
    private readonly Lock _retireGate = new(); // held while the loop is taken away; taken before any other
    private readonly Queue<SocketWriter> _corked = new();
    private readonly List<ReceiveSlab> _used = [];
    private ReceiveSlab _slab = new(ReceiveSlab.LargeSize);
    private EpollLoop? _loop;
    private bool _isRetired;

    public LoopThread(LoopThreads threads)
        : base(BufferSize)
    {
        _threads = threads;
        new Thread(Work) { IsBackground = true, Name = "WebSockets epoll loop" }.UnsafeStart();
    }

    /// <summary>The loop thread that this is; null for any other, and for one whose loop was taken away.</summary>
    public static LoopThread? Active => Current is LoopThread thread && !Volatile.Read(ref thread._isRetired) ? thread : null;

    /// <summary>The loop that it has, or had last.</summary>
    public EpollLoop? Loop => _loop;

    public override bool HoldsBack => !Volatile.Read(ref _isRetired);

    /// <summary>Memory to receive into, with room for much.</summary>
    public ReceiveSlab Slab
    {
        get
        {
            if (_slab.Room < _slab.Size / 4)
            {
                var free = _used.FindIndex(static slab => slab.Room == slab.Size);
                var areMany = _used.Count == SlabsKept;
                if (!areMany)
                {
                    _used.Add(_slab);
                }

                // Where methods keep what they have received, however little, for long, each may keep a slab to itself.
                _slab = free >= 0 ? _used[free] : new ReceiveSlab(areMany ? ReceiveSlab.SmallSize : ReceiveSlab.LargeSize);
                if (free >= 0)
                {
                    _used.RemoveAt(free);
                }
            }

            return _slab;
        }
    }

    /// <summary>Gives the thread a loop to run.</summary>
    public void Run(EpollLoop loop)
    {
        _loop = loop;
        _isRetired = false;
        _given.Release();
    }

    /// <summary>Lets the thread end: it will not be given a loop again.</summary>
    public void Dismiss()
    {
        _loop = null;
        _given.Release();
    }

    /// <summary>
    /// Called when the loop is taken away. What was held back is copied and goes out by other threads: the caller waits for no system call, and not for this thread, which may be
    /// in the midst of sending itself.
    /// </summary>
    public void Retire()
    {
        lock (_retireGate)
        {
            lock (_gate)
            {
                _isRetired = true;
            }

            // One may just have uncorked, and the one around it be the holder again.
            for (ITurnHolder? told = null; Holder is { } holder && holder != told; told = holder)
            {
                holder.LetGo();
            }

            while (TryUncork(out var writer))
            {
                writer.Defer(this);
            }
        }
    }

    /// <summary>Holds the writer's bytes back until the turn ends. False: this thread holds nothing back any more.</summary>
    public bool TryCork(SocketWriter writer)
    {
        lock (_gate)
        {
            if (_isRetired)
            {
                return false;
            }

            _corked.Enqueue(writer);
            return true;
        }
    }

    public void EndTurn()
    {
        SendCorked();
        End = 0;
    }

    public override void Empty()
    {
        Holder?.LetGo();
        EndTurn();
    }

    private void SendCorked()
    {
        while (TryUncork(out var writer))
        {
            writer.Uncork(this);
        }

        // The one who takes the loop away may still be copying the last of it from the buffer.
        if (Volatile.Read(ref _isRetired))
        {
            lock (_retireGate)
            {
            }
        }
    }

    private bool TryUncork(out SocketWriter writer)
    {
        lock (_gate)
        {
            return _corked.TryDequeue(out writer!);
        }
    }

    private void Work()
    {
        Current = this;
        while (true)
        {
            _given.Wait();
            if (_loop is null)
            {
                return;
            }

            _loop.Run(this);
            Empty(); // after the thread that has taken the loop is done with what this one held back
            _threads.Return(this);
        }
    }
}
