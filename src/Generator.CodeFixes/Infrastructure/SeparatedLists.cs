using Microsoft.CodeAnalysis;

namespace WebSockets.Generator.CodeFixes;

/// <summary>Takes elements out of lists, with their commas.</summary>
internal static class SeparatedLists
{
    /// <summary>The list without these elements. It ends as it did before, whichever element is the last one now.</summary>
    public static SeparatedSyntaxList<T> Without<T>(this SeparatedSyntaxList<T> list, Func<T, int, bool> isRemoved)
        where T : SyntaxNode
    {
        var rest = list;
        for (var i = list.Count - 1; i >= 0; i--)
        {
            rest = isRemoved(list[i], i) ? rest.RemoveAt(i) : rest;
        }

        return rest.LastOrDefault() is { } last ? rest.Replace(last, last.WithTrailingTrivia(list.Last().GetTrailingTrivia())) : rest;
    }
}
