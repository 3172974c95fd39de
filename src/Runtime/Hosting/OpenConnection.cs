using System.Diagnostics;
using WebSockets.Connections;
using WebSockets.Diagnostics;
using WebSockets.Dispatch;

namespace WebSockets.Hosting;

/// <summary>A connection from its acceptance to its end: runs it, and then gives back all that it had.</summary>
/// <remarks>
/// It runs with nothing of its request, not even the request's <see cref="ExecutionContext"/>: where the transport was detached from the server,
/// the request is over while the connection goes on.
/// </remarks>
internal sealed class OpenConnection : IThreadPoolWorkItem
{
    private readonly HandlerMapping _mapping;
    private readonly ConnectionTransport _transport;
    private readonly WebSocketConnection _connection;
    private readonly HandlerInvoker _handler;
    private readonly HandlerLifetime _lifetime;
    private readonly TaskCompletionSource? _ended;
    private ValueTask _opening;
    private bool _isReturned;

    public OpenConnection(HandlerMapping mapping, ConnectionTransport transport, WebSocketConnection connection, HandlerInvoker handler, HandlerLifetime lifetime)
    {
        _mapping = mapping;
        _transport = transport;
        _connection = connection;
        _handler = handler;
        _lifetime = lifetime;
        _ended = transport.IsDetached ? null : new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    /// <summary>Starts it.</summary>
    /// <param name="opening">What [OnOpen] has begun. The first message waits for it.</param>
    /// <returns>Completes when the request is not needed any more.</returns>
    public Task Start(ValueTask opening)
    {
        var opened = opening.IsCompletedSuccessfully ? Task.CompletedTask : opening.AsTask();
        _opening = new ValueTask(opened);
        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: true);
        return _ended?.Task ?? opened;
    }

    public void Execute() => _ = RunAsync();

    private async Task RunAsync()
    {
        if (_connection.Span is not null)
        {
            Activity.Current = _connection.Span;
        }

        var loop = new ConnectionLoop(_connection, _transport, _handler);
        try
        {
            var opening = _opening;
            _opening = default;
            await loop.RunAsync(opening).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            Log.ConnectionFailed(_mapping.Logger, _mapping.Name, _connection.Id, e);
            _connection.Failed(ErrorKind.Internal);
            _connection.Abort();
        }

        loop.Dispose();
        await EndAsync(loop.WhenMemoryIsFree()).ConfigureAwait(false);
        _ended?.TrySetResult();
    }

    private async Task EndAsync(Task memoryIsFree)
    {
        _mapping.Hub.Remove(_connection);
        await _handler.CloseAsync(_connection.Life.Status, _connection.Life.Reason).ConfigureAwait(false);
        Log.Closed(_mapping.Logger, _mapping.Name, _connection.Id, (int?)_connection.Life.Status);
        _mapping.Metrics.Closed(_connection.Life.Status, _connection.Life.Initiator);
        ConnectionSpan.End(_connection);
        if (memoryIsFree.IsCompleted)
        {
            await ReturnTransportAsync().ConfigureAwait(false);
        }

        _mapping.Expirations?.Remove(_connection);
        await _lifetime.EndAsync(_connection.Id).ConfigureAwait(false);
        _mapping.Monitor.Remove(_connection);
        if (!_isReturned)
        {
            await DropAsync(memoryIsFree).ConfigureAwait(false);
            await ReturnTransportAsync().ConfigureAwait(false);
        }
    }

    // A method was left that still reads the transport's memory. The connection has ended without it; the peer need not wait for it either.
    private async Task DropAsync(Task memoryIsFree)
    {
        try
        {
            await memoryIsFree.WaitAsync(_mapping.Options.CloseTimeout, _mapping.Time).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            _connection.Abort();
            await memoryIsFree.ConfigureAwait(false);
        }
    }

    private async ValueTask ReturnTransportAsync()
    {
        _isReturned = true;
        if (!_transport.OutlivesCompletion)
        {
            await _connection.FinishSendingAsync().ConfigureAwait(false); // a pipe of ours must not be completed while it is flushed
        }

        _connection.Release();
        try
        {
            await _transport.CompleteAsync().ConfigureAwait(false);
        }
        catch (Exception e)
        {
            Log.ConnectionFailed(_mapping.Logger, _mapping.Name, _connection.Id, e); // its place is free all the same
        }

        _mapping.Monitor.Watch(_transport);
    }
}
