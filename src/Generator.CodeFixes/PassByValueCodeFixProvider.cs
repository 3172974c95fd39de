using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using WebSockets.Generator.Diagnostics;

namespace WebSockets.Generator.CodeFixes;

/// <summary>WSG0207: takes a parameter by value.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(PassByValueCodeFixProvider))]
[Shared]
public sealed class PassByValueCodeFixProvider() : DiagnosticCodeFixProvider(Descriptors.PassedByReference)
{
    // What is assigned to an 'out' parameter is meant for a caller.
    private protected override async Task<ProposedFix?> FindAsync(Document document, Diagnostic diagnostic, CancellationToken token) =>
        await document.FindMethodAsync(diagnostic, token).ConfigureAwait(false) is { } method
        && await document.FindAsync<ParameterSyntax>(diagnostic, token).ConfigureAwait(false) is { } parameter
        && !parameter.Modifiers.Any(SyntaxKind.OutKeyword)
        && method.CanChangeSignature(token)
            ? new("Pass by value", document, editor => editor.ReplaceOnce(parameter, WithoutModifiers)) { ChangedSignature = method }
            : null;

    // What was written behind a modifier is before the type now.
    private static ParameterSyntax WithoutModifiers(ParameterSyntax parameter)
    {
        var before = parameter.Modifiers[0].LeadingTrivia;
        var behind = parameter.Modifiers.SelectMany(static modifier => modifier.TrailingTrivia).SkipWhile(static trivia => trivia.IsKind(SyntaxKind.WhitespaceTrivia));
        return parameter.WithModifiers([]).WithType(parameter.Type?.WithLeadingTrivia(before.AddRange(behind)));
    }
}
