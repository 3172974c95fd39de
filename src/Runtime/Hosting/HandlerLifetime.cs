namespace WebSockets.Hosting;

/// <summary>What a handshake takes and a connection keeps: a place among the handler's connections, the handler's instance, and its services.</summary>
internal sealed class HandlerLifetime(HandlerMapping mapping, ConnectionServices services)
{
    private object? _handler;
    private bool _isCounted;

    public IServiceProvider Services => services;

    /// <summary>Takes a place. False: there is none left.</summary>
    public bool TryEnter() => _isCounted = mapping.Monitor.TryEnter();

    /// <summary>The instance is disposed at the end.</summary>
    public void Own(object handler) => _handler = handler;

    /// <param name="id">Names the connection, or the request that became none, in the log.</param>
    public async ValueTask EndAsync(string id)
    {
        if (_isCounted)
        {
            mapping.Monitor.Leave();
        }

        try
        {
            if (_handler is IAsyncDisposable asyncDisposable)
            {
                await asyncDisposable.DisposeAsync().ConfigureAwait(false);
            }
            else
            {
                (_handler as IDisposable)?.Dispose();
            }

            await services.DisposeAsync().ConfigureAwait(false);
        }
        catch (Exception e)
        {
            Log.DisposeFailed(mapping.Logger, mapping.Name, id, e);
        }
    }
}
