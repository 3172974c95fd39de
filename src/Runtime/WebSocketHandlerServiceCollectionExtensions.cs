using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using WebSockets.Diagnostics;
using WebSockets.Handshake;
using WebSockets.Hosting;

namespace WebSockets;

/// <summary>Adds what WebSocket handlers need to an app's services.</summary>
public static class WebSocketHandlerServiceCollectionExtensions
{
    /// <summary>Adds WebSocket handlers.</summary>
    /// <param name="services">The app's services.</param>
    /// <param name="configure">Sets options of every handler, after configuration has been read. May be given by several calls.</param>
    /// <returns>What add-ons extend.</returns>
    public static IWebSocketHandlersBuilder AddWebSocketHandlers(this IServiceCollection services, Action<WebSocketHandlerOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddRouting();
        services.AddMetrics();
        services.TryAddSingleton<HandlerRegistry>();
        services.TryAddSingleton<WebSocketTelemetry>();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(typeof(WebSocketConnections<>));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, DrainService>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, ConfigurationCheck>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IStartupFilter, RefusedHandshakes>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IStartupFilter, RefusedConnections>());
        if (configure is not null)
        {
            services.AddSingleton(new CommonOptions(configure));
        }

        return new Builder(services);
    }

    private sealed record Builder(IServiceCollection Services) : IWebSocketHandlersBuilder;
}
