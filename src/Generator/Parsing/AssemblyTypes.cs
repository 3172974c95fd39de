using Microsoft.CodeAnalysis;

namespace WebSockets.Generator.Parsing;

/// <summary>The types of an assembly, for the rules that no single type can tell.</summary>
internal static class AssemblyTypes
{
    /// <summary>Every type in a namespace or type, nested ones behind those that they are nested in.</summary>
    public static IEnumerable<INamedTypeSymbol> In(INamespaceOrTypeSymbol container) => container.GetMembers().SelectMany(static member => member switch
    {
        INamedTypeSymbol type => In(type).Prepend(type),
        INamespaceSymbol space => In(space),
        _ => [],
    });
}
