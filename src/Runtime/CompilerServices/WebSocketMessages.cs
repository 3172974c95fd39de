using System.Collections.Concurrent;
using System.ComponentModel;

namespace WebSockets.CompilerServices;

/// <summary>
/// The names of the types marked with <see cref="MessageAttribute"/>. Each assembly's generated module initializer adds its own.
/// </summary>
/// <remarks>
/// Static because a type's name is a property of the type, like the attribute that it stands for: written once, before the type's first use,
/// and read in place of the attribute, which would take reflection.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class WebSocketMessages
{
    private static readonly ConcurrentDictionary<Type, string> Names = new();

    /// <summary>Adds a type.</summary>
    public static void Register(Type type, string name) => Names[type] = name;

    internal static string? NameOf(Type type) => Names.GetValueOrDefault(type);
}
