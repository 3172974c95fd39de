using System.Text;

namespace WebSockets.Generator.Parsing;

/// <summary>What stands between two slashes of a path, and what may stand there together.</summary>
internal sealed class RouteSegment
{
    // Null stands for a literal.
    private readonly List<RouteVariable?> _parts = [];
    private string _lastLiteral = "";

    /// <summary>Takes what was read of a literal. Returns what is wrong with it.</summary>
    public string? AddLiteral(StringBuilder literal)
    {
        if (literal.Length == 0)
        {
            return null;
        }

        _lastLiteral = literal.ToString();
        literal.Clear();
        _parts.Add(null);
        return _lastLiteral.Contains('?') ? "a '?' can only follow a variable's name: the query is no part of a path." : null;
    }

    /// <summary>Takes a variable. Returns what is wrong with it.</summary>
    public string? AddVariable(RouteVariable variable)
    {
        var follows = _parts.LastOrDefault();
        _parts.Add(variable);
        return follows is null ? null : $"'{{{follows.Name}}}' and '{{{variable.Name}}}' stand side by side. Put a text between them.";
    }

    /// <summary>Returns what is wrong with the whole.</summary>
    public string? Check()
    {
        if (_parts.Count < 2)
        {
            return null;
        }

        if (_parts.FirstOrDefault(static part => part is { IsCatchAll: true }) is { } rest)
        {
            return $"'{{*{rest.Name}}}' takes the rest of the path, so nothing else can stand in its segment.";
        }

        if (_parts.FirstOrDefault(static part => part is { IsOptional: true }) is not { } optional)
        {
            return null;
        }

        return _parts[_parts.Count - 1] != optional || _lastLiteral != "."
            ? $"'{{{optional.Name}?}}' shares its segment: an optional variable can only end it, after a '.'."
            : null;
    }
}
