using WebSockets.Diagnostics;
using WebSockets.Framing;
using WebSockets.Hosting;

namespace WebSockets.Connections;

/// <summary>What a connection waits for at its end: its handlers, and what the peer still sends (RFC 6455, section 7). Nothing here waits for ever.</summary>
internal sealed class ConnectionEnding(WebSocketConnection connection, ConnectionTransport transport, MessageQueue queue)
{
    private readonly HandlerMapping _mapping = connection.Mapping;

    /// <summary>The handlers may finish what they have begun. Those that would go on for ever are told to end.</summary>
    public async Task FinishHandlersAsync()
    {
        Interlocked.MemoryBarrier();
        if (connection.IsEndedByClose)
        {
            connection.CancelClosed();
        }

        try
        {
            await queue.WhenIdle().WaitAsync(_mapping.Options.CloseTimeout, _mapping.Time).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            connection.CancelClosed();
        }
    }

    /// <summary>A method that does not heed its token must not keep the connection for ever: it is left to itself.</summary>
    public async Task LeaveHandlersAsync()
    {
        try
        {
            await queue.WhenIdle().WaitAsync(_mapping.Options.CloseTimeout, _mapping.Time).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            Log.MethodLeft(_mapping.Logger, _mapping.Name, connection.Id);
            connection.Failed(ErrorKind.MethodLeft);
        }
    }

    /// <summary>
    /// Reads until the peer has answered our close frame. To end TCP while bytes are still coming in would reset it, and our close frame would be lost with it. The
    /// peer's answer is the last of them; where it cannot be made out the monitor ends the wait.
    /// </summary>
    public async Task DiscardAsync()
    {
        try
        {
            // What is read before that could not be given back, so nothing is.
            await queue.WhenMemoryIsFree().WaitAsync(transport.Lost).ConfigureAwait(false);
            while (true)
            {
                var result = await transport.Input.ReadAsync().ConfigureAwait(false);
                var isAnswered = ClosingAnswer.Ends(result.Buffer);
                var known = isAnswered ? result.Buffer.Length : Math.Max(0, result.Buffer.Length - ClosingAnswer.MaxSize + 1);
                transport.Input.AdvanceTo(result.Buffer.GetPosition(known), result.Buffer.End);
                if (isAnswered || result.IsCompleted)
                {
                    return;
                }
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or InvalidOperationException)
        {
            // The peer is gone.
        }
    }
}
