using WebSockets.Generator.Diagnostics;
using WebSockets.Generator.Tests.Infrastructure;

namespace WebSockets.Generator.Tests.Pages;

/// <summary>What holds of every descriptor.</summary>
[TestFixture]
internal sealed class RuleTests
{
    private static readonly string[] s_releases = ["AnalyzerReleases.Shipped.md", "AnalyzerReleases.Unshipped.md"];

    [TestCaseSource(typeof(Rule), nameof(Rule.Ids))]
    public void Rule_IsInTheReleaseNotes(string id)
    {
        var rule = Rule.Of(id);
        var rows = s_releases
            .SelectMany(file => File.ReadLines(Repository.PathOf("src", "Generator", file)))
            .Select(line => line.Split('|', StringSplitOptions.TrimEntries))
            .Where(cells => cells[0] == id);
        Assert.That(rows, Is.EqualTo(new[] { new[] { id, rule.Descriptor.Category, rule.Severity, rule.Title } }));
    }

    [TestCaseSource(typeof(Rule), nameof(Rule.Ids))]
    public void Rule_LinksToItsPage(string id) =>
        Assert.That(Rule.Of(id).Descriptor.HelpLinkUri, Is.EqualTo(HelpLink.To(id)).And.EndsWith($"docs/diagnostics/{id}.md"));

    [TestCaseSource(typeof(Rule), nameof(Rule.Ids))]
    public void Rule_IsThatOfAnAnalyzer_OrAnErrorOfTheGenerator(string id)
    {
        var rule = Rule.Of(id);
        Assert.That(GeneratorRun.Analyzers.SelectMany(analyzer => analyzer.SupportedDiagnostics).Contains(rule.Descriptor), Is.Not.EqualTo(rule.IsOfGenerator));
        Assert.That(rule.IsOfGenerator && rule.Descriptor.DefaultSeverity != Microsoft.CodeAnalysis.DiagnosticSeverity.Error, Is.False);
    }

    /// <summary>Such an error is reported whatever is suppressed: [SuppressMessage] does not apply to the compiler's own.</summary>
    [TestCaseSource(typeof(Rule), nameof(Rule.Ids))]
    public void Rule_OfTheGenerator_CannotBeSuppressed(string id)
    {
        var rule = Rule.Of(id);
        Assert.That(rule.Descriptor.CustomTags.Contains(Microsoft.CodeAnalysis.WellKnownDiagnosticTags.Compiler), Is.EqualTo(rule.IsOfGenerator));
    }

    [TestCase("https://example.org/web/sockets", "https://example.org/web/sockets/blob/main/docs/diagnostics/")]
    [TestCase("https://example.org/web/sockets/", "https://example.org/web/sockets/blob/main/docs/diagnostics/")]
    [TestCase("https://example.org/web/sockets.git", "https://example.org/web/sockets/blob/main/docs/diagnostics/")]
    [TestCase("git@example.org:web/sockets.git", "docs/diagnostics/")]
    [TestCase("", "docs/diagnostics/")]
    [TestCase(null, "docs/diagnostics/")]
    public void HelpLink_IsWhereTheRepositoryIsPublished(string? repository, string expected) =>
        Assert.That(HelpLink.Base(repository), Is.EqualTo(expected));
}
