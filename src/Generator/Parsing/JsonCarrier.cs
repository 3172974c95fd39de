using Microsoft.CodeAnalysis;

namespace WebSockets.Generator.Parsing;

/// <summary>Asks whether JSON can carry a type (WSG0302). What an app's own converters do cannot be seen, but for those that the type names.</summary>
internal static class JsonCarrier
{
    /// <summary>The type that cannot be carried, which may be an element of the one asked for, what it is, and what to do; null: nothing stands against it.</summary>
    public static (ITypeSymbol Type, string What, string Remedy)? Fault(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol array => Fault(array.ElementType),
        INamedTypeSymbol named when !HasConverter(named) => Fault(named),
        _ => null,
    };

    private static (ITypeSymbol Type, string What, string Remedy)? Fault(INamedTypeSymbol type)
    {
        if (type.TypeKind == TypeKind.Delegate)
        {
            return (type, "a delegate", "Send what it would return");
        }

        // Collections are known by their interfaces; what matters is what they hold.
        if (type.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T || type.Implements(KnownNames.Enumerable))
        {
            return type.TypeArguments.Select(Fault).FirstOrDefault(static fault => fault is not null);
        }

        return type.IsAbstract && type.FindAttribute(KnownNames.JsonDerivedType) is null && !type.DerivesFrom(KnownNames.JsonNode)
            ? (type, type.TypeKind == TypeKind.Interface ? "an interface" : "abstract", "Name the types that stand for it with [JsonDerivedType], or give it a [JsonConverter]")
            : null;
    }

    private static bool HasConverter(INamedTypeSymbol type) =>
        type.GetAttributes().Any(static attribute => attribute.AttributeClass?.DerivesFrom(KnownNames.JsonConverter) == true);
}
