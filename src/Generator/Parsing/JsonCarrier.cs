using Microsoft.CodeAnalysis;

namespace WebSockets.Generator.Parsing;

/// <summary>Asks whether JSON can carry a type (WSG0302), as System.Text.Json reads and writes it.</summary>
/// <remarks>
/// An interface or an abstract class is written with the members that it declares, so it can be sent, unless it declares none: then nothing of
/// the value would arrive. To be read it needs types that stand for it. A type that some converter may be for is passed over.
/// </remarks>
internal sealed class JsonCarrier(JsonTypes types, ITypeSymbol? context, bool isReceived)
{
    private const string Of = "the type of '";
    private const string Stands = "Name the types that stand for it with [JsonDerivedType(typeof(…), \"…\")], or give it a [JsonConverter]";

    private readonly HashSet<ITypeSymbol> _seen = new(SymbolEqualityComparer.Default);

    /// <summary>The type that cannot be carried, which may be that of an element or a member of the one asked for, what it is, and what to do; null: nothing stands against it.</summary>
    public (ITypeSymbol Type, string What, string Remedy)? Fault(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol array => Fault(array.ElementType),
        INamedTypeSymbol named when _seen.Add(named) => Fault(named),
        _ => null,
    };

    private (ITypeSymbol Type, string What, string Remedy)? Fault(INamedTypeSymbol type)
    {
        // Collections are known by their interfaces; what matters is what they hold.
        if (type.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T || type.Implements(KnownNames.Enumerable) || type.Is(KnownNames.AsyncEnumerable))
        {
            return First(type.TypeArguments);
        }

        return Itself(type) is var (_, what, remedy) ? types.MayBeConverted(type, context) ? null : (type, what, remedy) : Inside(type);
    }

    private (ITypeSymbol Type, string What, string Remedy)? Itself(INamedTypeSymbol type) =>
        TupleTypes.IsTuple(type) ? (type, "a tuple, and JSON has no names for its elements", "Use a record")
            : type.TypeKind == TypeKind.Delegate ? (type, "a delegate", "Send what it would return")
            : !type.IsAbstract || type.DerivesFrom(KnownNames.JsonNode) ? null
            : isReceived ? Unreadable(type)
            : Unwritable(type);

    // Of the framework's own types it is what they are made with: a pair of a dictionary, a lazy value.
    private (ITypeSymbol Type, string What, string Remedy)? Inside(INamedTypeSymbol type) =>
        types.HasConverter(type, context) ? null
        : IsOfFramework(type) ? First(type.TypeArguments)
        : JsonPolymorphism.Forms(type).Skip(1).Select(Fault)
            .Concat(FlatMembers.Of(type, static name => name).Where(field => IsCarried(type, field.Member)).Select(static field => field.Member).Select(MemberFault))
            .FirstOrDefault(static fault => fault is not null);

    private (ITypeSymbol Type, string What, string Remedy)? First(IEnumerable<ITypeSymbol> types) => types.Select(Fault).FirstOrDefault(static fault => fault is not null);

    private (ITypeSymbol Type, string What, string Remedy)? MemberFault(ISymbol member) =>
        Fault(member is IPropertySymbol property ? property.Type : ((IFieldSymbol)member).Type) is var (type, what, remedy)
            ? (type, what.StartsWith(Of, StringComparison.Ordinal) ? what : $"{Of}{member.ContainingType.Name}.{member.Name}', {what}", remedy)
            : null;

    // A member that its constructor or nothing sets is not read.
    private bool IsCarried(INamedTypeSymbol type, ISymbol member) =>
        member.FindAttribute(static attribute => attribute.DerivesFrom(KnownNames.JsonConverter)) is null
        && (!isReceived
            || member is IPropertySymbol { SetMethod: not null } or IFieldSymbol { IsReadOnly: false }
            || type.InstanceConstructors.Any(constructor => constructor.Parameters.Any(parameter => string.Equals(parameter.Name, member.Name, StringComparison.OrdinalIgnoreCase))));

    private static bool IsOfFramework(INamedTypeSymbol type) => type.ContainingAssembly?.Name is "mscorlib" or "netstandard" || type.ContainingAssembly?.Name.StartsWith("System.", StringComparison.Ordinal) != false;

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
