using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis.Text;

namespace WebSockets.Generator.CodeFixes;

/// <summary>Ends new lines as the document ends its own, which is not always as the machine or the formatter would.</summary>
internal static class LineEnds
{
    private static readonly Regex LineFeed = new("\r?\n", RegexOptions.CultureInvariant);

    /// <summary>The text with the ends of lines that all lines had before; a mixture is left as it is.</summary>
    public static SourceText Keep(SourceText before, SourceText after)
    {
        var ends = LineFeed.Matches(before.ToString()).Cast<Match>().Select(static match => match.Value).Distinct().ToArray();
        return ends is [var end]
            ? after.WithChanges(LineFeed.Matches(after.ToString()).Cast<Match>()
                .Where(match => match.Value != end)
                .Select(match => new TextChange(new(match.Index, match.Length), end)))
            : after;
    }
}
