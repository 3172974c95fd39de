using System.ComponentModel;

namespace WebSockets.CompilerServices;

/// <summary>Names the generated method that maps the handlers of a library, for the analyzers of the apps that use it.</summary>
/// <param name="method">The name of the method, an extension of <see cref="Microsoft.AspNetCore.Routing.IEndpointRouteBuilder"/>.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
[AttributeUsage(AttributeTargets.Assembly)]
public sealed class WebSocketHandlerLibraryAttribute(string method) : Attribute
{
    /// <summary>The name of the method.</summary>
    public string Method { get; } = method;
}
