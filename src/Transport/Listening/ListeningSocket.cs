using System.Net.Sockets;
using WebSockets.Transport.Connections;
using WebSockets.Transport.Loops;
using WebSockets.Transport.Native;

namespace WebSockets.Transport.Listening;

/// <summary>One listening socket in one loop's set. Its events are level-triggered: what was not accepted makes another.</summary>
internal sealed unsafe class ListeningSocket(Socket socket, ListenerParts listener, EpollLoop loop, Func<EpollLoop> next, Action<EpollConnection> accepted)
    : EpollTarget(listener.Engine.Targets.NewRegistration())
{
    private const int MaxAccepts = 64;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly Lock _gate = new();
    private bool _isClosed;
    private ITimer? _pause;

    private int Fd => (int)socket.Handle;

    public void Open()
    {
        listener.Engine.Targets.Set(Fd, this);
        loop.Watch(Fd, Epoll.In, Registration);
    }

    public override void OnEvents(Epoll events)
    {
        lock (_gate)
        {
            if (!_isClosed)
            {
                Accept(MaxAccepts);
            }
        }
    }

    /// <summary>Accepts what has come until now, and listens no more.</summary>
    public void Close()
    {
        lock (_gate)
        {
            if (_isClosed)
            {
                return;
            }

            _isClosed = true;
            _pause?.Dispose();
            loop.Unwatch(Fd);
            listener.Engine.Targets.Remove(Fd);
            Accept(int.MaxValue);
            socket.Dispose();
        }
    }

    public override void OnLoopEnded()
    {
        // The listener closes its sockets before it stops the loops.
    }

    private void Accept(int most)
    {
        var address = stackalloc byte[SocketAddresses.MaxSize];
        for (var i = 0; i < most; i++)
        {
            var length = SocketAddresses.MaxSize;
            var fd = Libc.Accept(Fd, address, &length);
            if (fd >= 0)
            {
                var connection = new EpollConnection(fd, next(), listener, SocketAddresses.Read(new ReadOnlySpan<byte>(address, length)));
                if (!connection.TryOpen())
                {
                    StopForAWhile(Libc.LastError);
                    return;
                }

                accepted(connection);
                continue;
            }

            switch (Libc.LastError)
            {
                case Libc.EAGAIN:
                    return;
                case Libc.EMFILE or Libc.ENFILE or Libc.ENOBUFS or Libc.ENOMEM:
                    StopForAWhile(Libc.LastError);
                    return;
                default:
                    break; // a connection that was lost before it was accepted
            }
        }
    }

    // The connection that cannot be accepted stays at the front, and would make one event after the other.
    private void StopForAWhile(int error)
    {
        if (_isClosed)
        {
            return;
        }

        Log.CannotAccept(listener.Logger, listener.EndPoint, error);
        loop.Unwatch(Fd);
        _pause?.Dispose();
        _pause = TimeProvider.System.CreateTimer(static socket => ((ListeningSocket)socket!).GoOn(), this, Pause, Timeout.InfiniteTimeSpan);
    }

    private void GoOn()
    {
        lock (_gate)
        {
            if (!_isClosed && !loop.TryWatch(Fd, Epoll.In, Registration))
            {
                _pause!.Change(Pause, Timeout.InfiniteTimeSpan);
            }
        }
    }
}
