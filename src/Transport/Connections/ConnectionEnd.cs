using System.Globalization;
using Microsoft.Extensions.Logging;

namespace WebSockets.Transport.Connections;

/// <summary>Tells that a connection has ended, also when the server has let go of it long since: all that stays of the server's connection.</summary>
internal sealed class ConnectionEnd(ILogger logger)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
    private static long s_lastId = TimeProvider.System.GetUtcNow().Ticks;

    private readonly CancellationTokenSource _closed = new(); // never disposed of: whoever registered is told after the end, and it holds nothing
    private string? _id;
    private bool _isTold;

    public string ConnectionId
    {
        get => _id ??= Interlocked.Increment(ref s_lastId).ToString("X", CultureInfo.InvariantCulture);
        set => _id = value;
    }

    public CancellationToken Token => _closed.Token;

    /// <summary>Cancels the token, on the thread pool, and then lets the channel's reads fail. May be called again.</summary>
    public void Tell(SocketChannel? channel = null)
    {
        if (Interlocked.Exchange(ref _isTold, true))
        {
            return;
        }

        ThreadPool.UnsafeQueueUserWorkItem(static told => told.End.Cancel(told.Channel), (End: this, Channel: channel), preferLocal: false);
    }

    private void Cancel(SocketChannel? channel)
    {
        // What was registered may block, and wait for just the read that waits for it.
        using var late = channel is null ? null : TimeProvider.System.CreateTimer(static channel => ((SocketChannel)channel!).ShowEnd(), channel, Patience, Timeout.InfiniteTimeSpan);
        try
        {
            _closed.Cancel();
        }
        catch (AggregateException e)
        {
            Log.CallbackFailed(logger, ConnectionId, e);
        }

        channel?.ShowEnd();
    }
}
