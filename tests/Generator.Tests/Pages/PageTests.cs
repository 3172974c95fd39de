using WebSockets.Generator.Tests.Infrastructure;

namespace WebSockets.Generator.Tests.Pages;

/// <summary>
/// The pages under <c>docs/diagnostics</c> show the samples, and what the build says of them: id, severity, place and text of every rule are
/// verified here.
/// </summary>
[TestFixture]
internal sealed class PageTests
{
    [TestCaseSource(typeof(Rule), nameof(Rule.Ids))]
    public void Page_ShowsTheSamplesAndWhatTheBuildSays(string id)
    {
        var rule = Rule.Of(id);
        var diagnostics = SampleRun.Report(rule.Violation.Name, rule.Violation.Text);
        Assert.That(diagnostics.Select(diagnostic => diagnostic.Id).Distinct(), Is.EqualTo(new[] { id }), "No other page is worth showing.");
        new Page(rule.Page)
            .WithHead($"# {id}: {rule.Title}\n\n| Severity | Category | Code fix |\n|---|---|---|\n| {rule.Severity} | `{rule.Descriptor.Category}` | {CodeFix(rule)} |\n")
            .WithBlock(rule.Violation.Name, rule.Violation.Text)
            .WithBlock("The build", BuildOutput.Of(diagnostics))
            .WithBlock(rule.Fixed.Name, rule.Fixed.Text)
            .Verify();
    }

    /// <summary>The sections are those of the pages of .NET's own rules.</summary>
    [TestCaseSource(typeof(Rule), nameof(Rule.Ids))]
    public void Page_HasTheSectionsOfARule(string id)
    {
        var page = File.ReadAllText(Rule.Of(id).Page);
        Assert.That(
            page.Split('\n').Where(line => line.StartsWith("## ", StringComparison.Ordinal)),
            Is.EqualTo(new[] { "## Cause", "## Rule description", "## Example", "## How to fix violations", "## When to suppress warnings" }));
        Assert.That(page.EndsWith(
            "## When to suppress warnings\n\nThis error [cannot be suppressed](README.md#errors-of-the-generator), and its severity cannot be changed.\n", StringComparison.Ordinal), Is.EqualTo(Rule.Of(id).IsOfGenerator));
    }

    [Test]
    public void Index_ListsEveryRule()
    {
        var rows = Rule.All.Select(rule => $"| [{rule.Id}]({rule.Id}.md) | {rule.Severity} | {rule.Title} | {CodeFix(rule)} |\n");
        new Page(Repository.PathOf("docs", "diagnostics", "README.md"))
            .WithTable("| Id | Severity | Title | Code fix |\n|---|---|---|---|\n" + string.Concat(rows))
            .Verify();
    }

    [Test]
    public void Index_NamesTheErrorsOfTheGenerator() => Assert.That(
        File.ReadAllText(Repository.PathOf("docs", "diagnostics", "README.md")),
        Does.Contain($"These are {string.Join(", ", Rule.All.Where(rule => rule.IsOfGenerator).Select(rule => rule.Id))}."));

    [Test]
    public void Pages_AreOfRulesThatExist() => Assert.That(
        Directory.GetFiles(Repository.PathOf("docs", "diagnostics")).Select(Path.GetFileNameWithoutExtension),
        Is.EquivalentTo(Rule.Ids.Append("README")));

    [Test]
    public void Samples_AreOfRulesThatExist() => Assert.That(
        Directory.GetFiles(SampleFile.Folder, "*.cs").Select(Path.GetFileName),
        Is.EquivalentTo(Rule.All.SelectMany(rule => new[] { rule.Violation.Name, rule.Fixed.Name })));

    private static string CodeFix(Rule rule) => rule.HasCodeFix ? "yes" : "no";
}
