using Microsoft.CodeAnalysis;

namespace WebSockets.Generator.Parsing;

/// <summary>A JsonSerializerContext, and what the JSON generator has made for it. Only to be asked of the final compilation.</summary>
internal sealed class JsonContext
{
    private readonly Compilation _compilation;
    private readonly HashSet<ITypeSymbol> _types;

    public JsonContext(Compilation compilation, INamedTypeSymbol symbol)
    {
        _compilation = compilation;
        Symbol = symbol;
        _types = new(symbol.GetMembers().OfType<IPropertySymbol>().Select(Covered).OfType<ITypeSymbol>(), SymbolEqualityComparer.Default);
    }

    public INamedTypeSymbol Symbol { get; }

    /// <summary>
    /// Whether it has metadata for the type. One without any is written by hand, or not generated for want of something else: it is given the
    /// benefit of the doubt.
    /// </summary>
    public bool Covers(ITypeSymbol type) => _types.Count == 0 || _types.Contains(type) || _types.Any(covered => IsSame(covered, type));

    /// <summary>Whether what covers the type cannot read it. Values of one token are read without metadata of their own.</summary>
    public bool OnlyWrites(ITypeSymbol type) =>
        type.WithoutNullable() is { SpecialType: SpecialType.None, TypeKind: not TypeKind.Enum } && JsonMode.OnlyWrites(Symbol, type);

    // JsonTypeInfo<T> is the type of the property that the JSON generator writes for T.
    private static ITypeSymbol? Covered(IPropertySymbol property) =>
        property.Type is INamedTypeSymbol { TypeArguments: [var type] } metadata && metadata.Is(KnownNames.JsonTypeInfo) ? type : null;

    // The names of a tuple's elements are none of the type.
    private bool IsSame(ITypeSymbol one, ITypeSymbol other) => _compilation.ClassifyCommonConversion(one, other).IsIdentity;
}
