using Microsoft.CodeAnalysis;

namespace WebSockets.Generator.Parsing;

/// <summary>By file, then by position: of several places that could be named, it is always the same one that comes first.</summary>
internal sealed class SourceOrder : IComparer<Location>
{
    public static readonly SourceOrder Instance = new();

    public int Compare(Location? x, Location? y) =>
        string.CompareOrdinal(x?.SourceTree?.FilePath, y?.SourceTree?.FilePath) is var order and not 0
            ? order
            : (x?.SourceSpan.Start ?? 0).CompareTo(y?.SourceSpan.Start ?? 0);
}
