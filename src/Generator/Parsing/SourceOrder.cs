using Microsoft.CodeAnalysis;

namespace WebSockets.Generator.Parsing;

/// <summary>
/// By file, then by position. The compiler's order of what stands in several files is that in which it was given them, which is arbitrary
/// and which may differ between an editor and a build.
/// </summary>
internal sealed class SourceOrder : IComparer<Location?>
{
    public static readonly SourceOrder Instance = new();

    public int Compare(Location? x, Location? y) =>
        string.CompareOrdinal(x?.SourceTree?.FilePath, y?.SourceTree?.FilePath) is var order and not 0
            ? order
            : (x?.SourceSpan.Start ?? 0).CompareTo(y?.SourceSpan.Start ?? 0);
}

/// <summary>What stands in several parts of a type, in the order of the source. What is in no file stays as it is.</summary>
internal static class SourceOrderExtensions
{
    public static IEnumerable<ISymbol> InSourceOrder(this IEnumerable<ISymbol> symbols) =>
        symbols.OrderBy(static symbol => symbol.Locations.FirstOrDefault(), SourceOrder.Instance);
}
