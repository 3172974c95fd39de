using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using WebSockets.Generator.Diagnostics;

namespace WebSockets.Generator.CodeFixes;

/// <summary>WSG0216: lets a handler call the lifecycle method of its base class.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(MakeProtectedCodeFixProvider))]
[Shared]
public sealed class MakeProtectedCodeFixProvider() : DiagnosticCodeFixProvider(Descriptors.Inaccessible)
{
    private protected override async Task<ProposedFix?> FindAsync(Document document, Diagnostic diagnostic, CancellationToken token) =>
        await document.FindMethodAsync(diagnostic, token).ConfigureAwait(false) is { Symbol: { DeclaredAccessibility: Accessibility.Private, ExplicitInterfaceImplementations.IsEmpty: true } } method
            ? new("Make protected", document, editor => editor.ReplaceOnce(method.Syntax, static current => WithProtected(current)))
            : null;

    private static MethodDeclarationSyntax WithProtected(MethodDeclarationSyntax method)
    {
        if (method.Modifiers.FirstOrDefault(static modifier => modifier.IsKind(SyntaxKind.PrivateKeyword)) is { RawKind: not 0 } modifier)
        {
            return method.ReplaceToken(modifier, SyntaxFactory.Token(SyntaxKind.ProtectedKeyword).WithTriviaFrom(modifier));
        }

        // It comes first, before another modifier or the return type.
        var next = method.Modifiers.Count > 0 ? method.Modifiers[0] : method.ReturnType.GetFirstToken();
        var keyword = SyntaxFactory.Token(next.LeadingTrivia, SyntaxKind.ProtectedKeyword, SyntaxFactory.TriviaList(SyntaxFactory.Space));
        var bare = method.ReplaceToken(next, next.WithLeadingTrivia());
        return bare.WithModifiers(bare.Modifiers.Insert(0, keyword));
    }
}
