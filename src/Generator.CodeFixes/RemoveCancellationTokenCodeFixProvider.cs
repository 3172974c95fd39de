using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using WebSockets.Generator.Diagnostics;

namespace WebSockets.Generator.CodeFixes;

/// <summary>WSG0214: removes a second CancellationToken that is not used.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(RemoveCancellationTokenCodeFixProvider))]
[Shared]
public sealed class RemoveCancellationTokenCodeFixProvider() : DiagnosticCodeFixProvider(Descriptors.SeveralTokens)
{
    private protected override async Task<ProposedFix?> FindAsync(Document document, Diagnostic diagnostic, CancellationToken token)
    {
        if (await document.FindMethodAsync(diagnostic, token).ConfigureAwait(false) is not { } method
            || await document.FindAsync<ParameterSyntax>(diagnostic, token).ConfigureAwait(false) is not { } parameter
            || method.Model.GetDeclaredSymbol(parameter, token) is not { } symbol
            || !method.CanChangeSignature(token)
            || IsUsed(symbol, method, token))
        {
            return null;
        }

        return new($"Remove '{symbol.Name}'", document, editor => editor.ReplaceOnce(
            method.Syntax.ParameterList,
            list => list.WithParameters(list.Parameters.Without((_, i) => i == symbol.Ordinal))))
        { ChangedSignature = method };
    }

    private static bool IsUsed(IParameterSymbol parameter, Method method, CancellationToken token) => method.Syntax.DescendantNodes()
        .OfType<IdentifierNameSyntax>()
        .Any(name => name.Identifier.ValueText == parameter.Name && SymbolEqualityComparer.Default.Equals(method.Model.GetSymbolInfo(name, token).Symbol, parameter));
}
