using System.ComponentModel;
using System.Reflection;

namespace WebSockets.CompilerServices;

/// <summary>A message method with attributes that may say who may send to it. They are read when the handler is mapped.</summary>
/// <param name="method">The method, as errors name it.</param>
/// <param name="declarations">The method, and before it those that it overrides; null for one that is not found, with which the app does not start.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class WebSocketMessageAuthorization(string method, params MethodInfo?[] declarations)
{
    /// <summary>How a declaration is looked up in its class.</summary>
    public const BindingFlags Declared = BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    /// <summary>The method, as errors name it.</summary>
    public string Method { get; } = method;

    /// <summary>The method, and before it those that it overrides.</summary>
    public IReadOnlyList<MethodInfo?> Declarations { get; } = declarations;
}
