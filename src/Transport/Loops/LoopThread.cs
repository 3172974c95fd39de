using WebSockets.Transport.Connections;
using WebSockets.Transports;

namespace WebSockets.Transport.Loops;

/// <summary>A thread that has a loop, with the memory that its turns need: what is received, and what is held back until a turn ends.</summary>
/// <remarks>
/// Sends of one turn are held back, so that a connection gets all of them by one system call. A thread that the loop was taken from holds
/// nothing back any more. Afterwards it is used again.
/// </remarks>
internal sealed class LoopThread : TurnBuffer
{
    private const int BufferSize = 256 * 1024;
    private const int SlabsKept = 4;

    private readonly LoopThreads _threads;
    private readonly SemaphoreSlim _given = new(0);
    private readonly Lock _gate = new();
    private readonly Lock _sendGate = new(); // taken before any other
    private readonly List<ReceiveSlab> _used = [];
    private List<SocketWriter> _corked = [];
    private List<SocketWriter> _sending = [];
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

    /// <summary>Called when the loop is taken away: from now on this thread's sends go out at once, and those that were held back go now.</summary>
    public void Retire()
    {
        lock (_gate)
        {
            _isRetired = true;
        }

        lock (_sendGate)
        {
            // One may just have let go, and the one around it be the holder again.
            for (ITurnHolder? told = null; Holder is { } holder && holder != told; told = holder)
            {
                holder.LetGo();
            }

            Send();
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

            _corked.Add(writer);
            return true;
        }
    }

    public void EndTurn()
    {
        if (_corked.Count > 0)
        {
            Send();
        }

        End = 0;
    }

    public override void Empty()
    {
        Holder?.LetGo();
        Send();
        End = 0;
    }

    // Done by two at once when the loop is taken away. The buffer is free only when both have sent what they took.
    private void Send()
    {
        lock (_sendGate)
        {
            lock (_gate)
            {
                (_corked, _sending) = (_sending, _corked);
            }

            foreach (var writer in _sending)
            {
                writer.Uncork(this);
            }

            _sending.Clear();
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
            Empty(); // after whoever has taken the loop is done with what this thread held back
            _threads.Return(this);
        }
    }
}
