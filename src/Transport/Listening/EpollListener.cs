using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;
using Microsoft.AspNetCore.Connections;
using WebSockets.Transport.Loops;
using WebSockets.Transport.Native;

namespace WebSockets.Transport.Listening;

/// <summary>
/// Listens at one end point: with a socket for each loop, among which the system distributes the connections (SO_REUSEPORT), or with one
/// where the address has no ports.
/// </summary>
internal sealed class EpollListener : IConnectionListener
{
    private readonly Channel<ConnectionContext> _accepted = Channel.CreateUnbounded<ConnectionContext>();
    private readonly List<ListeningSocket> _sockets = [];
    private readonly Func<ValueTask> _disposed;
    private readonly ListenerParts _parts;
    private int _isDisposed;
    private int _turn;

    private EpollListener(ListenerParts parts, Func<ValueTask> disposed)
    {
        _parts = parts;
        _disposed = disposed;
        EndPoint = parts.EndPoint;
    }

    public EndPoint EndPoint { get; }

    /// <summary>Binds, and begins to accept.</summary>
    /// <exception cref="AddressInUseException">Somebody else listens there.</exception>
    public static EpollListener Bind(EndPoint endPoint, EpollTransportOptions options, Func<EndPoint, ListenerParts> parts, Func<ValueTask> disposed)
    {
        var sockets = new List<Socket>();
        try
        {
            sockets.Add(Bound(endPoint, options));
            var bound = sockets[0].LocalEndPoint!;
            var listener = new EpollListener(parts(endPoint is IPEndPoint ? bound : endPoint), disposed);
            var loops = listener._parts.Engine.Loops;
            if (endPoint is IPEndPoint && loops.Count > 1)
            {
                // The first is bound without sharing, so that an address in use is an error, as with any other transport.
                Share(sockets[0]);
                while (sockets.Count < loops.Count)
                {
                    sockets.Add(Bound(bound, options, isShared: true));
                }
            }

            sockets.ForEach(socket => socket.Listen(options.Backlog));
            for (var i = 0; i < sockets.Count; i++)
            {
                var loop = loops[i];
                var next = sockets.Count == loops.Count ? () => loop : (Func<EpollLoop>)listener.NextLoop;
                listener._sockets.Add(new ListeningSocket(sockets[i], listener._parts, loop, next, connection => listener._accepted.Writer.TryWrite(connection)));
            }

            listener._sockets.ForEach(socket => socket.Open());
            return listener;
        }
        catch
        {
            sockets.ForEach(socket => socket.Dispose());
            throw;
        }
    }

    public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default)
    {
        while (await _accepted.Reader.WaitToReadAsync(cancellationToken).ConfigureAwait(false))
        {
            if (_accepted.Reader.TryRead(out var connection))
            {
                return connection;
            }
        }

        return null;
    }

    public ValueTask UnbindAsync(CancellationToken cancellationToken = default)
    {
        _sockets.ForEach(socket => socket.Close());
        _accepted.Writer.TryComplete();
        return default;
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) == 0)
        {
            await UnbindAsync().ConfigureAwait(false);
            await _disposed().ConfigureAwait(false);
        }
    }

    private static Socket Bound(EndPoint endPoint, EpollTransportOptions options, bool isShared = false)
    {
        var protocol = endPoint is IPEndPoint ? ProtocolType.Tcp : ProtocolType.Unspecified;
        var socket = new Socket(endPoint.AddressFamily, SocketType.Stream, protocol);
        try
        {
            if (endPoint is IPEndPoint ip)
            {
                // Connections inherit it.
                socket.NoDelay = options.NoDelay;

                // As Kestrel has it: the IPv6 wildcard stands for IPv4 too.
                if (ip.Address.Equals(IPAddress.IPv6Any))
                {
                    socket.DualMode = true;
                }
            }

            if (isShared)
            {
                Share(socket);
            }

            socket.Bind(endPoint);
            socket.Blocking = false;
            return socket;
        }
        catch (SocketException e)
        {
            socket.Dispose();
            throw e.SocketErrorCode == SocketError.AddressAlreadyInUse ? new AddressInUseException(e.Message, e) : e;
        }
    }

    private static unsafe void Share(Socket socket)
    {
        var one = 1;
        if (Libc.setsockopt((int)socket.Handle, Libc.SOL_SOCKET, Libc.SO_REUSEPORT, &one, sizeof(int)) < 0)
        {
            throw new SocketException(Libc.LastError);
        }
    }

    private EpollLoop NextLoop()
    {
        var loops = _parts.Engine.Loops;
        return loops[(int)((uint)Interlocked.Increment(ref _turn) % loops.Count)];
    }
}
