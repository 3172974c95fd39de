using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace WebSockets.Generator.CodeFixes;

/// <summary>
/// A fix of one diagnostic. Whoever derives from it says what is to be done for one place; doing it for a document, a project or the
/// solution is the same work for all of them.
/// </summary>
public abstract class MendProvider : CodeFixProvider
{
    private readonly string _id;

    private protected MendProvider(DiagnosticDescriptor descriptor) => _id = descriptor.Id;

    /// <inheritdoc/>
    public sealed override ImmutableArray<string> FixableDiagnosticIds => [_id];

    /// <inheritdoc/>
    public sealed override FixAllProvider GetFixAllProvider() => new MendAllProvider(this);

    /// <inheritdoc/>
    public sealed override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        foreach (var diagnostic in context.Diagnostics)
        {
            if (await FindAsync(context.Document, diagnostic, context.CancellationToken).ConfigureAwait(false) is { } mend)
            {
                var solution = context.Document.Project.Solution;
                context.RegisterCodeFix(CodeAction.Create(mend.Title, token => Mending.ApplyAsync(solution, [mend], token), equivalenceKey: _id), diagnostic);
            }
        }
    }

    /// <summary>What is to be done; null: nothing that is certainly right.</summary>
    private protected abstract Task<Mend?> FindAsync(Document document, Diagnostic diagnostic, CancellationToken token);

    internal async Task<IReadOnlyList<Mend>> FindAllAsync(Document document, IEnumerable<Diagnostic> diagnostics, CancellationToken token)
    {
        var mends = new List<Mend>();
        foreach (var diagnostic in diagnostics)
        {
            if (await FindAsync(document, diagnostic, token).ConfigureAwait(false) is { } mend)
            {
                mends.Add(mend);
            }
        }

        return mends;
    }
}
