using System.ComponentModel;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using WebSockets.Hosting;

namespace WebSockets.CompilerServices;

/// <summary>Makes the address of a handler. Called by the generated <c>GetUrl</c>.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class WebSocketUrl
{
    /// <summary>The address by which the client of this request reaches the handler: <c>ws</c>, or <c>wss</c> where the request came by HTTPS.</summary>
    /// <param name="http">The request, whose scheme, host and path base are used.</param>
    /// <param name="handler">The handler class.</param>
    /// <param name="values">The values of the path's variables.</param>
    /// <exception cref="InvalidOperationException">The handler is not mapped, or a variable of its path has no value.</exception>
    public static Uri Create(HttpContext http, Type handler, RouteValueDictionary values) => HandlerUrl.Create(http, handler, values);
}
