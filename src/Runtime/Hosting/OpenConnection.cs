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

    public OpenConnection(
        HandlerMapping mapping, ConnectionTransport transport, WebSocketConnection connection, HandlerInvoker handler, HandlerLifetime lifetime, ValueTask opening)
    {
        _mapping = mapping;
        _transport = transport;
        _connection = connection;
        _handler = handler;
        _lifetime = lifetime;
        Opening = opening.IsCompletedSuccessfully ? Task.CompletedTask : opening.AsTask();
        _ended = transport.IsDetached ? null : new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    /// <summary>It goes on without its request.</summary>
    public bool IsDetached => _ended is null;

    /// <summary>Completes when [OnOpen] has returned, which was given the request. The first message waits for it. Never fails.</summary>
    public Task Opening { get; }

    /// <summary>Completes when the connection itself does not need the request any more.</summary>
    public Task Ended => _ended?.Task ?? Task.CompletedTask;

    public void Start() => ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: true);

    public void Execute() => _ = RunAsync();

    private async Task RunAsync()
    {
        if (_connection.Span is not null)
        {
            Activity.Current = _connection.Span;
        }

        ConnectionLoop? loop = null;
        try
        {
            loop = new ConnectionLoop(_connection, _transport, _handler);
            await loop.RunAsync(new ValueTask(Opening)).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            Log.ConnectionFailed(_mapping.Logger, _mapping.Name, _connection.Id, e);
            _connection.Failed(ErrorKind.Internal);
            _connection.Abort();
        }

        loop?.Dispose();
        await EndAsync(loop?.WhenMemoryIsFree() ?? Task.CompletedTask, loop?.WhenIdle() ?? Opening).ConfigureAwait(false);
        _ended?.TrySetResult();
    }

    private async Task EndAsync(Task memoryIsFree, Task methods)
    {
        _connection.Life.End();
        _mapping.Hub.Remove(_connection);
        var closing = _handler.CloseAsync(_connection.Life.Status, _connection.Life.Reason).AsTask();
        var returning = ReturnTransportAsync(closing, memoryIsFree);
        await closing.ConfigureAwait(false);
        Log.Closed(_mapping.Logger, _mapping.Name, _connection.Id, (int?)_connection.Life.Status);
        _mapping.Metrics.Closed(_connection.Life.Status, _connection.Life.Initiator);
        ConnectionSpan.End(_connection);
        _mapping.Expirations?.Remove(_connection);
        if (memoryIsFree.IsCompleted)
        {
            await returning.ConfigureAwait(false);
        }

        var ending = _lifetime.EndAsync(_connection.Id, methods);
        if (methods.IsCompleted)
        {
            await ending.ConfigureAwait(false);
        }

        _mapping.Monitor.Remove(_connection); // the app's end does not wait for a method that was left
        await returning.ConfigureAwait(false);
    }

    // The peer has CloseTimeout to wait for an [OnClose], and for a method that was left and still reads the transport's memory. Then it is let go.
    private async Task ReturnTransportAsync(Task closing, Task memoryIsFree)
    {
        var isLate = false;
        try
        {
            await Task.WhenAll(closing, memoryIsFree).WaitAsync(_mapping.Options.CloseTimeout, _mapping.Time).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            isLate = true;
            if (!memoryIsFree.IsCompleted)
            {
                _connection.Abort();
            }
        }

        if (!_transport.OutlivesCompletion)
        {
            await _connection.FinishSendingAsync().ConfigureAwait(false); // a pipe of ours must not be completed while it is flushed
        }

        await memoryIsFree.ConfigureAwait(false);
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
        if (isLate)
        {
            _ended?.TrySetResult();
        }
    }
}
