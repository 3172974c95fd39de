using Microsoft.CodeAnalysis.CodeFixes;
using WebSockets.CodeFixes.Tests.Infrastructure;
using WebSockets.Generator.CodeFixes;
using WebSockets.Generator.Tests.Pages;

namespace WebSockets.CodeFixes.Tests;

/// <summary>The samples of the diagnostics that have a fix: it does what their pages show.</summary>
[TestFixture]
internal sealed class SampleTests
{
    private static IEnumerable<CodeFixProvider> Providers => typeof(MakePartialCodeFixProvider).Assembly.GetTypes()
        .Where(type => !type.IsAbstract && type.IsSubclassOf(typeof(CodeFixProvider)))
        .Select(type => (CodeFixProvider)Activator.CreateInstance(type)!);

    [TestCaseSource(nameof(Providers))]
    public async Task The_violation_becomes_the_fixed_version(CodeFixProvider provider)
    {
        foreach (var id in provider.FixableDiagnosticIds)
        {
            await new Fix(provider).FixesAsync(new SampleFile(id + ".Violation.cs").Text, new SampleFile(id + ".Fixed.cs").Text);
        }
    }
}
