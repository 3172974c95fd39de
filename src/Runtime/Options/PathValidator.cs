using Microsoft.AspNetCore.Routing.Patterns;
using WebSockets.CompilerServices;

namespace WebSockets.Options;

/// <summary>Checks a path that stands in place of the attribute's, which the compiler has checked: it must have the variables that the methods bind.</summary>
internal static class PathValidator
{
    /// <param name="path">The path; null: the attribute's.</param>
    /// <param name="definition">The handler.</param>
    /// <param name="section">The section in configuration that the findings name.</param>
    public static IEnumerable<string> Check(string? path, WebSocketHandlerDefinition definition, string section)
    {
        if (path is not null && Find(path, definition) is { } finding)
        {
            yield return $"{section}:{nameof(WebSocketHandlerOptions.Path)} is '{path}'; it {finding}.";
        }
    }

    private static string? Find(string path, WebSocketHandlerDefinition definition)
    {
        if (!path.StartsWith('/'))
        {
            return "has to be a route template with a leading '/'";
        }

        RoutePattern pattern;
        try
        {
            pattern = RoutePatternFactory.Parse(path);
        }
        catch (RoutePatternException e)
        {
            return $"is not a route template: {e.Message.TrimEnd('.')}";
        }

        var missing = definition.RouteValues.Where(name => pattern.GetParameter(name) is null).Select(name => $"{{{name}}}").ToArray();
        return missing.Length == 0 ? null : $"lacks {string.Join(", ", missing)}, which methods of {definition.Name} bind";
    }
}
