using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;

namespace WebSockets.Generator.Parsing;

/// <summary>The contexts that the app's JSON options may have. Which of them it gives them cannot be seen, so each counts.</summary>
internal sealed class JsonContexts
{
    private readonly Compilation _compilation;
    private readonly Lazy<JsonContext[]> _own;
    private readonly Lazy<JsonContext[]> _referenced;
    private readonly ConcurrentDictionary<INamedTypeSymbol, JsonContext> _named = new(SymbolEqualityComparer.Default);

    public JsonContexts(Compilation compilation)
    {
        _compilation = compilation;
        _own = new(() => [.. Find(compilation.Assembly).OrderBy(static context => context.Symbol.Locations[0], SourceOrder.Instance)]);
        _referenced = new(() => [.. compilation.SourceModule.ReferencedAssemblySymbols.Where(MayHaveSome).SelectMany(Find)]);
    }

    /// <summary>Whether the app has one of its own.</summary>
    public bool HasAny => _own.Value.Length > 0;

    /// <summary>The context that a handler names.</summary>
    public JsonContext Named(INamedTypeSymbol context) => _named.GetOrAdd(context, symbol => new(_compilation, symbol));

    /// <summary>Those of the assembly that code in the type can use, in the order of the source.</summary>
    public IEnumerable<JsonContext> Own(ITypeSymbol user) => _own.Value.Where(context => CanUse(user, context));

    /// <summary>Those, and the ones of other assemblies, which are only looked for when it comes to them.</summary>
    public IEnumerable<JsonContext> All(ITypeSymbol user)
    {
        foreach (var context in Own(user))
        {
            yield return context;
        }

        foreach (var context in _referenced.Value.Where(context => CanUse(user, context)))
        {
            yield return context;
        }
    }

    private bool CanUse(ITypeSymbol user, JsonContext context) => _compilation.IsSymbolAccessibleWithin(context.Symbol, (INamedTypeSymbol)user.OriginalDefinition);

    private IEnumerable<JsonContext> Find(IAssemblySymbol assembly) => AssemblyTypes.In(assembly.GlobalNamespace)
        .Where(static type => !type.IsAbstract && type.DerivesFrom(KnownNames.JsonContext))
        .Select(Named);

    // The framework's own contexts are for its own types.
    private static bool MayHaveSome(IAssemblySymbol assembly) =>
        !assembly.Name.StartsWith("System.", StringComparison.Ordinal)
        && !assembly.Name.StartsWith("Microsoft.", StringComparison.Ordinal)
        && assembly.Modules.Any(static module => module.ReferencedAssemblies.Any(static reference => reference.Name == "System.Text.Json"));
}
