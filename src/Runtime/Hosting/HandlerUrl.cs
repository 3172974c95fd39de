using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Template;
using Microsoft.Extensions.DependencyInjection;
using WebSockets.CompilerServices;

namespace WebSockets.Hosting;

/// <summary>Finds where a handler is mapped, groups and configured paths included, and makes its address.</summary>
internal static class HandlerUrl
{
    public static Uri Create(HttpContext http, Type handler, RouteValueDictionary values)
    {
        var endpoint = Find(http, handler) ?? throw new InvalidOperationException(
            $"{handler.Name} is not mapped. Call app.MapWebSocketHandlers() or app.MapWebSocketHandler<{handler.Name}>().");
        var binder = http.RequestServices.GetRequiredService<TemplateBinderFactory>().Create(endpoint.RoutePattern);
        var path = binder.BindValues(values) ?? throw new InvalidOperationException(
            $"The path '{endpoint.RoutePattern.RawText}' of {handler.Name} needs a value for each of its variables.");
        var scheme = http.Request.IsHttps ? "wss" : "ws";
        return new Uri(UriHelper.BuildAbsolute(scheme, http.Request.Host, http.Request.PathBase, Path(path), Query(path)));
    }

    private static RouteEndpoint? Find(HttpContext http, Type handler) =>
        http.RequestServices.GetRequiredService<EndpointDataSource>().Endpoints
            .OfType<RouteEndpoint>()
            .FirstOrDefault(endpoint => endpoint.Metadata.GetMetadata<WebSocketHandlerDefinition>()?.Handler == handler);

    private static PathString Path(string bound) => PathString.FromUriComponent(bound.Split('?')[0]);

    private static QueryString Query(string bound) => bound.IndexOf('?') is var at and >= 0 ? new QueryString(bound[at..]) : QueryString.Empty;
}
