using System.Globalization;
using Microsoft.Extensions.Logging;

namespace WebSockets.Transport.Connections;

/// <summary>Tells that a connection has ended, also when the server has let go of it long since: all that stays of the server's connection.</summary>
internal sealed class ConnectionEnd(ILogger logger)
{
    private static long s_lastId = TimeProvider.System.GetUtcNow().Ticks;

    private readonly CancellationTokenSource _closed = new(); // never disposed of: whoever registered is told after the end, and it holds nothing
    private string? _id;

    public string ConnectionId
    {
        get => _id ??= Interlocked.Increment(ref s_lastId).ToString("X", CultureInfo.InvariantCulture);
        set => _id = value;
    }

    public CancellationToken Token => _closed.Token;

    /// <summary>Tells it, on the thread pool. May be called again.</summary>
    public void Tell()
    {
        if (!_closed.IsCancellationRequested)
        {
            ThreadPool.UnsafeQueueUserWorkItem(static end => end.Cancel(), this, preferLocal: false);
        }
    }

    private void Cancel()
    {
        try
        {
            _closed.Cancel();
        }
        catch (AggregateException e)
        {
            Log.CallbackFailed(logger, ConnectionId, e);
        }
    }
}
