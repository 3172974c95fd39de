using System.Collections.Immutable;

namespace WebSockets.Generator.Parsing;

/// <summary>Reads what stands between a variable's braces: <c>*name:constraint(argument)=default?</c>.</summary>
internal static class RouteVariableParser
{
    private static readonly ImmutableHashSet<string> Constraints = ImmutableHashSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "int", "bool", "datetime", "decimal", "double", "float", "guid", "long", "minlength", "maxlength", "length",
        "min", "max", "range", "alpha", "regex", "required", "file", "nonfile");

    public static RouteVariable? Parse(string text, out string? error)
    {
        error = null;
        var stars = text.StartsWith("**", StringComparison.Ordinal) ? 2 : text.StartsWith("*", StringComparison.Ordinal) ? 1 : 0;
        var rest = text.Substring(stars);
        var isOptional = rest.EndsWith("?", StringComparison.Ordinal);
        rest = isOptional ? rest.Substring(0, rest.Length - 1) : rest;

        // The first character is the name's, even if it is one of these: the router reads it so too.
        var end = rest.Length < 2 ? -1 : rest.IndexOfAny([':', '='], 1);
        var name = end < 0 ? rest : rest.Substring(0, end);
        if (name.Length == 0 || name.Trim().Length == 0)
        {
            error = $"'{{{text}}}' has no name. Write '{{name}}', or '{{{{' for the character itself.";
            return null;
        }

        if (name.IndexOfAny(['/', '{', '}', '?', '*', ':', '=']) is >= 0 and var bad)
        {
            error = $"the variable name '{name}' has a '{name[bad]}'.";
        }

        var (constraints, hasDefault) = ReadConstraints(rest, name.Length, ref error);
        if (isOptional && stars > 0)
        {
            error ??= $"'{{{text}}}' takes the rest of the path, which may be empty anyway. Remove the '?'.";
        }

        if (isOptional && hasDefault)
        {
            error ??= $"'{{{text}}}' has a default, so it is optional anyway. Remove the '?'.";
        }

        return new(name, constraints, isOptional, hasDefault, stars > 0);
    }

    private static (IReadOnlyList<string> Names, bool HasDefault) ReadConstraints(string text, int position, ref string? error)
    {
        var names = new List<string>();
        while (position < text.Length && text[position] == ':')
        {
            var end = FindEnd(text, position + 1);
            var constraint = text.Substring(position + 1, end - position - 1);
            var argument = constraint.IndexOf('(');
            var name = argument < 0 ? constraint : constraint.Substring(0, argument);
            names.Add(name);
            if (!Constraints.Contains(name))
            {
                error ??= $"'{name}' is no inline constraint. Known are {string.Join(", ", Constraints.OrderBy(static n => n, StringComparer.Ordinal))}.";
            }

            position = end;
        }

        return (names, position < text.Length && text[position] == '=');
    }

    // An argument may hold any character; it ends with the ')' that another constraint, a default or nothing follows.
    private static int FindEnd(string text, int position)
    {
        var inArgument = false;
        for (; position < text.Length; position++)
        {
            var c = text[position];
            if (inArgument)
            {
                inArgument = c != ')' || (position + 1 < text.Length && text[position + 1] is not (':' or '='));
            }
            else if (c == '(')
            {
                inArgument = true;
            }
            else if (c is ':' or '=')
            {
                return position;
            }
        }

        return position;
    }
}
