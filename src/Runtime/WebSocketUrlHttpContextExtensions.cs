using Microsoft.AspNetCore.Routing;
using WebSockets;
using WebSockets.Hosting;

namespace Microsoft.AspNetCore.Http;

/// <summary>Makes addresses of WebSocket handlers.</summary>
public static class WebSocketUrlHttpContextExtensions
{
    /// <summary>
    /// The address by which the client of this request reaches a handler: <c>ws</c>, or <c>wss</c> where the request came by HTTPS. A method with
    /// <see cref="WebSocketUrlAttribute"/> does the same with typed parameters.
    /// </summary>
    /// <example><c>http.GetWebSocketUrl&lt;Chat&gt;(new() { ["room"] = "lobby" })</c></example>
    /// <typeparam name="THandler">The handler class.</typeparam>
    /// <param name="http">The request, whose scheme, host and path base are used.</param>
    /// <param name="values">The values of the path's variables. Null, as one that is missing, leaves a variable out.</param>
    /// <exception cref="InvalidOperationException">The handler is not mapped, or a variable of its path has no value.</exception>
    /// <exception cref="ArgumentException">The path has no such variable, or a value cannot stand in it: the handler would read another one.</exception>
    public static Uri GetWebSocketUrl<THandler>(this HttpContext http, RouteValueDictionary? values = null)
        where THandler : class => HandlerUrl.Create(http, typeof(THandler), values ?? []);
}
