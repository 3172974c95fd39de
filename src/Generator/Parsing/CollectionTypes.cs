using Microsoft.CodeAnalysis;

namespace WebSockets.Generator.Parsing;

/// <summary>The framework's interfaces of collections. As parameters they are payloads: as services they would be empty where nothing is registered.</summary>
internal static class CollectionTypes
{
    // Those that System.Text.Json makes a collection for.
    private static readonly string[] s_readable =
    [
        "System.Collections.IEnumerable", "System.Collections.ICollection", "System.Collections.IList", "System.Collections.IDictionary",
        "System.Collections.Generic.IEnumerable`1", "System.Collections.Generic.ICollection`1", "System.Collections.Generic.IList`1", "System.Collections.Generic.ISet`1",
        "System.Collections.Generic.IReadOnlyCollection`1", "System.Collections.Generic.IReadOnlyList`1", "System.Collections.Generic.IReadOnlySet`1",
        KnownNames.Dictionary, KnownNames.ReadOnlyDictionary,
        "System.Collections.Immutable.IImmutableList`1", "System.Collections.Immutable.IImmutableSet`1", "System.Collections.Immutable.IImmutableDictionary`2",
        "System.Collections.Immutable.IImmutableQueue`1", "System.Collections.Immutable.IImmutableStack`1",
    ];

    public static bool IsCollection(ITypeSymbol type) =>
        type.TypeKind == TypeKind.Interface
        && (type.Implements(KnownNames.Enumerable) || StreamTypes.IsOfItems(type) || type.Implements("System.Collections.IEnumerator"))
        && IsOfCollections(type.ContainingNamespace);

    /// <summary>Whether it is one that no JSON can be read as.</summary>
    public static bool IsUnreadable(ITypeSymbol type) => IsCollection(type) && !s_readable.Any(type.Is);

    // System.Linq has groupings, lookups and queries.
    private static bool IsOfCollections(INamespaceSymbol space) =>
        space is { Name: "Collections" or "Linq", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } }
        || (space.ContainingNamespace is { IsGlobalNamespace: false } outer && IsOfCollections(outer));
}
