using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace WebSockets.CodeFixes.Tests.Infrastructure;

/// <summary>Applies a code fix as an editor does, and holds the whole text afterwards against what a person would have written.</summary>
internal sealed class Fix(CodeFixProvider provider)
{
    private string Id => provider.FixableDiagnosticIds.Single();

    /// <summary>Fixes the first that is reported. Others of it may remain.</summary>
    public async Task FixesOneAsync(UserSolution before, params string[] after) => await AssertAsync(await ApplyAsync(before), after);

    /// <summary>Fixes the first that is reported, and with it all that are.</summary>
    public async Task FixesAsync(UserSolution before, params string[] after) => await AssertNoneIsLeftAsync(await ApplyAsync(before), after);

    /// <inheritdoc cref="FixesAsync(UserSolution, string[])"/>
    public Task FixesAsync(string before, string after) => FixesAsync(UserSolution.Of(before), after);

    /// <summary>Fixes all that are reported at once.</summary>
    public async Task FixesAllAsync(FixAllScope scope, UserSolution before, params string[] after) => await AssertNoneIsLeftAsync(await ApplyAllAsync(scope, before), after);

    /// <summary>It is reported, and there is no fix that is certainly right.</summary>
    public Task OffersNothingAsync(string source) => OffersNothingAsync(UserSolution.Of(source));

    /// <inheritdoc cref="OffersNothingAsync(string)"/>
    public async Task OffersNothingAsync(UserSolution solution)
    {
        Assert.That(await ActionsAsync(solution, await FirstAsync(solution)), Is.Empty);
    }

    /// <summary>How the editor offers the fix.</summary>
    public async Task<string> TitleAsync(string source)
    {
        var solution = UserSolution.Of(source);
        return (await ActionsAsync(solution, await FirstAsync(solution))).Single().Title;
    }

    public async Task<UserSolution> ApplyAllAsync(FixAllScope scope, UserSolution before)
    {
        var diagnostic = await FirstAsync(before);
        var document = before.Solution.GetDocument(diagnostic.Location.SourceTree)!;
        var key = (await ActionsAsync(before, diagnostic)).Single().EquivalenceKey;
        var context = new FixAllContext(document, provider, scope, key!, provider.FixableDiagnosticIds, new Reporter(before), CancellationToken.None);
        var action = await provider.GetFixAllProvider()!.GetFixAsync(context);
        return await RunAsync(action!);
    }

    private async Task<UserSolution> ApplyAsync(UserSolution before) => await RunAsync((await ActionsAsync(before, await FirstAsync(before))).Single());

    /// <summary>The first that is reported.</summary>
    public async Task<Diagnostic> FirstAsync(UserSolution solution)
    {
        var diagnostics = await solution.DiagnosticsAsync(Id);
        Assert.That(diagnostics, Is.Not.Empty, Id + " is not reported");
        return diagnostics[0];
    }

    /// <summary>What is offered for it.</summary>
    public async Task<IReadOnlyList<CodeAction>> ActionsAsync(UserSolution solution, Diagnostic diagnostic)
    {
        var actions = new List<CodeAction>();
        var document = solution.Solution.GetDocument(diagnostic.Location.SourceTree)!;
        await provider.RegisterCodeFixesAsync(new CodeFixContext(document, diagnostic, (action, _) => actions.Add(action), CancellationToken.None));
        return actions;
    }

    /// <summary>The solution after one of them.</summary>
    public static async Task<UserSolution> RunAsync(CodeAction action)
    {
        var operations = await action.GetOperationsAsync(CancellationToken.None);
        return new(operations.OfType<ApplyChangesOperation>().Single().ChangedSolution);
    }

    private async Task AssertNoneIsLeftAsync(UserSolution changed, string[] after)
    {
        await AssertAsync(changed, after);
        Assert.That(await changed.DiagnosticsAsync(Id), Is.Empty);
        Assert.That(await changed.ErrorsAsync(), Is.Empty);
    }

    private static async Task AssertAsync(UserSolution changed, string[] after) => Assert.That(await changed.TextsAsync(), Is.EqualTo(after));

    private sealed class Reporter(UserSolution solution) : FixAllContext.DiagnosticProvider
    {
        public override async Task<IEnumerable<Diagnostic>> GetAllDiagnosticsAsync(Project project, CancellationToken cancellationToken) =>
            await solution.DiagnosticsAsync(project);

        public override async Task<IEnumerable<Diagnostic>> GetDocumentDiagnosticsAsync(Document document, CancellationToken cancellationToken)
        {
            var tree = await document.GetSyntaxTreeAsync(cancellationToken);
            return (await solution.DiagnosticsAsync(document.Project)).Where(diagnostic => diagnostic.Location.SourceTree == tree);
        }

        public override Task<IEnumerable<Diagnostic>> GetProjectDiagnosticsAsync(Project project, CancellationToken cancellationToken) =>
            Task.FromResult<IEnumerable<Diagnostic>>([]);
    }
}
