using System.Buffers;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WebSockets.Hosting;
using WebSockets.Transport.Loops;

namespace WebSockets.Transport.Listening;

/// <summary>Makes Kestrel's listeners. Their loops are shared, and run while there is a listener.</summary>
internal sealed class EpollListenerFactory : IConnectionListenerFactory, IConnectionListenerFactorySelector
{
    private const int LargestRead = 1024 * 1024;

    private readonly EpollTransportOptions _options;
    private readonly EpollPlatform _platform;
    private readonly ILogger _logger;
    private readonly IMemoryPoolFactory<byte>? _pools;
    private readonly bool _canDetach;
    private readonly int _maxReadBufferSize;
    private readonly Lock _gate = new();
    private EpollEngine? _engine;
    private MemoryPool<byte>? _pool;
    private int _listeners;
    private bool _hasToldFallback;

    public EpollListenerFactory(IOptions<EpollTransportOptions> options, IOptions<KestrelServerOptions> server, IOptions<SocketTransportOptions> sockets, EpollPlatform platform, ILoggerFactory logs, IMemoryPoolFactory<byte>? pools = null)
    {
        _options = options.Value;
        _platform = platform;
        _logger = new GuardedLogger(logs.CreateLogger("WebSockets.Transport"));
        _pools = pools;

        // The server counts the upgraded connections that it has. Where it is told to count, it keeps what there is to be counted. In its count of
        // all connections those that were upgraded are no more anyway.
        _canDetach = server.Value.Limits.MaxConcurrentUpgradedConnections is null;

        // The same setting for the same thing as on the server's own sockets.
        _maxReadBufferSize = (int)Math.Min(sockets.Value.MaxReadBufferSize ?? LargestRead, LargestRead);
    }

    public bool CanBind(EndPoint endpoint)
    {
        if (endpoint is not (IPEndPoint or UnixDomainSocketEndPoint))
        {
            return false;
        }

        if (!_platform.IsSupported && !_hasToldFallback)
        {
            _hasToldFallback = true;
            Log.NotSupported(_logger, _platform.Runtime);
        }

        return _platform.IsSupported;
    }

    public ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            _engine ??= new EpollEngine(_options, _logger);
            _pool ??= _pools?.Create() ?? MemoryPool<byte>.Shared;
            _listeners++;
        }

        try
        {
            return new(EpollListener.Bind(endpoint, _options, bound => new ListenerParts(_engine, _pool, _logger, _canDetach, _maxReadBufferSize, bound), ReleaseAsync));
        }
        catch
        {
            _ = ReleaseAsync();
            throw;
        }
    }

    private async ValueTask ReleaseAsync()
    {
        EpollEngine? engine;
        MemoryPool<byte>? pool;
        lock (_gate)
        {
            if (--_listeners > 0)
            {
                return;
            }

            (engine, _engine) = (_engine, null);
            (pool, _pool) = (_pool, null);
        }

        await engine!.StopAsync().ConfigureAwait(false);
        pool!.Dispose();
    }
}
