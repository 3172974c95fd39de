using System.Text;

namespace WebSockets.Generator.Parsing;

/// <summary>
/// Reads a route template by the rules of ASP.NET Core's router, and one rule of our own: a leading slash. It goes on after an
/// error, because methods and addresses that take its variables should have no further errors while a path is being written.
/// </summary>
internal sealed class RouteTemplateParser
{
    private readonly string _path;
    private readonly List<RouteVariable> _variables = [];
    private string? _error;

    private RouteTemplateParser(string path) => _path = path;

    public static RouteTemplate Parse(string path)
    {
        var parser = new RouteTemplateParser(path);
        parser.ReadPath();
        return new(path, parser._variables, parser._error);
    }

    private void Fail(string? error) => _error ??= error;

    private void ReadPath()
    {
        if (!_path.StartsWith("/", StringComparison.Ordinal))
        {
            Fail("it must begin with '/'.");
        }

        var position = _path.StartsWith("/", StringComparison.Ordinal) ? 1 : 0;
        while (position < _path.Length)
        {
            if (_path[position] == '/')
            {
                Fail("'//' leaves a segment empty. Remove one slash.");
                position++;
                continue;
            }

            ReadSegment(ref position);
            if (position < _path.Length)
            {
                if (_variables.LastOrDefault() is { IsCatchAll: true } rest)
                {
                    Fail($"'{{*{rest.Name}}}' takes the rest of the path, so nothing can follow it.");
                }

                position++;
            }
        }
    }

    private void ReadSegment(ref int position)
    {
        var segment = new RouteSegment();
        var literal = new StringBuilder();
        while (position < _path.Length && _path[position] != '/')
        {
            var c = _path[position];
            var isDouble = position + 1 < _path.Length && _path[position + 1] == c;
            if (c is '{' or '}' && isDouble)
            {
                literal.Append(c);
                position += 2;
            }
            else if (c == '{')
            {
                Fail(segment.AddLiteral(literal));
                ReadVariable(segment, ref position);
            }
            else
            {
                if (c == '}')
                {
                    Fail("a '}' has no '{' before it. Write '}}' for the character itself.");
                }

                literal.Append(c);
                position++;
            }
        }

        Fail(segment.AddLiteral(literal));
        Fail(segment.Check());
    }

    private void ReadVariable(RouteSegment segment, ref int position)
    {
        if (FindEnd(position + 1) is not { } end)
        {
            Fail("a '{' is never closed. Write '{{' for the character itself.");
            position = _path.Length;
            return;
        }

        var variable = RouteVariableParser.Parse(_path.Substring(position + 1, end - position - 1), out var error);
        position = end + 1;
        Fail(error);
        if (variable is null)
        {
            return;
        }

        Fail(segment.AddVariable(variable));
        if (_variables.Any(other => string.Equals(other.Name, variable.Name, StringComparison.OrdinalIgnoreCase)))
        {
            Fail($"the variable '{variable.Name}' stands in it twice.");
            return;
        }

        _variables.Add(variable);
    }

    // A brace of a constraint's argument is written twice: {code:regex(^\d{{3}}$)}.
    private int? FindEnd(int position)
    {
        while (position < _path.Length)
        {
            var c = _path[position];
            if (c is '{' or '}')
            {
                if (position + 1 < _path.Length && _path[position + 1] == c)
                {
                    position += 2;
                    continue;
                }

                if (c == '{')
                {
                    return null;
                }

                return position;
            }

            position++;
        }

        return null;
    }
}
