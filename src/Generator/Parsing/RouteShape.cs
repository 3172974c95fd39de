using System.Text;
using System.Text.RegularExpressions;

namespace WebSockets.Generator.Parsing;

/// <summary>What two paths have in common that match the same requests with the same precedence.</summary>
internal static class RouteShape
{
    // A brace that stands for itself, or a variable: its stars, its name, its constraints, and what else there is. A constraint's
    // argument may hold anything; its braces are written twice.
    private static readonly Regex Part = new(@"\{\{|\}\}|\{(?<stars>\*{0,2})[^:=?{}]+(?<constraints>(:[^({}:=?]+(\((?:[^{})]|\{\{|\}\}|\)(?![:=?}]))*\))?)*)[^}]*\}", RegexOptions.CultureInvariant);

    /// <summary>Null: the path is malformed, and that is said elsewhere.</summary>
    public static string? Of(string path)
    {
        if (RouteTemplateParser.Parse(path).Error is not null)
        {
            return null;
        }

        // Literals match in any case. The names of variables do not matter, nor whether one may be left out.
        var shape = new StringBuilder();
        var end = 0;
        foreach (Match match in Part.Matches(path))
        {
            shape.Append(path.Substring(end, match.Index - end).ToUpperInvariant());
            shape.Append(match.Groups["stars"].Success ? $"{{{(match.Groups["stars"].Length > 0 ? "*" : "")}{match.Groups["constraints"].Value}}}" : match.Value);
            end = match.Index + match.Length;
        }

        return shape.Append(path.Substring(end).ToUpperInvariant()).ToString().TrimEnd('/');
    }
}
