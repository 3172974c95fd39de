using Microsoft.CodeAnalysis;
using WebSockets.Generator.Models;

namespace WebSockets.Generator.Parsing;

/// <summary>Decides how a message's payload is read.</summary>
internal static class PayloadParser
{
    public static PayloadModel Parse(ITypeSymbol type)
    {
        var kind = Kind(type);
        return new(kind, kind == PayloadKind.Json ? Json(type) : null, kind == PayloadKind.Json && type.TakesNull());
    }

    /// <summary>The type as JSON sees it: whether null is allowed is decided where it is read.</summary>
    public static JsonTypeModel Json(ITypeSymbol type) => new(type.ToCode(), type.ToIdentifierPart());

    private static PayloadKind Kind(ITypeSymbol type) => type switch
    {
        { SpecialType: SpecialType.System_String } => PayloadKind.Text,
        _ when IsBytes(type) => PayloadKind.Bytes,
        _ when IsOfBytes(type, KnownNames.ReadOnlyMemory) => PayloadKind.Memory,
        _ when IsOfBytes(type, KnownNames.ReadOnlySequence) => PayloadKind.Sequence,
        _ when type.Is(KnownNames.JsonElement) => PayloadKind.Element,
        _ when type.Is(KnownNames.Stream) => PayloadKind.Stream,
        _ => PayloadKind.Json,
    };

    public static bool IsBytes(ITypeSymbol type) => type is IArrayTypeSymbol { Rank: 1, ElementType.SpecialType: SpecialType.System_Byte };

    public static bool IsOfBytes(ITypeSymbol type, string name) =>
        type is INamedTypeSymbol { TypeArguments: [{ SpecialType: SpecialType.System_Byte }] } && type.Is(name);
}
