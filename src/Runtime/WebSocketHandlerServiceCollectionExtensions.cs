using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using WebSockets.Diagnostics;
using WebSockets.Handshake;
using WebSockets.Hosting;

namespace WebSockets;

/// <summary>Adds what WebSocket handlers need to an app's services.</summary>
public static class WebSocketHandlerServiceCollectionExtensions
{
    /// <summary>Adds WebSocket handlers.</summary>
    /// <remarks>
    /// Where the app has not set <see cref="SocketTransportOptions.MaxReadBufferSize"/> it becomes 64 KiB in place of 1 MiB, for all connections of
    /// the server: what a client sends ahead of a slow method then waits in the system's buffers. What the app sets after this call stays.
    /// </remarks>
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
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IConfigureOptions<SocketTransportOptions>, ReadAheadLimit>());
        if (configure is not null)
        {
            services.AddSingleton(new CommonOptions(configure));
        }

        return new Builder(services);
    }

    private sealed record Builder(IServiceCollection Services) : IWebSocketHandlersBuilder;
}
