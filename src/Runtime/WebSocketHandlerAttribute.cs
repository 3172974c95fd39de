namespace WebSockets;

/// <summary>
/// Makes a partial class a WebSocket endpoint. The generator emits its registration, binding and dispatch;
/// <c>app.MapWebSocketHandlers()</c> maps every handler of the assembly.
/// </summary>
/// <param name="path">
/// The route template, in the syntax of ASP.NET Core routing, with a leading slash. Default: <c>/ws</c>.
/// </param>
/// <remarks>
/// One instance of the class serves one connection. Other attributes of the class (<c>[Authorize]</c>,
/// <c>[EnableRateLimiting]</c>, <c>[Tags]</c>, …) become metadata of the endpoint.
/// </remarks>
// A struct or an interface is no handler. That it may be marked lets the one error be the one that says what to do (WSG0002).
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Interface, Inherited = false)]
public sealed class WebSocketHandlerAttribute(string path = "/ws") : Attribute
{
    /// <summary>The route template at which the handler is mapped, unless the option <c>Path</c> replaces it.</summary>
    public string Path { get; } = path;

    /// <summary>
    /// Names the handler in configuration (<c>WebSockets:{Name}</c>), logs and metrics. Default: the name of the class.
    /// </summary>
    public string? Name { get; set; }

    /// <summary>The subprotocols that the handler speaks, most preferred first (RFC 6455, section 1.9). Default: none.</summary>
    public string[] Protocols { get; set; } = [];

    /// <summary>The JSON property that names a message. Default: <c>type</c>.</summary>
    public string Discriminator { get; set; } = "type";

    /// <summary>
    /// The JSON property that holds a message's content; null when its members stand beside the discriminator. Default: null.
    /// </summary>
    public string? Payload { get; set; }

    /// <summary>The JSON property by which a reply is matched to its request. Default: <c>id</c>.</summary>
    public string Correlation { get; set; } = "id";

    /// <summary>
    /// The <see cref="System.Text.Json.Serialization.JsonSerializerContext"/> that reads and writes this handler's messages.
    /// Default: the app's JSON options (<c>ConfigureHttpJsonOptions</c>).
    /// </summary>
    public Type? JsonContext { get; set; }
}
