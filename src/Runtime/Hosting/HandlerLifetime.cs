using System.Net;
using WebSockets.Connections;

namespace WebSockets.Hosting;

/// <summary>What a handshake takes and a connection keeps: a place among the handler's connections, the handler's instance, and its services. None of it ends while a method still runs.</summary>
internal sealed class HandlerLifetime(HandlerMapping mapping, ConnectionServices services)
{
    private object? _handler;
    private RemoteAddress? _address;
    private bool _isCounted;

    public IServiceProvider Services => services;

    /// <summary>Takes a place, if there is one.</summary>
    /// <param name="address">Where the request comes from, as the app sees it.</param>
    public Entry TryEnter(IPAddress? address)
    {
        _address = mapping.Options.MaxConnectionsPerAddress is null ? null : RemoteAddress.Of(address, mapping.Options.IPv6PrefixLength);
        var entry = mapping.Monitor.TryEnter(_address);
        _isCounted = entry == Entry.Entered;
        return entry;
    }

    /// <summary>The instance is disposed at the end.</summary>
    public void Own(object handler) => _handler = handler;

    /// <summary>Returns all of it when the methods have returned.</summary>
    /// <param name="id">Names the connection, or the request that became none, in the log.</param>
    /// <param name="methods">The methods that may still run, with or without success.</param>
    public async Task EndAsync(string id, Task methods)
    {
        await methods.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (_isCounted)
        {
            _isCounted = false;
            mapping.Monitor.Leave(_address);
        }

        await TryDisposeAsync(_handler, id).ConfigureAwait(false);
        await TryDisposeAsync(services, id).ConfigureAwait(false);
    }

    private async ValueTask TryDisposeAsync(object? used, string id)
    {
        try
        {
            if (used is IAsyncDisposable asyncDisposable)
            {
                await asyncDisposable.DisposeAsync().ConfigureAwait(false);
            }
            else
            {
                (used as IDisposable)?.Dispose();
            }
        }
        catch (Exception e)
        {
            Log.DisposeFailed(mapping.Logger, mapping.Name, id, e);
        }
    }
}
