using System.Text.RegularExpressions;
using WebSockets.Runtime.Tests.Infrastructure;

namespace WebSockets.Runtime.Tests.Diagnostics;

/// <summary>What documents promise has a test beside it, in a table whose last column is "Test", and that test exists.</summary>
internal sealed partial class NamedTestTests
{
    private static readonly Dictionary<string, string> Tests = FindTests();

    [TestCase("security.md")]
    [TestCase("limits.md")]
    public void Each_row_of_a_table_of_tests_names_tests_that_exist(string document)
    {
        var rows = RowsWithTests(Repository.Read("docs", document)).ToArray();

        Assert.That(rows, Is.Not.Empty);
        Assert.That(rows.Where(row => !Name().IsMatch(row)), Is.Empty, "rows without a test");
        Assert.That(rows.SelectMany(row => Name().Matches(row)).Where(name => !Exists(name)).Select(name => name.Value), Is.Empty, "tests that do not exist");
    }

    [Test]
    public void Each_chapter_of_the_document_on_security_has_a_table_of_tests()
    {
        var chapters = Chapter().Split(Repository.Read("docs", "security.md")).Skip(1).ToDictionary(chapter => chapter.Split('\n')[0].TrimEnd('\r'));

        Assert.That(
            chapters.Where(chapter => !RowsWithTests(chapter.Value).Any()).Select(chapter => chapter.Key),
            Is.EqualTo(new[] { "What is not protected" }));
    }

    private static bool Exists(Match name) =>
        Tests.TryGetValue(name.Groups["class"].Value, out var source) &&
        (!name.Groups["method"].Success || Regex.IsMatch(source, $@"\[Test[^\n]*\n(\s*\[[^\n]*\n)*\s*public (async )?(Task|void) {name.Groups["method"].Value}\("));

    // The last cell of each row.
    private static IEnumerable<string> RowsWithTests(string text)
    {
        var isInTable = false;
        foreach (var line in text.Split('\n').Select(line => line.TrimEnd('\r')))
        {
            isInTable = line.EndsWith("| Test |", StringComparison.Ordinal) || (isInTable && line.StartsWith('|'));
            if (isInTable && !line.EndsWith("| Test |", StringComparison.Ordinal) && !line.StartsWith("|---", StringComparison.Ordinal))
            {
                yield return line.TrimEnd('|', ' ').Split(" | ")[^1];
            }
        }
    }

    // By the name of the class: its source, or those of all of that name.
    private static Dictionary<string, string> FindTests() => Repository.ReadSources("tests")
        .Where(source => source.Contains("[Test", StringComparison.Ordinal))
        .SelectMany(source => Class().Matches(source).Select(match => (Name: match.Groups["name"].Value, Source: source)))
        .GroupBy(found => found.Name, found => found.Source)
        .ToDictionary(sources => sources.Key, sources => string.Join('\n', sources));

    [GeneratedRegex(@"`(?<class>[A-Za-z0-9]+Tests)(\.(?<method>\w+))?`", RegexOptions.ExplicitCapture)]
    private static partial Regex Name();

    [GeneratedRegex("^##+ ", RegexOptions.Multiline)]
    private static partial Regex Chapter();

    [GeneratedRegex(@"^(public|internal) (sealed )?(partial )?class (?<name>\w+Tests)\b", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Class();
}
