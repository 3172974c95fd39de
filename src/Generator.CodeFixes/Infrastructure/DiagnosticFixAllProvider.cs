using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace WebSockets.Generator.CodeFixes;

/// <summary>
/// Fixes all that a provider can fix in a document, a project or the solution. The edits of one document are made together: those
/// of two diagnostics may touch the same declaration, which a merge of finished texts would refuse.
/// </summary>
internal sealed class DiagnosticFixAllProvider(DiagnosticCodeFixProvider provider) : FixAllProvider
{
    public override async Task<CodeAction?> GetFixAsync(FixAllContext context)
    {
        var fixes = new List<ProposedFix>();
        foreach (var document in Documents(context))
        {
            var diagnostics = await context.GetDocumentDiagnosticsAsync(document).ConfigureAwait(false);
            fixes.AddRange(await provider.FindAllAsync(document, diagnostics, context.CancellationToken).ConfigureAwait(false));
        }

        return fixes.Count == 0
            ? null
            : CodeAction.Create(fixes[0].Title, token => FixApplier.ApplyAsync(context.Solution, fixes, token), context.CodeActionEquivalenceKey);
    }

    private static IEnumerable<Document> Documents(FixAllContext context) => context.Scope switch
    {
        FixAllScope.Document => [context.Document!],
        FixAllScope.Project => context.Project.Documents,
        _ => context.Solution.Projects.Where(project => project.Language == context.Project.Language).SelectMany(static project => project.Documents),
    };
}
