using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace WebSockets.Generator.CodeFixes;

/// <summary>
/// The code fix of one diagnostic. A derived class finds the fix for one location; applying it to a document, a project or the
/// solution is common to all of them.
/// </summary>
public abstract class DiagnosticCodeFixProvider : CodeFixProvider
{
    private readonly string _id;

    private protected DiagnosticCodeFixProvider(DiagnosticDescriptor descriptor) => _id = descriptor.Id;

    /// <inheritdoc/>
    public sealed override ImmutableArray<string> FixableDiagnosticIds => [_id];

    /// <inheritdoc/>
    public sealed override FixAllProvider GetFixAllProvider() => new DiagnosticFixAllProvider(this);

    /// <inheritdoc/>
    public sealed override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        foreach (var diagnostic in context.Diagnostics)
        {
            if (await FindAsync(context.Document, diagnostic, context.CancellationToken).ConfigureAwait(false) is { } fix)
            {
                var solution = context.Document.Project.Solution;
                context.RegisterCodeFix(CodeAction.Create(fix.Title, token => FixApplier.ApplyAsync(solution, [fix], token), equivalenceKey: _id), diagnostic);
            }
        }
    }

    /// <summary>The fix, found without a search for references; null: there is none that is certainly right.</summary>
    private protected abstract Task<ProposedFix?> FindAsync(Document document, Diagnostic diagnostic, CancellationToken token);

    internal async Task<IReadOnlyList<ProposedFix>> FindAllAsync(Document document, IEnumerable<Diagnostic> diagnostics, CancellationToken token)
    {
        var fixes = new List<ProposedFix>();
        foreach (var diagnostic in diagnostics)
        {
            if (await FindAsync(document, diagnostic, token).ConfigureAwait(false) is { } fix)
            {
                fixes.Add(fix);
            }
        }

        return fixes;
    }
}
