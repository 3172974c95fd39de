using System.Net.WebSockets;
using Microsoft.Extensions.Hosting;

namespace WebSockets.Hosting;

/// <summary>
/// Ends every connection when the app stops: 1001 to each, time for its [OnClose], and then the rest is dropped. It runs before the server
/// stops, which would wait for connections that nobody ends.
/// </summary>
internal sealed class DrainService(HandlerRegistry registry) : IHostedLifecycleService
{
    /// <summary>The reason in the close frame.</summary>
    public const string Reason = "The server is shutting down.";

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.WhenAll(registry.Mappings.Select(mapping => DrainAsync(mapping, cancellationToken)));

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static async Task DrainAsync(HandlerMapping mapping, CancellationToken cancellationToken)
    {
        mapping.IsDraining = true;
        var connections = mapping.Monitor.Snapshot();
        if (connections.Length > 0)
        {
            Log.Draining(mapping.Logger, mapping.Name, connections.Length);
        }

        foreach (var connection in connections)
        {
            connection.Life.Close(WebSocketCloseStatus.EndpointUnavailable, Reason);
        }

        try
        {
            await mapping.Monitor.WhenEmpty().WaitAsync(mapping.Options.DrainTimeout, mapping.Time, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is TimeoutException or OperationCanceledException)
        {
            var left = mapping.Monitor.Snapshot();
            Log.DrainTimedOut(mapping.Logger, mapping.Name, left.Length);
            foreach (var connection in left)
            {
                connection.CancelClosed();
                connection.Abort();
            }
        }
    }
}
