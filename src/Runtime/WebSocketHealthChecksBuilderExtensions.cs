using Microsoft.Extensions.Diagnostics.HealthChecks;
using WebSockets;
using WebSockets.Diagnostics;
using WebSockets.Hosting;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds what tells of WebSocket handlers to an app's health checks.</summary>
public static class WebSocketHealthChecksBuilderExtensions
{
    /// <summary>
    /// Adds a check of whether the app's WebSocket handlers take new connections. While the app stops it fails, so that a load balancer sends
    /// nobody any more; where a handler has as many connections as <see cref="WebSocketHandlerOptions.MaxConnections"/> it is
    /// <see cref="HealthStatus.Degraded"/>. Its data has <c>{Name}.connections</c> and <c>{Name}.pendingBytes</c> of each handler.
    /// </summary>
    /// <param name="builder">The app's health checks.</param>
    /// <param name="name">The check's name. Default: <c>websockets</c>.</param>
    /// <param name="failureStatus">What is reported while the app stops. Default: null, <see cref="HealthStatus.Unhealthy"/>.</param>
    /// <param name="tags">Tags to filter checks by. Default: null, none.</param>
    /// <returns>The builder.</returns>
    public static IHealthChecksBuilder AddWebSockets(
        this IHealthChecksBuilder builder, string name = "websockets", HealthStatus? failureStatus = null, IEnumerable<string>? tags = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.Add(new HealthCheckRegistration(name, Create, failureStatus, tags));
    }

    private static WebSocketHealthCheck Create(IServiceProvider services) => new(
        services.GetService<HandlerRegistry>() ?? throw new InvalidOperationException("WebSocket handlers need services: call builder.Services.AddWebSocketHandlers() before builder.Build()."));
}
