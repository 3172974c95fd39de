using Microsoft.CodeAnalysis;

namespace WebSockets.Generator.Parsing;

/// <summary>Finds tuples. Their elements are fields, which System.Text.Json leaves out, and their names are the compiler's alone.</summary>
internal static class TupleTypes
{
    public static bool IsTuple(ITypeSymbol type) =>
        type.IsTupleType || type is INamedTypeSymbol { Name: "ValueTuple", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } };

    /// <summary>The tuple that the type is, or is made of; null: there is none.</summary>
    public static ITypeSymbol? FindIn(ITypeSymbol type) => type switch
    {
        _ when IsTuple(type) => type,
        IArrayTypeSymbol array => FindIn(array.ElementType),
        INamedTypeSymbol named => named.TypeArguments.Select(FindIn).FirstOrDefault(static tuple => tuple is not null),
        _ => null,
    };
}
