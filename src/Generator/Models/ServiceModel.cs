namespace WebSockets.Generator.Models;

/// <summary>A service, as it is asked for.</summary>
/// <param name="Type">The type that it is registered under; without <see cref="Nullable{T}"/>, which is no service.</param>
/// <param name="Key">The key, as an expression; null: it has none.</param>
/// <param name="Fallback">What stands for a missing service, as an expression; null: it must be there.</param>
internal sealed record ServiceModel(TypeRef Type, string? Key, string? Fallback)
{
    /// <summary>The provider itself is no service of its own: it is at hand.</summary>
    public bool IsProvider { get; init; }
}
