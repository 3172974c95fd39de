using Microsoft.Extensions.Hosting;

namespace WebSockets.Hosting;

/// <summary>
/// Ends every connection when the app stops: a close frame to each, all at once or one after the other, time for its [OnClose], and then the rest is dropped. It runs before the server
/// stops, which would wait for connections that nobody ends.
/// </summary>
internal sealed class DrainService(HandlerRegistry registry) : IHostedLifecycleService
{
    /// <summary>The reason in the close frame.</summary>
    public const string Reason = "The server is shutting down.";

    // A client more or less at once does not matter.
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(20);

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

        var began = mapping.Now;
        try
        {
            await CloseAsync(mapping, connections, cancellationToken).ConfigureAwait(false);
            var left = mapping.Options.DrainTimeout - mapping.Time.GetElapsedTime(began);
            await mapping.Monitor.WhenEmpty().WaitAsync(left > TimeSpan.Zero ? left : TimeSpan.Zero, mapping.Time, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is TimeoutException or OperationCanceledException)
        {
            var left = mapping.Monitor.Snapshot();
            Log.DrainTimedOut(mapping.Logger, mapping.Name, left.Length);
            foreach (var connection in left)
            {
                connection.CancelClosedElsewhere(drops: true);
            }

            await EndedAsync(mapping, cancellationToken).ConfigureAwait(false);
        }
    }

    // A method that goes on is waited for twice at most, where nothing was read for it and then where it is left.
    private static TimeSpan LastTime(HandlerMapping mapping) => 2 * mapping.Options.CloseTimeout + mapping.Timing.Step;

    // Their [OnClose] runs now, unless a method goes on although its token is cancelled.
    private static async Task EndedAsync(HandlerMapping mapping, CancellationToken cancellationToken)
    {
        try
        {
            await mapping.Monitor.WhenEmpty().WaitAsync(LastTime(mapping), mapping.Time, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The host has no more time.
        }
        catch (TimeoutException)
        {
            Log.DrainIncomplete(mapping.Logger, mapping.Name, mapping.Monitor.Count);
        }
    }

    // Those that are due by now, a step at a time, the last when the whole time is over.
    private static async Task CloseAsync(HandlerMapping mapping, WebSocketConnection[] connections, CancellationToken cancellationToken)
    {
        var spread = mapping.Options.DrainSpread;
        var began = mapping.Now;
        for (var closed = 0; closed < connections.Length;)
        {
            var passed = spread == TimeSpan.Zero ? 1 : Math.Min(1, mapping.Time.GetElapsedTime(began) / spread);
            for (var due = (int)Math.Ceiling(passed * connections.Length); closed < due; closed++)
            {
                connections[closed].Life.Close(mapping.Options.DrainStatus, Reason);
            }

            if (closed < connections.Length)
            {
                await Task.Delay(Step, mapping.Time, cancellationToken).ConfigureAwait(false);
            }
        }
    }
}
