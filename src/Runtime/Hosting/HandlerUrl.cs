using Microsoft.AspNetCore.Http;
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
        foreach (var variable in endpoint.RoutePattern.Parameters)
        {
            // A variable of the group that the handler is mapped in has the value that it has in this request.
            if (!values.ContainsKey(variable.Name) && http.GetRouteValue(variable.Name) is { } ambient)
            {
                values[variable.Name] = ambient;
            }

            if (values.GetValueOrDefault(variable.Name) is null or "" && !variable.IsOptional && variable.Default is null && !variable.IsCatchAll)
            {
                throw new InvalidOperationException($"The path '{endpoint.RoutePattern.RawText}' of {handler.Name} needs a value for {{{variable.Name}}}.");
            }
        }

        var binder = http.RequestServices.GetRequiredService<TemplateBinderFactory>().Create(endpoint.RoutePattern);
        var path = binder.BindValues(values) ?? throw new InvalidOperationException(
            $"The path '{endpoint.RoutePattern.RawText}' of {handler.Name} needs a value for each of its variables.");
        var scheme = http.Request.IsHttps ? "wss" : "ws";

        // What the binder gives is encoded already. Read as a path and encoded anew, %2541 would become %41, which is another value.
        return new Uri($"{scheme}://{http.Request.Host.ToUriComponent()}{http.Request.PathBase.ToUriComponent()}{path}");
    }

    private static RouteEndpoint? Find(HttpContext http, Type handler) =>
        http.RequestServices.GetRequiredService<EndpointDataSource>().Endpoints
            .OfType<RouteEndpoint>()
            .FirstOrDefault(endpoint => endpoint.Metadata.GetMetadata<WebSocketHandlerDefinition>()?.Handler == handler);
}
