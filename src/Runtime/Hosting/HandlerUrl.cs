using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using WebSockets.CompilerServices;

namespace WebSockets.Hosting;

/// <summary>Finds where a handler is mapped, groups and configured paths included, and makes its address.</summary>
internal static class HandlerUrl
{
    public static Uri Create(HttpContext http, Type handler, RouteValueDictionary values)
    {
        ArgumentNullException.ThrowIfNull(http);
        Exception? first = null;
        foreach (var endpoint in Find(http, handler))
        {
            var (address, error) = new HandlerPath(http, endpoint).Create(values);
            if (address is not null)
            {
                return address;
            }

            first ??= error;
        }

        throw first ?? new InvalidOperationException(
            $"{handler.Name} is not mapped. Call the generated method that maps the handlers of its assembly, as app.MapWebSocketHandlers() does, or app.MapWebSocketHandler<{handler.Name}>().");
    }

    // Of several places that of this request, else the one that was mapped first.
    private static IEnumerable<RouteEndpoint> Find(HttpContext http, Type handler)
    {
        var current = http.GetEndpoint();
        return http.RequestServices.GetRequiredService<EndpointDataSource>().Endpoints
            .OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.Metadata.GetMetadata<WebSocketHandlerDefinition>()?.Handler == handler)
            .OrderBy(endpoint => endpoint == current ? 0 : 1);
    }
}
