using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeRefactorings;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace WebSockets.Generator.CodeFixes.Refactorings;

/// <summary>What stands where a refactoring is asked for.</summary>
internal static class CaretExtensions
{
    /// <summary>The node whose word the caret is in, or right behind.</summary>
    public static async Task<SyntaxNode?> FindNodeAsync(this CodeRefactoringContext context)
    {
        var root = await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);
        var token = root?.FindToken(context.Span.Start);
        return token is { } found && found.SpanStart == context.Span.Start && context.Span.IsEmpty && found.GetPreviousToken() is var before && before.Span.End == found.SpanStart && before.Parent is SimpleNameSyntax or TypeDeclarationSyntax
            ? before.Parent
            : token?.Parent;
    }

    /// <summary>The type whose name or attributes a node belongs to; not one whose members it does.</summary>
    public static TypeDeclarationSyntax? DeclaredType(this SyntaxNode node) =>
        node as TypeDeclarationSyntax ?? node.FirstAncestorOrSelf<AttributeListSyntax>()?.Parent as TypeDeclarationSyntax;
}
