using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace WebSockets.Generator.CodeFixes;

/// <summary>
/// Mends all that a provider can mend in a document, a project or the solution. The edits of one document are made together: those
/// of two diagnostics may touch the same declaration, which a merge of finished texts would refuse.
/// </summary>
internal sealed class MendAllProvider(MendProvider provider) : FixAllProvider
{
    public override async Task<CodeAction?> GetFixAsync(FixAllContext context)
    {
        var mends = new List<Mend>();
        foreach (var document in Documents(context))
        {
            var diagnostics = await context.GetDocumentDiagnosticsAsync(document).ConfigureAwait(false);
            mends.AddRange(await provider.FindAllAsync(document, diagnostics, context.CancellationToken).ConfigureAwait(false));
        }

        return mends.Count == 0
            ? null
            : CodeAction.Create(mends[0].Title, token => Mending.ApplyAsync(context.Solution, mends, token), context.CodeActionEquivalenceKey);
    }

    private static IEnumerable<Document> Documents(FixAllContext context) => context.Scope switch
    {
        FixAllScope.Document => [context.Document!],
        FixAllScope.Project => context.Project.Documents,
        _ => context.Solution.Projects.Where(project => project.Language == context.Project.Language).SelectMany(static project => project.Documents),
    };
}
