using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace WebSockets.Generator.Tests.Pages;

/// <summary>For each rule: its samples show it and nothing else, and its severity is the user's to choose, unless generated code leaves something out.</summary>
[TestFixture]
[TestFixtureSource(typeof(Rule), nameof(Rule.Ids))]
internal sealed class SampleTests(string id)
{
    private readonly Rule _rule = Rule.Of(id);

    [Test]
    public void Violation_IsReported_AndNothingBeside()
    {
        var diagnostics = Report();
        Assert.That(diagnostics.Select(diagnostic => diagnostic.Id).Distinct(), Is.EqualTo(new[] { id }), string.Join("\n", diagnostics));
        Assert.That(diagnostics.Select(diagnostic => diagnostic.Severity), Is.All.EqualTo(_rule.Descriptor.DefaultSeverity));
        Assert.That(diagnostics.Select(diagnostic => Path.GetFileName(diagnostic.Location.SourceTree?.FilePath)), Is.All.EqualTo(_rule.Violation.Name));
    }

    [Test]
    public void Fixed_HasNothingReported() => Assert.That(SampleRun.Report(_rule.Fixed.Name, _rule.Fixed.Text), Is.Empty);

    [Test]
    public void Samples_AreInTheNamespaceOfTheRule()
    {
        Assert.That(_rule.Violation.Text, Does.Contain($"\nnamespace {id};\n"));
        Assert.That(_rule.Fixed.Text, Does.Contain($"\nnamespace {id};\n"));
    }

    [Test]
    public void Pragma_SuppressesIt_UnlessItIsNotConfigurable() =>
        AssertIsConfigurable(SampleRun.Report(_rule.Violation.Name, $"#pragma warning disable {id}\n" + _rule.Violation.Text), null);

    [Test]
    public void EditorConfig_SuppressesIt_UnlessItIsNotConfigurable() => AssertIsConfigurable(Report("none"), null);

    [TestCase("warning", DiagnosticSeverity.Warning)]
    [TestCase("error", DiagnosticSeverity.Error)]
    public void EditorConfig_SetsItsSeverity_UnlessItIsNotConfigurable(string severity, DiagnosticSeverity expected) => AssertIsConfigurable(Report(severity), expected);

    private void AssertIsConfigurable(ImmutableArray<Diagnostic> diagnostics, DiagnosticSeverity? severity)
    {
        DiagnosticSeverity? expected = _rule.IsOfGenerator ? DiagnosticSeverity.Error : severity;
        Assert.That(diagnostics.Select(diagnostic => diagnostic.Id).Distinct(), Is.EqualTo(expected is null ? [] : new[] { id }));
        Assert.That(diagnostics.Select(diagnostic => (DiagnosticSeverity?)diagnostic.Severity), Is.All.EqualTo(expected));
    }

    private ImmutableArray<Diagnostic> Report() => SampleRun.Report(_rule.Violation.Name, _rule.Violation.Text);

    private ImmutableArray<Diagnostic> Report(string severity) =>
        SampleRun.Report(_rule.Violation.Name, _rule.Violation.Text, $"[*.cs]\ndotnet_diagnostic.{id}.severity = {severity}\n");
}
