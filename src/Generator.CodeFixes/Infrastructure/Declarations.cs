using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace WebSockets.Generator.CodeFixes;

/// <summary>Edits of declarations that several fixes make.</summary>
internal static class Declarations
{
    /// <summary>The innermost node of this kind around a diagnostic.</summary>
    public static async Task<T?> FindAsync<T>(this Document document, Diagnostic diagnostic, CancellationToken token)
        where T : SyntaxNode
    {
        var root = await document.GetSyntaxRootAsync(token).ConfigureAwait(false);
        return root?.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true).FirstAncestorOrSelf<T>();
    }

    /// <summary>The type with <c>partial</c>, which is always the last modifier.</summary>
    public static TypeDeclarationSyntax WithPartial(this TypeDeclarationSyntax type)
    {
        if (type.Modifiers.Any(SyntaxKind.PartialKeyword))
        {
            return type;
        }

        var partial = SyntaxFactory.Token(type.Keyword.LeadingTrivia, SyntaxKind.PartialKeyword, SyntaxFactory.TriviaList(SyntaxFactory.Space));
        var bare = type.ReplaceToken(type.Keyword, type.Keyword.WithLeadingTrivia());
        return (TypeDeclarationSyntax)bare.WithModifiers(bare.Modifiers.Add(partial));
    }
}
