using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using WebSockets.Generator.Diagnostics;
using WebSockets.Generator.Parsing;

namespace WebSockets.Generator.CodeFixes;

/// <summary>WSG0001: makes a handler partial, and the types around it.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(MakePartialCodeFixProvider))]
[Shared]
public sealed class MakePartialCodeFixProvider() : DiagnosticCodeFixProvider(Descriptors.NotPartial)
{
    private protected override async Task<ProposedFix?> FindAsync(Document document, Diagnostic diagnostic, CancellationToken token)
    {
        if (await document.FindAsync<TypeDeclarationSyntax>(diagnostic, token).ConfigureAwait(false) is not { } type
            || await document.GetSemanticModelAsync(token).ConfigureAwait(false) is not { } model)
        {
            return null;
        }

        // The one that is reported may stand around the handlers.
        var handlers = type.DescendantNodesAndSelf()
            .OfType<TypeDeclarationSyntax>()
            .Where(inner => model.GetDeclaredSymbol(inner, token)?.FindAttribute(KnownNames.Handler) is not null)
            .ToArray();
        return new("Make partial", document, editor =>
        {
            foreach (var handler in handlers)
            {
                editor.MakePartial(handler);
            }
        });
    }
}
