using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;
using WebSockets.Transport.Loops;
using WebSockets.Transport.Native;
using WebSockets.Transports;

namespace WebSockets.Transport.Connections;

/// <summary>Whom a socket belongs to at the time: the server, or who took it from there.</summary>
internal interface ISocketOwner
{
    /// <summary>Whom to tell when all is over, if there is somebody.</summary>
    ConnectionEnd? End { get; }

    /// <summary>How much one receive may bring at most that is not done on a loop's thread, in bytes.</summary>
    int MaxReadBufferSize => 64 * 1024;

    /// <summary>Whether reads and flushes fail only after <see cref="SocketChannel.ShowEnd"/>: first the end is known to all whom it concerns.</summary>
    bool HidesEnd => false;

    /// <summary>The peer has closed its side, or is gone. Called once at least, by any thread, and again with each further sign of it.</summary>
    void PeerGone();

    /// <summary>The socket is closed, since its loop has ended.</summary>
    void Ended();
}

/// <summary>One socket with what is read from it and written to it.</summary>
/// <remarks>
/// Reader and writer have a lock each, so that both directions go on at once. The descriptor is only used under one of them and closed under both:
/// once closed the number may be another's.
/// </remarks>
internal sealed class SocketChannel : EpollTarget, IDetachablePipe
{
    private readonly EpollEngine _engine;
    private readonly EpollLoop _loop;
    private readonly bool _canDetach;
    private DetachedSocket? _detached;
    private volatile bool _isEndShown;

    public SocketChannel(int fd, int registration, EpollEngine engine, EpollLoop loop, bool canDetach)
        : base(registration)
    {
        Fd = fd;
        _engine = engine;
        _loop = loop;
        _canDetach = canDetach;
        Reader = new SocketReader(this);
        Writer = new SocketWriter(this);
    }

    /// <summary>The descriptor; -1 when it is closed, or another channel's. Guarded by the locks of reader and writer.</summary>
    public int Fd { get; private set; }

    public SocketReader Reader { get; }

    public SocketWriter Writer { get; }

    public required ISocketOwner Owner { get; set; }

    /// <summary>The loop whose events these are.</summary>
    public EpollLoop Loop => _loop;

    public SendQueue SendQueue => _engine.SendQueue;

    /// <summary>Whether reads and flushes may fail.</summary>
    public bool IsEndVisible => _isEndShown || !Owner.HidesEnd;

    PipeReader IDuplexPipe.Input => Reader;

    PipeWriter IDuplexPipe.Output => Writer;

    /// <summary>From now on there are events. False: the system has no room for them, and the socket is closed.</summary>
    public bool TryOpen()
    {
        _engine.Targets.Set(Fd, this);
        if (_loop.TryWatch(Fd, Epoll.In | Epoll.Out | Epoll.PeerHangUp | Epoll.EdgeTriggered, Registration))
        {
            return true;
        }

        Close();
        return false;
    }

    public override void OnEvents(Epoll events)
    {
        const Epoll gone = Epoll.PeerHangUp | Epoll.HangUp | Epoll.Error;
        if ((events & (Epoll.Out | Epoll.HangUp | Epoll.Error)) != 0)
        {
            Writer.OnWritable();
        }

        if ((events & Epoll.Error) != 0 && Owner.HidesEnd)
        {
            Fail(); // also while no read waits: what lies before it will not be read, as over the server's own sockets
        }

        if ((events & (Epoll.In | gone)) != 0)
        {
            Reader.OnReadable(isPeerGone: (events & gone) != 0);
        }

        // It was on its way here when the socket went over to another, and will not come again.
        Volatile.Read(ref _detached)?.Channel.OnEvents(events);
    }

    public override void OnTurn() => Reader.OnTurn();

    public override void OnHeldLoop() => Reader.SlowDown();

    public override void OnLoopEnded()
    {
        Close();
        Owner.Ended();
    }

    /// <summary>Tells the owner, whose it is to see whether that is new.</summary>
    public void PeerGone() => Owner.PeerGone();

    /// <summary>Reads and flushes may fail from now on, and one that waits for the end goes on.</summary>
    public void ShowEnd()
    {
        _isEndShown = true;
        Reader.Execute();
    }

    /// <summary>The peer has reset the connection.</summary>
    public void Fail() => Reader.Fail(new ConnectionResetException("The peer has reset the connection."));

    /// <summary>Nothing can be sent any more.</summary>
    public void Break()
    {
        if (Owner.HidesEnd)
        {
            Fail();
        }

        PeerGone();
    }

    /// <summary>Ends both directions at once; the descriptor stays open until its owner closes it.</summary>
    /// <param name="resets">The peer must not take what it has got for all there was. This also ends a socket that was taken from the server: otherwise the server is merely done with it.</param>
    public void Abort(bool resets = true)
    {
        lock (Writer.Gate)
        {
            if (Fd >= 0 && !(resets && Libc.TryReset(Fd)))
            {
                Libc.shutdown(Fd, Libc.SHUT_RDWR);
            }
        }

        if (resets)
        {
            Volatile.Read(ref _detached)?.Abort();
        }
    }

    /// <summary>Closes the descriptor, and ends whoever waits.</summary>
    public void Close()
    {
        lock (Reader.Gate)
        {
            lock (Writer.Gate)
            {
                if (Fd < 0)
                {
                    return;
                }

                _engine.Targets.Remove(Fd);
                Libc.close(Fd);
                Fd = -1;
            }
        }

        Writer.OnWritable();
        Reader.OnReadable(isPeerGone: true);
    }

    public DetachedPipe? TryDetach()
    {
        if (!_canDetach)
        {
            return null;
        }

        DetachedSocket detached;
        lock (Reader.Gate)
        {
            lock (Writer.Gate)
            {
                if (Fd < 0)
                {
                    return null;
                }

                detached = new DetachedSocket(Fd, Registration, _engine, _loop, Owner.End);
                Reader.MoveTo(detached.Channel.Reader);
                Writer.MoveTo(detached.Channel.Writer);
                _engine.Targets.Set(Fd, detached.Channel);
                Volatile.Write(ref _detached, detached);
                Fd = -1;
            }
        }

        // An event that told of room may have come to this channel before, and not to that one.
        detached.Channel.Writer.OnWritable();
        return detached;
    }
}
