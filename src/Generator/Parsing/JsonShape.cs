using Microsoft.CodeAnalysis;

namespace WebSockets.Generator.Parsing;

/// <summary>What System.Text.Json writes a type as.</summary>
internal static class JsonShape
{
    private static readonly string[] s_values =
    [
        "System.Guid", "System.DateTimeOffset", "System.TimeSpan", "System.DateOnly", "System.TimeOnly", "System.Uri", "System.Version",
        "System.Half", "System.Int128", "System.UInt128", "System.Text.Json.Nodes.JsonArray", "System.Text.Json.Nodes.JsonValue",
    ];

    /// <summary>Whether it may be a JSON object, rather than an array or a single value.</summary>
    public static bool IsObject(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol or { TypeKind: TypeKind.Enum } => false,
        { SpecialType: SpecialType.System_Object } => true,
        { SpecialType: not SpecialType.None } => false,
        _ when s_values.Any(type.Is) => false,
        _ => !type.Implements(KnownNames.Enumerable) || type.DerivesFrom(KnownNames.JsonNode) || type.Implements(KnownNames.Dictionary) || type.Implements(KnownNames.ReadOnlyDictionary),
    };
}
