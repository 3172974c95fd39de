using System.Text.RegularExpressions;
using WebSockets.Generator.Tests.Infrastructure;

namespace WebSockets.Generator.Tests.Pages;

/// <summary>
/// A Markdown file in which prose is a person's and the rest is this class's: what the tests find to be so. A page that is not up to date
/// fails its test, or is rewritten.
/// </summary>
internal sealed class Page(string path)
{
    private const string Accept = "WEBSOCKETS_ACCEPT_PAGES";

    private static readonly bool s_isAccepted = Environment.GetEnvironmentVariable(Accept) == "1";

    private string _text = File.Exists(path) ? File.ReadAllText(path) : "";

    /// <summary>The title, and the table that follows it.</summary>
    public Page WithHead(string head) => With("the title and a table", @"\A# .*\n\n(\|.*\n)+", head);

    /// <summary>The only table.</summary>
    public Page WithTable(string table) => With("one table", @"(?<=\n\n)(\|.*\n)+", table);

    /// <summary>The code block that follows the comment with its name.</summary>
    public Page WithBlock(string name, string content) =>
        With($"<!-- {name} --> and a code block", $@"(?<=\n<!-- {Regex.Escape(name)} -->\n```\w+\n)(.*\n)*?(?=```\n)", content);

    /// <summary>Asserts that the file is as it would be written now.</summary>
    public void Verify()
    {
        if (_text != File.ReadAllText(path) && s_isAccepted)
        {
            File.WriteAllText(path, _text);
        }

        Assert.That(File.ReadAllText(path), Is.EqualTo(_text), $"{path} is out of date. To have it rewritten: {Accept}=1 dotnet test tests/Generator.Tests --filter Page");
    }

    private Page With(string part, string pattern, string content)
    {
        var found = Regex.Matches(_text, pattern);
        Assert.That(found, Has.Count.EqualTo(1), $"{path} must have {part}, once. {Repository.PathOf("docs", "diagnostics", "WSG0001.md")} shows the shape of a page.");
        _text = _text[..found[0].Index] + content + _text[(found[0].Index + found[0].Length)..];
        return this;
    }
}
