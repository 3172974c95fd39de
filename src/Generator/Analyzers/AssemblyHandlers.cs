using Microsoft.CodeAnalysis;
using WebSockets.Generator.Parsing;

namespace WebSockets.Generator.Analyzers;

/// <summary>The handlers of the assembly, for the rules that hold one against another. They are only looked for when one of those rules asks.</summary>
internal sealed class AssemblyHandlers
{
    private readonly Lazy<IReadOnlyList<INamedTypeSymbol>> _all;
    private readonly Lazy<HashSet<INamedTypeSymbol>> _bases;

    public AssemblyHandlers(Compilation compilation)
    {
        _all = new(() => [.. AssemblyTypes.In(compilation.Assembly.GlobalNamespace)
            .Where(static type => type.FindAttribute(KnownNames.Handler) is not null)
            .OrderBy(static type => type.ToCode(), StringComparer.Ordinal)]);
        _bases = new(() => new(All.SelectMany(Bases), SymbolEqualityComparer.Default));
    }

    /// <summary>By their names, so that of two that collide it is always the same one that is second.</summary>
    public IReadOnlyList<INamedTypeSymbol> All => _all.Value;

    /// <summary>Whether a handler derives from it, or implements it.</summary>
    public bool IsBase(INamedTypeSymbol type) => _bases.Value.Contains(type.OriginalDefinition);

    /// <summary>The types of a namespace, and those in them.</summary>
    public static IEnumerable<INamedTypeSymbol> Types(INamespaceOrTypeSymbol container) => AssemblyTypes.In(container);

    private static IEnumerable<INamedTypeSymbol> Bases(INamedTypeSymbol type)
    {
        for (var t = type.BaseType; t is not null; t = t.BaseType)
        {
            yield return t.OriginalDefinition;
        }

        foreach (var implemented in type.AllInterfaces)
        {
            yield return implemented.OriginalDefinition;
        }
    }
}
