using Microsoft.CodeAnalysis;

namespace WebSockets.Generator.Parsing;

/// <summary>
/// The order of what stands in several parts of a type. The compiler's is that in which it was given the files, which nobody chose and
/// which may differ between an editor and a build.
/// </summary>
internal static class SourceOrder
{
    /// <summary>By file and place. What is in no file stays as it is.</summary>
    public static IEnumerable<ISymbol> InSourceOrder(this IEnumerable<ISymbol> symbols) => symbols
        .OrderBy(static symbol => Path(symbol), StringComparer.Ordinal)
        .ThenBy(static symbol => symbol.Locations.FirstOrDefault()?.SourceSpan.Start ?? 0);

    /// <inheritdoc cref="InSourceOrder(IEnumerable{ISymbol})"/>
    public static IEnumerable<AttributeData> InSourceOrder(this IEnumerable<AttributeData> attributes) => attributes
        .OrderBy(static attribute => attribute.ApplicationSyntaxReference?.SyntaxTree.FilePath, StringComparer.Ordinal)
        .ThenBy(static attribute => attribute.ApplicationSyntaxReference?.Span.Start ?? 0);

    private static string? Path(ISymbol symbol) => symbol.Locations.FirstOrDefault()?.SourceTree?.FilePath;
}
