using System.Diagnostics.CodeAnalysis;
using System.Text;
using Microsoft.AspNetCore.Routing.Patterns;
using WebSockets.Handshake;

namespace WebSockets.Hosting;

/// <summary>Writes a path, encoded. Variables without a value are left out at its end, and have their default before it.</summary>
internal static class RoutePatternWriter
{
    /// <param name="pattern">The path with its variables.</param>
    /// <param name="values">The values, by the names of the variables.</param>
    /// <param name="missing">The variable that has no value and cannot be left out.</param>
    /// <returns>Null: there is such a variable.</returns>
    public static string? Write(RoutePattern pattern, IReadOnlyDictionary<string, string> values, [NotNullWhen(false)] out string? missing)
    {
        var path = new StringBuilder();
        missing = null;
        var last = pattern.PathSegments.ToList().FindLastIndex(segment => segment.Parts.Any(part => !IsLeftOut(part, values)));
        foreach (var segment in pattern.PathSegments.Take(last + 1))
        {
            path.Append('/');
            var separator = "";
            foreach (var part in segment.Parts)
            {
                switch (part)
                {
                    case RoutePatternLiteralPart literal:
                        path.Append(Uri.EscapeDataString(literal.Content));
                        break;
                    case RoutePatternSeparatorPart between:
                        separator = between.Content;
                        break;
                    case RoutePatternParameterPart variable when Value(pattern, variable, values) is { } value:
                        path.Append(separator).Append(Encode(variable, value));
                        break;
                    case RoutePatternParameterPart { IsOptional: true } when segment.Parts.Count > 1:
                        break;
                    case RoutePatternParameterPart variable:
                        missing = variable.Name;
                        return null;
                }
            }
        }

        return path.Length == 0 ? "/" : path.ToString();
    }

    private static bool IsLeftOut(RoutePatternPart part, IReadOnlyDictionary<string, string> values) =>
        part is RoutePatternParameterPart variable
        && (variable.IsOptional || variable.IsCatchAll || variable.Default is not null)
        && !values.ContainsKey(variable.Name);

    private static string? Value(RoutePattern pattern, RoutePatternParameterPart variable, IReadOnlyDictionary<string, string> values) =>
        values.TryGetValue(variable.Name, out var value) ? value
        : pattern.Defaults.TryGetValue(variable.Name, out var fallback) && fallback is not null ? ValueText.Of(fallback)
        : null;

    // Only the rest of a path may have slashes; no server decodes one that is encoded.
    private static string Encode(RoutePatternParameterPart variable, string value) =>
        variable.IsCatchAll ? string.Join('/', value.Split('/').Select(Uri.EscapeDataString)) : Uri.EscapeDataString(value);
}
