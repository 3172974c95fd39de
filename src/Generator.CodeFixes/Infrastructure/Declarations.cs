using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace WebSockets.Generator.CodeFixes;

/// <summary>Looks for declarations, and edits them, as several fixes do.</summary>
internal static class Declarations
{
    /// <summary>The innermost node of this kind around a diagnostic.</summary>
    public static async Task<T?> FindAsync<T>(this Document document, Diagnostic diagnostic, CancellationToken token)
        where T : SyntaxNode
    {
        var root = await document.GetSyntaxRootAsync(token).ConfigureAwait(false);
        return root?.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true).FirstAncestorOrSelf<T>();
    }

    /// <summary>The method around a diagnostic.</summary>
    public static async Task<Method?> FindMethodAsync(this Document document, Diagnostic diagnostic, CancellationToken token) =>
        await document.FindAsync<MethodDeclarationSyntax>(diagnostic, token).ConfigureAwait(false) is { } syntax
        && await document.GetSemanticModelAsync(token).ConfigureAwait(false) is { } model
        && model.GetDeclaredSymbol(syntax, token) is { } symbol
            ? new(document, syntax, symbol, model)
            : null;

    /// <summary>Makes a type partial, and the types that it stands in.</summary>
    public static void MakePartial(this FixEditor editor, TypeDeclarationSyntax type)
    {
        foreach (var each in type.AncestorsAndSelf().OfType<TypeDeclarationSyntax>())
        {
            editor.Replace(each, static current => current.Modifiers.Any(SyntaxKind.PartialKeyword) ? current : WithPartial(current));
        }
    }

    /// <summary>Whether nothing but space stands before it in its line.</summary>
    public static bool BeginsLine(this SyntaxNode node) =>
        node.SyntaxTree.GetText() is var text
        && text.Lines.GetLineFromPosition(node.SpanStart) is var line
        && string.IsNullOrWhiteSpace(text.ToString(TextSpan.FromBounds(line.Start, node.SpanStart)));

    /// <summary>What a line begins with, if a node begins it.</summary>
    public static SyntaxTriviaList Indentation(this SyntaxNode node) =>
        node.GetLeadingTrivia() is [.., { RawKind: (int)SyntaxKind.WhitespaceTrivia } whitespace] ? [whitespace] : [];

    // It is always the last modifier.
    private static TypeDeclarationSyntax WithPartial(TypeDeclarationSyntax type)
    {
        var partial = SyntaxFactory.Token(type.Keyword.LeadingTrivia, SyntaxKind.PartialKeyword, SyntaxFactory.TriviaList(SyntaxFactory.Space));
        var bare = type.ReplaceToken(type.Keyword, type.Keyword.WithLeadingTrivia());
        return (TypeDeclarationSyntax)bare.WithModifiers(bare.Modifiers.Add(partial));
    }
}
