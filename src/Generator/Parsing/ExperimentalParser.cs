using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using WebSockets.Generator.Infrastructure;

namespace WebSockets.Generator.Parsing;

/// <summary>
/// Collects the ids of what is marked [Experimental]. Whoever names such a type is asked to accept it; generated code names it because
/// the user's code does, and must not ask once more.
/// </summary>
internal static class ExperimentalParser
{
    /// <summary>The ids that the code of a handler would meet.</summary>
    public static EquatableArray<string> Parse(INamedTypeSymbol handler, IEnumerable<LifecycleMethod> methods) => Ids(
    [
        handler,
        .. handler.GetAttributes().SelectMany(static attribute => Of(attribute)),
        .. handler.InstanceConstructors.SelectMany(static constructor => Of(constructor)),
        .. methods.SelectMany(static method => Of(method.Symbol)),
        .. methods.SelectMany(static method => AuthorizationParser.Attributes(method.Symbol)).SelectMany(static attribute => Of(attribute)),
    ]);

    /// <summary>The ids that code meets where it names a type.</summary>
    public static EquatableArray<string> Parse(ITypeSymbol type) => Ids([type]);

    private static EquatableArray<string> Ids(IEnumerable<ISymbol> symbols)
    {
        var ids = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var symbol in symbols)
        {
            Collect(symbol, ids);
        }

        return ids.ToEquatableArray();
    }

    private static IEnumerable<ISymbol> Of(IMethodSymbol method) => [method, method.ReturnType, .. method.Parameters.Select(static parameter => parameter.Type)];

    private static IEnumerable<ISymbol> Of(AttributeData attribute) =>
    [
        .. new ISymbol?[] { attribute.AttributeClass }.OfType<ISymbol>(),
        .. attribute.NamedArguments.Select(static argument => argument.Value).Concat(attribute.ConstructorArguments)
            .Where(static value => value.Kind == TypedConstantKind.Type)
            .Select(static value => value.Value)
            .OfType<ISymbol>(),
    ];

    private static void Collect(ISymbol symbol, ISet<string> ids)
    {
        foreach (var owner in Owners(symbol))
        {
            if (owner?.FindAttribute(KnownNames.Experimental)?.ConstructorArguments is [{ Value: string id }] && SyntaxFacts.IsValidIdentifier(id))
            {
                ids.Add(id);
            }
        }

        foreach (var part in Parts(symbol))
        {
            Collect(part, ids);
        }
    }

    private static IEnumerable<ISymbol?> Owners(ISymbol symbol)
    {
        for (var owner = symbol; owner is not null and not INamespaceSymbol; owner = owner.ContainingSymbol)
        {
            yield return owner;
        }

        yield return symbol.ContainingModule;
        yield return symbol.ContainingAssembly;
    }

    private static IEnumerable<ISymbol> Parts(ISymbol symbol) => symbol switch
    {
        IArrayTypeSymbol array => [array.ElementType],
        INamedTypeSymbol named => named.TypeArguments,
        _ => [],
    };
}
