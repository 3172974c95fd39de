using Microsoft.CodeAnalysis;

namespace WebSockets.Generator.Parsing;

/// <summary>Asks whether JSON can carry a type (WSG0302), as System.Text.Json reads and writes it.</summary>
/// <remarks>
/// An interface or an abstract class is written with the members that it declares, so it can be sent, unless it declares none: then nothing of
/// the value would arrive. To be read it needs types that stand for it. A type that some converter may be for is passed over.
/// </remarks>
internal sealed class JsonCarrier(JsonTypes types, ITypeSymbol? context, bool isReceived)
{
    private const string Stands = "Name the types that stand for it with [JsonDerivedType(typeof(…), \"…\")], or give it a [JsonConverter]";

    /// <summary>The type that cannot be carried, which may be an element of the one asked for, what it is, and what to do; null: nothing stands against it.</summary>
    public (ITypeSymbol Type, string What, string Remedy)? Fault(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol array => Fault(array.ElementType),
        INamedTypeSymbol named => Fault(named),
        _ => null,
    };

    private (ITypeSymbol Type, string What, string Remedy)? Fault(INamedTypeSymbol type)
    {
        // Collections are known by their interfaces; what matters is what they hold.
        if (type.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T || type.Implements(KnownNames.Enumerable) || type.Is(KnownNames.AsyncEnumerable))
        {
            return type.TypeArguments.Select(Fault).FirstOrDefault(static fault => fault is not null);
        }

        if (type.TypeKind != TypeKind.Delegate && (!type.IsAbstract || type.DerivesFrom(KnownNames.JsonNode)))
        {
            return null;
        }

        return types.MayBeConverted(type, context) ? null
            : type.TypeKind == TypeKind.Delegate ? (type, "a delegate", "Send what it would return")
            : isReceived ? Unreadable(type)
            : Unwritable(type);
    }

    private static (ITypeSymbol Type, string What, string Remedy)? Unreadable(INamedTypeSymbol type)
    {
        var derived = type.GetAttributes().Where(static attribute => attribute.AttributeClass?.Is(KnownNames.JsonDerivedType) == true).ToArray();
        return derived.Length == 0 ? (type, Kind(type), Stands)
            : derived.Any(static attribute => attribute.ConstructorArguments.Length > 1) ? null
            : (type, Kind(type) + " whose derived types have no discriminators", "Add one to each: [JsonDerivedType(typeof(…), \"…\")]");
    }

    private (ITypeSymbol Type, string What, string Remedy)? Unwritable(INamedTypeSymbol type) =>
        type.FindAttribute(KnownNames.JsonDerivedType) is not null || types.MayBeMessage(type) || FlatMembers.Of(type, static name => name).Any()
            ? null
            : (type, Kind(type) + " without members, so nothing of a value would arrive", Stands);

    private static string Kind(INamedTypeSymbol type) => type.TypeKind == TypeKind.Interface ? "an interface" : "abstract";
}
