using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;
using Microsoft.CodeAnalysis.Formatting;
using Microsoft.CodeAnalysis.Simplification;

namespace WebSockets.Generator.CodeFixes;

/// <summary>Applies fixes, and leaves the documents as a person would have written them.</summary>
internal static class FixApplier
{
    /// <summary>Marks what is to be formatted. That of <see cref="Formatter"/> is on every name that was shortened, and the lines around it are not ours.</summary>
    public static readonly SyntaxAnnotation Format = new("Format");

    public static async Task<Solution> ApplyAsync(Solution solution, IEnumerable<ProposedFix> fixes, CancellationToken token)
    {
        foreach (var group in (await ApplicableAsync(fixes, token).ConfigureAwait(false)).GroupBy(static fix => fix.Document.Id))
        {
            var document = solution.GetDocument(group.Key)!;
            var editor = new FixEditor((await group.First().Document.GetSyntaxRootAsync(token).ConfigureAwait(false))!, solution.Services);
            foreach (var fix in group)
            {
                fix.Apply(editor);
            }

            var changed = await TidyAsync(document, editor.GetChangedRoot(), token).ConfigureAwait(false);
            solution = changed.Project.Solution;
        }

        return solution;
    }

    /// <summary>
    /// The document with this root. What carries the annotations of <see cref="Simplifier"/> is imported and shortened, and what
    /// carries <see cref="Format"/> is formatted; the rest stays as odd as it was, and so do the ends of the lines.
    /// </summary>
    public static async Task<Document> TidyAsync(Document document, SyntaxNode root, CancellationToken token)
    {
        var before = await document.GetTextAsync(token).ConfigureAwait(false);
        var changed = document.WithSyntaxRoot(root);
        changed = await ImportAsync(changed, token).ConfigureAwait(false);
        changed = await Simplifier.ReduceAsync(changed, Simplifier.Annotation, cancellationToken: token).ConfigureAwait(false);
        changed = await Formatter.FormatAsync(changed, Format, cancellationToken: token).ConfigureAwait(false);

        // The text alone: an editor would format all that still carries an annotation.
        return document.WithText(LineEnds.Keep(before, await changed.GetTextAsync(token).ConfigureAwait(false)));
    }

    private static async Task<IReadOnlyList<ProposedFix>> ApplicableAsync(IEnumerable<ProposedFix> fixes, CancellationToken token)
    {
        var applicable = new List<ProposedFix>();
        foreach (var fix in fixes)
        {
            if (fix.ChangedSignature is null || !await fix.ChangedSignature.IsReferencedAsync(token).ConfigureAwait(false))
            {
                applicable.Add(fix);
            }
        }

        return applicable;
    }

    private static async Task<Document> ImportAsync(Document document, CancellationToken token)
    {
        var imported = await ImportAdder.AddImportsAsync(document, Simplifier.AddImportsAnnotation, cancellationToken: token).ConfigureAwait(false);
        var root = (await imported.GetSyntaxRootAsync(token).ConfigureAwait(false))!;
        var added = root.GetAnnotatedNodes(Formatter.Annotation).OfType<UsingDirectiveSyntax>();
        return imported.WithSyntaxRoot(root.ReplaceNodes(added, static (_, directive) => directive.WithAdditionalAnnotations(Format)));
    }
}
