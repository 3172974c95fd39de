using System.ComponentModel;

namespace WebSockets.CompilerServices;

/// <summary>What one message method is marked with that says who may send to it.</summary>
/// <param name="method">The method, as errors name it.</param>
/// <param name="attributes">Instances of the attributes; null for one that the handler cannot make.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class WebSocketMessageAuthorization(string method, params object?[] attributes)
{
    /// <summary>The method, as errors name it.</summary>
    public string Method { get; } = method;

    /// <summary>Instances of the attributes.</summary>
    public IReadOnlyList<object?> Attributes { get; } = attributes;
}
