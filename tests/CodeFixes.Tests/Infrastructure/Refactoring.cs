using System.Collections.Immutable;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeRefactorings;
using Microsoft.CodeAnalysis.Text;

namespace WebSockets.CodeFixes.Tests.Infrastructure;

/// <summary>Asks for a refactoring where <c>^</c> stands in the first source, and holds the whole text afterwards against what a person would have written.</summary>
internal sealed class Refactoring(CodeRefactoringProvider provider)
{
    public Task WritesAsync(string title, string before, string after) => WritesAsync(title, [before], [after]);

    public async Task WritesAsync(string title, string[] before, params string[] after)
    {
        var actions = await ActionsAsync(before);
        var action = Leaves(actions).SingleOrDefault(action => action.Title == title);
        Assert.That(action, Is.Not.Null, "Offered are: " + string.Join(", ", Leaves(actions).Select(other => other.Title)));
        var operations = await action!.GetOperationsAsync(CancellationToken.None);
        var written = new UserSolution(operations.OfType<ApplyChangesOperation>().Single().ChangedSolution);
        Assert.That(await written.TextsAsync(), Is.EqualTo(after));
        Assert.That(await written.ErrorsAsync(), Is.Empty);
    }

    /// <summary>The titles of what is offered; those of a group after its own.</summary>
    public async Task<string[]> OffersAsync(params string[] sources) =>
        [.. (await ActionsAsync(sources)).SelectMany(action => action.NestedActions.Select(nested => nested.Title).Prepend(action.Title))];

    private async Task<IReadOnlyList<CodeAction>> ActionsAsync(string[] sources)
    {
        var caret = sources[0].IndexOf('^', StringComparison.Ordinal);
        Assert.That(caret, Is.GreaterThanOrEqualTo(0));
        var solution = UserSolution.Of([sources[0].Remove(caret, 1), .. sources.Skip(1)]);
        var actions = new List<CodeAction>();
        await provider.ComputeRefactoringsAsync(new CodeRefactoringContext(solution.Documents[0], new TextSpan(caret, 0), actions.Add, CancellationToken.None));
        return actions;
    }

    private static ImmutableArray<CodeAction> Leaves(IEnumerable<CodeAction> actions) =>
        [.. actions.SelectMany(action => action.NestedActions.IsEmpty ? [action] : action.NestedActions)];
}
