using System.Text;
using Microsoft.CodeAnalysis;
using WebSockets.Generator.Analyzers;
using WebSockets.Generator.Infrastructure;
using WebSockets.Generator.Parsing;

namespace WebSockets.Generator.CodeFixes;

/// <summary>What a class would be as a handler.</summary>
internal static class NewHandler
{
    private const string Suffix = "Handler";

    /// <summary>
    /// A path of its own, after its name; null: it cannot be a handler, or its name is one already. Of several such classes each gets
    /// another path, so that all may become handlers at once.
    /// </summary>
    public static string? Path(INamedTypeSymbol type, Compilation compilation)
    {
        var handlers = new AssemblyHandlers(compilation).All;
        var names = new HashSet<string>(handlers.Select(static handler => DefinitionParser.Name(handler, handler.FindAttribute(KnownNames.Handler)!)), StringComparer.OrdinalIgnoreCase);
        var paths = new UniqueNames([.. handlers.Select(static handler => RouteShape.Of(DefinitionParser.Path(handler.FindAttribute(KnownNames.Handler)!))).OfType<string>()]);
        foreach (var candidate in AssemblyHandlers.Types(compilation.Assembly.GlobalNamespace).Where(IsCandidate).OrderBy(static candidate => candidate.ToCode(), StringComparer.Ordinal))
        {
            var path = names.Add(candidate.Name) ? paths.Get(RouteShape.Of("/" + ToKebabCase(candidate.Name))!).ToLowerInvariant() : null;
            if (SymbolEqualityComparer.Default.Equals(candidate, type))
            {
                return path;
            }
        }

        return null;
    }

    private static bool IsCandidate(INamedTypeSymbol type) =>
        type.FindAttribute(KnownNames.Handler) is null
        && HandlerObstacle.Find(type) is null
        && type.GetMembers().OfType<IMethodSymbol>().Any(static method => method.OverriddenMethod is null && LifecycleMethods.Marks(method).Length > 0);

    /// <summary><c>OrderBookHandler</c> becomes <c>order-book</c>.</summary>
    private static string ToKebabCase(string name)
    {
        var stem = name.EndsWith(Suffix, StringComparison.Ordinal) && name.Length > Suffix.Length ? name.Substring(0, name.Length - Suffix.Length) : name;
        var words = new StringBuilder();
        for (var i = 0; i < stem.Length; i++)
        {
            var startsWord = i > 0 && char.IsUpper(stem[i]) && (!char.IsUpper(stem[i - 1]) || (i + 1 < stem.Length && char.IsLower(stem[i + 1])));
            words.Append(startsWord ? "-" : "").Append(char.ToLowerInvariant(stem[i]));
        }

        return words.ToString();
    }
}
