using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using WebSockets.Hosting;

namespace WebSockets;

/// <summary>Maps WebSocket handlers to the paths of an app.</summary>
public static class WebSocketHandlerEndpointRouteBuilderExtensions
{
    private static readonly string[] Methods = ["GET", "CONNECT"];

    /// <summary>Maps one handler, at the path of its attribute or of its options. <c>app.UseWebSockets()</c> is not needed.</summary>
    /// <typeparam name="THandler">A partial class with <see cref="WebSocketHandlerAttribute"/>.</typeparam>
    /// <param name="endpoints">The app, or a group of its routes.</param>
    /// <param name="configure">Sets options of this handler, after configuration and the options of all handlers.</param>
    /// <returns>Adds metadata to the endpoint, as authorization does.</returns>
    /// <exception cref="InvalidOperationException">
    /// <c>AddWebSocketHandlers</c> was not called, or message types are missing from the JSON options: the message names each, and the mend.
    /// </exception>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">An option is not valid, or an [Authorize] of a message method names what the app lacks: the message names it.</exception>
    public static IEndpointConventionBuilder MapWebSocketHandler<THandler>(this IEndpointRouteBuilder endpoints, Action<WebSocketHandlerOptions>? configure = null)
        where THandler : class, IWebSocketHandler<THandler>
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        var mapping = HandlerMapper.Map<THandler>(endpoints.ServiceProvider, configure);
        var endpoint = new ConnectionEndpoint(mapping, HandlerMapper.Scopes(endpoints.ServiceProvider));
        return endpoints
            .MapMethods(mapping.Options.Path ?? mapping.Definition.Path, Methods, endpoint.HandleAsync)
            .WithMetadata([mapping.Definition, mapping, .. HandlerAttributes.Of(typeof(THandler))])
            .WithDisplayName($"WebSocket {mapping.Name}");
    }
}
