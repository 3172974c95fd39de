using System.Text;

namespace WebSockets.Generator.Infrastructure;

/// <summary>Writes indented lines of C#. Fed with raw string literals, it keeps the shape that they show.</summary>
internal sealed class SourceWriter
{
    private const string Step = "    ";

    private readonly StringBuilder _text = new();
    private int _indent;
    private bool _separate;

    /// <summary>Writes one or more lines at the current depth.</summary>
    public SourceWriter Write(string lines)
    {
        if (_separate)
        {
            _text.Append('\n');
            _separate = false;
        }

        foreach (var line in lines.Split('\n'))
        {
            // A check-out may have turned the newlines of this source into others.
            var trimmed = line.TrimEnd('\r');
            if (trimmed.Length > 0)
            {
                for (var i = 0; i < _indent; i++)
                {
                    _text.Append(Step);
                }
            }

            // Not AppendLine: what is emitted must not depend on the machine.
            _text.Append(trimmed).Append('\n');
        }

        return this;
    }

    /// <summary>Leaves a line free before whatever is written next, if anything is.</summary>
    public SourceWriter Separate()
    {
        _separate = true;
        return this;
    }

    /// <summary>Opens a block with a brace.</summary>
    public SourceWriter Open()
    {
        Write("{");
        _indent++;
        return this;
    }

    /// <summary>Closes a block with a brace.</summary>
    public SourceWriter Close(string after = "")
    {
        _separate = false;
        _indent--;
        return Write("}" + after);
    }

    /// <summary>Writes lines one step deeper.</summary>
    public SourceWriter WriteDeeper(string lines)
    {
        _indent++;
        Write(lines);
        _indent--;
        return this;
    }

    public override string ToString() => _text.ToString();
}
