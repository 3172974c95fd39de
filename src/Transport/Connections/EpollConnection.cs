using System.Buffers;
using System.IO.Pipelines;
using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;
using WebSockets.Transport.Listening;
using WebSockets.Transport.Loops;
using WebSockets.Transports;

namespace WebSockets.Transport.Connections;

/// <summary>A connection as the server sees it.</summary>
internal sealed class EpollConnection : ConnectionContext, ISocketOwner, IConnectionIdFeature, IConnectionItemsFeature, IConnectionTransportFeature,
    IConnectionLifetimeFeature, IConnectionEndPointFeature, IMemoryPoolFeature, IUnreadInput
{
    private readonly SocketChannel _channel;
    private readonly ListenerParts _listener;
    private IDictionary<object, object?>? _items;
    private EndPoint? _local;
    private bool _isLocalKnown;

    public EpollConnection(int fd, EpollLoop loop, ListenerParts listener, EndPoint? remote)
    {
        _listener = listener;
        _channel = new SocketChannel(fd, listener.Engine.Targets.NewRegistration(), listener.Engine, loop, listener.CanDetach) { Owner = this };
        RemoteEndPoint = remote;
        Transport = _channel;
        End = new ConnectionEnd(listener.Logger);
        ConnectionClosed = End.Token;
        Features = new FeatureCollection(initialCapacity: 12);
        Features.Set<IConnectionIdFeature>(this);
        Features.Set<IConnectionItemsFeature>(this);
        Features.Set<IConnectionTransportFeature>(this);
        Features.Set<IConnectionLifetimeFeature>(this);
        Features.Set<IConnectionEndPointFeature>(this);
        Features.Set<IMemoryPoolFeature>(this);
        Features.Set<IUnreadInput>(this);
    }

    public override string ConnectionId
    {
        get => End.ConnectionId;
        set => End.ConnectionId = value;
    }

    public override IFeatureCollection Features { get; }

    public override IDictionary<object, object?> Items
    {
        get => _items ??= new ConnectionItems();
        set => _items = value;
    }

    public override IDuplexPipe Transport { get; set; }

    public override CancellationToken ConnectionClosed { get; set; }

    public override EndPoint? RemoteEndPoint { get; set; }

    public override EndPoint? LocalEndPoint
    {
        get
        {
            if (!_isLocalKnown)
            {
                LocalEndPoint = _listener.LocalAddressOf(_channel.Fd);
            }

            return _local;
        }

        set
        {
            _local = value;
            _isLocalKnown = true;
        }
    }

    public ConnectionEnd End { get; }

    public bool HasUnreadInput => _channel.Reader.HasUnread;

    public int MaxReadBufferSize => _listener.MaxReadBufferSize;

    // The server takes a read that fails for a fault of the app, unless it knows by then that the connection has ended.
    public bool HidesEnd => true;

    public MemoryPool<byte> MemoryPool => _listener.MemoryPool;

    /// <summary>From now on there are events. False: it cannot be served, and is closed.</summary>
    public bool TryOpen() => _channel.TryOpen();

    // The server gives no reason where nothing is amiss: the peer has shut its side, and the server is done.
    public override void Abort(ConnectionAbortedException? abortReason)
    {
        if (abortReason is not null)
        {
            _channel.Reader.Fail(abortReason);
        }

        _channel.Abort(resets: abortReason is not null);
    }

    public override void Abort() => Abort(new ConnectionAbortedException());

    public override async ValueTask DisposeAsync()
    {
        _channel.Reader.Complete();
        _channel.Writer.Complete();
        await _channel.Writer.WhenSentAsync().ConfigureAwait(false);

        // To close while there is something unread would reset the connection, and what was sent last could be lost with it.
        _channel.Reader.StartDiscarding();
        _channel.Close();
    }

    public void PeerGone() => End.Tell(_channel);

    public void Ended() => PeerGone();
}
