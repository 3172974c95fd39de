using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using WebSockets.Generator.Diagnostics;
using WebSockets.Generator.Infrastructure;
using WebSockets.Generator.Parsing;

namespace WebSockets.Generator.CodeFixes;

/// <summary>WSG0004: makes the class of a lifecycle method a handler.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(AddHandlerAttributeCodeFixProvider))]
[Shared]
public sealed class AddHandlerAttributeCodeFixProvider() : DiagnosticCodeFixProvider(Descriptors.StrayMethod)
{
    private protected override async Task<ProposedFix?> FindAsync(Document document, Diagnostic diagnostic, CancellationToken token)
    {
        // Of a class in several parts, it is the same one for each of their methods.
        if (await document.FindMethodAsync(diagnostic, token).ConfigureAwait(false) is not { Symbol.ContainingType: var type, Model.Compilation: var compilation }
            || NewHandler.Path(type, compilation) is not { } path
            || await type.DeclaringSyntaxReferences[0].GetSyntaxAsync(token).ConfigureAwait(false) is not TypeDeclarationSyntax declaration
            || document.Project.Solution.GetDocument(declaration.SyntaxTree) is not { } home)
        {
            return null;
        }

        var model = compilation.GetSemanticModel(declaration.SyntaxTree);
        var name = Names.For(KnownNames.Handler, model, declaration.SpanStart);
        var beginsLine = declaration.BeginsLine();
        return new("Add [WebSocketHandler]", home, editor =>
        {
            editor.ReplaceOnce(declaration, current => WithAttribute(current, name, path, beginsLine));
            editor.MakePartial(declaration);
        });
    }

    private static TypeDeclarationSyntax WithAttribute(TypeDeclarationSyntax type, NameSyntax name, string path, bool beginsLine)
    {
        var argument = SyntaxFactory.AttributeArgument(SyntaxFactory.ParseExpression(CSharpLiteral.String(path)));
        var attribute = SyntaxFactory.Attribute(name, SyntaxFactory.AttributeArgumentList([argument]));
        var list = SyntaxFactory.AttributeList([attribute])
            .WithLeadingTrivia(type.GetLeadingTrivia())
            .WithTrailingTrivia(beginsLine ? SyntaxFactory.LineFeed : SyntaxFactory.Space);
        var bare = type.WithLeadingTrivia(beginsLine ? type.Indentation() : []);
        return (TypeDeclarationSyntax)bare.WithAttributeLists(bare.AttributeLists.Insert(0, list));
    }
}
