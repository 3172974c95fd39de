using System.IO.Pipelines;

namespace WebSockets.Connections;

/// <summary>Where a connection's bytes come from and go to, once the handshake is done. Nothing here depends on the request.</summary>
/// <param name="Input">What the peer sends.</param>
/// <param name="Output">What the peer gets.</param>
/// <param name="Abort">Drops the connection without another byte.</param>
/// <param name="Lost">Is cancelled when the connection is gone, also while nobody reads.</param>
/// <param name="IsOwned">The pipes are ours to complete, not the server's.</param>
internal sealed record ConnectionTransport(PipeReader Input, PipeWriter Output, Action Abort, CancellationToken Lost, bool IsOwned)
{
    /// <summary>Gives back the memory of pipes that are ours.</summary>
    public async ValueTask CompleteAsync()
    {
        if (!IsOwned)
        {
            return;
        }

        await Input.CompleteAsync().ConfigureAwait(false);
        try
        {
            await Output.CompleteAsync().ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or InvalidOperationException)
        {
            // What was left could not be written any more: the peer is gone.
        }
    }
}
