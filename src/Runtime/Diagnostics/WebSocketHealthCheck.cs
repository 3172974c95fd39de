using Microsoft.Extensions.Diagnostics.HealthChecks;
using WebSockets.Hosting;

namespace WebSockets.Diagnostics;

/// <summary>Whether the app takes new connections.</summary>
internal sealed class WebSocketHealthCheck(HandlerRegistry handlers) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var mappings = handlers.Mappings;
        var data = new Dictionary<string, object>(StringComparer.Ordinal);
        foreach (var handler in mappings.GroupBy(static mapping => mapping.Name))
        {
            data[$"{handler.Key}.connections"] = handler.Sum(static mapping => mapping.Monitor.Count);
            data[$"{handler.Key}.pendingBytes"] = handler.Sum(static mapping => mapping.Monitor.PendingBytes);
        }

        return Task.FromResult(Result(context, mappings, data));
    }

    private static HealthCheckResult Result(HealthCheckContext context, HandlerMapping[] mappings, Dictionary<string, object> data)
    {
        if (mappings.Any(static mapping => mapping.IsDraining))
        {
            return new(context.Registration.FailureStatus, "The app is stopping: new connections are refused.", data: data);
        }

        var full = mappings.Where(static mapping => mapping.Monitor.Entered >= mapping.Options.MaxConnections).Select(static mapping => mapping.Name).Distinct().ToArray();
        return full.Length > 0
            ? HealthCheckResult.Degraded($"There is no room for more connections: {string.Join(", ", full)}.", data: data)
            : HealthCheckResult.Healthy("New connections are accepted.", data);
    }
}
