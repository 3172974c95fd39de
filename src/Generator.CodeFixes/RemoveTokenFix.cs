using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FindSymbols;
using WebSockets.Generator.Diagnostics;

namespace WebSockets.Generator.CodeFixes;

/// <summary>WSG0214: removes a second CancellationToken that is not used.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(RemoveTokenFix))]
[Shared]
public sealed class RemoveTokenFix() : MendProvider(Descriptors.SeveralTokens)
{
    private protected override async Task<Mend?> FindAsync(Document document, Diagnostic diagnostic, CancellationToken token)
    {
        if (await document.FindMethodAsync(diagnostic, token).ConfigureAwait(false) is not { } method
            || await document.FindAsync<ParameterSyntax>(diagnostic, token).ConfigureAwait(false) is not { } parameter
            || method.Model.GetDeclaredSymbol(parameter, token) is not { } symbol
            || !await method.IsFreeAsync(token).ConfigureAwait(false))
        {
            return null;
        }

        var references = await SymbolFinder.FindReferencesAsync(symbol, document.Project.Solution, token).ConfigureAwait(false);
        return references.Any(static reference => reference.Locations.Any())
            ? null
            : new($"Remove '{symbol.Name}'", document, editor => editor.ReplaceOnce(
                method.Syntax.ParameterList,
                list => list.WithParameters(list.Parameters.Without((_, i) => i == symbol.Ordinal))));
    }
}
