using Microsoft.Extensions.DependencyInjection;

namespace WebSockets.Parity.Tests.Plugin;

internal static class ServiceExtensions
{
    /// <summary>The open connections of a handler.</summary>
    public static WebSocketConnections<THandler> Connections<THandler>(this IServiceProvider services) =>
        services.GetRequiredService<WebSocketConnections<THandler>>();
}
