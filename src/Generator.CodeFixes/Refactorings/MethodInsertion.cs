using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using WebSockets.Generator.Parsing;

namespace WebSockets.Generator.CodeFixes.Refactorings;

/// <summary>Writes a method into a handler, after the last one of its kind.</summary>
internal static class MethodInsertion
{
    /// <summary>Null: the class is in no document of the solution.</summary>
    public static Task<CodeAction?> ToActionAsync(this NewMethod method, string title, Solution solution, INamedTypeSymbol handler, CancellationToken token) =>
        ToActionAsync(title, solution, handler, (type, model) => method.Write(handler, type, model), type => Position(type, handler, method), token);

    /// <inheritdoc cref="ToActionAsync(NewMethod, string, Solution, INamedTypeSymbol, CancellationToken)"/>
    public static async Task<CodeAction?> ToActionAsync(
        string title,
        Solution solution,
        INamedTypeSymbol handler,
        Func<TypeDeclarationSyntax, SemanticModel, MethodDeclarationSyntax> write,
        Func<TypeDeclarationSyntax, int> findPosition,
        CancellationToken token)
    {
        foreach (var part in handler.DeclaringSyntaxReferences)
        {
            if (solution.GetDocument(part.SyntaxTree) is { } document and not SourceGeneratedDocument
                && await part.GetSyntaxAsync(token).ConfigureAwait(false) is TypeDeclarationSyntax type
                && await document.GetSemanticModelAsync(token).ConfigureAwait(false) is { } model)
            {
                var written = write(type, model);
                var position = findPosition(type);
                var fix = new ProposedFix(title, document, editor => editor.Replace(type, current => Insert(current, position, written)));
                return CodeAction.Create(title, cancel => FixApplier.ApplyAsync(solution, [fix], cancel), equivalenceKey: title);
            }
        }

        return null;
    }

    private static int Position(TypeDeclarationSyntax type, INamedTypeSymbol handler, NewMethod method)
    {
        var marks = handler.GetMembers().OfType<IMethodSymbol>()
            .SelectMany(static member => LifecycleMethods.Marks(member))
            .Select(mark => (mark.Lifecycle, Index: type.Members.IndexOf(member => member.Span.Contains(mark.Symbol.Locations[0].SourceSpan) && member.SyntaxTree == mark.Symbol.Locations[0].SourceTree)))
            .Where(static mark => mark.Index >= 0)
            .ToArray();
        var same = marks.Where(mark => mark.Lifecycle == method.Lifecycle).ToArray();
        return same.Length > 0 ? same.Max(static mark => mark.Index) + 1
            : marks.Length > 0 ? marks.Max(static mark => mark.Index) + 1
            : type.Members.Count;
    }

    private static TypeDeclarationSyntax Insert(TypeDeclarationSyntax type, int position, MethodDeclarationSyntax method)
    {
        // A blank line keeps it from the members before and after.
        var spaced = position == 0 ? method : method.WithLeadingTrivia(SyntaxFactory.LineFeed);
        var braced = type.OpenBraceToken.RawKind == 0 ? WithBraces(type) : type;
        return (TypeDeclarationSyntax)braced.WithMembers(braced.Members.Insert(position, spaced));
    }

    private static TypeDeclarationSyntax WithBraces(TypeDeclarationSyntax type) => (TypeDeclarationSyntax)type
        .WithSemicolonToken(default)
        .WithOpenBraceToken(SyntaxFactory.Token([SyntaxFactory.LineFeed, .. type.Indentation()], SyntaxKind.OpenBraceToken, [SyntaxFactory.LineFeed]))
        .WithCloseBraceToken(SyntaxFactory.Token(type.Indentation(), SyntaxKind.CloseBraceToken, type.SemicolonToken.TrailingTrivia));
}
