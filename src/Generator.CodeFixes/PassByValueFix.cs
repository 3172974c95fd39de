using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using WebSockets.Generator.Diagnostics;

namespace WebSockets.Generator.CodeFixes;

/// <summary>WSG0207: takes a parameter by value.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(PassByValueFix))]
[Shared]
public sealed class PassByValueFix() : MendProvider(Descriptors.PassedByReference)
{
    // What is assigned to an 'out' parameter is meant for a caller.
    private protected override async Task<Mend?> FindAsync(Document document, Diagnostic diagnostic, CancellationToken token) =>
        await document.FindMethodAsync(diagnostic, token).ConfigureAwait(false) is { } method
        && await document.FindAsync<ParameterSyntax>(diagnostic, token).ConfigureAwait(false) is { } parameter
        && !parameter.Modifiers.Any(SyntaxKind.OutKeyword)
        && await method.IsFreeAsync(token).ConfigureAwait(false)
            ? new("Pass by value", document, editor => editor.ReplaceOnce(parameter, static current => current
                .WithModifiers([])
                .WithType(current.Type?.WithLeadingTrivia(current.AttributeLists.Count == 0 ? current.GetLeadingTrivia() : []))))
            : null;
}
