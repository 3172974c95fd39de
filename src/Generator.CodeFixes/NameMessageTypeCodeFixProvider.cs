using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using WebSockets.Generator.Diagnostics;
using WebSockets.Generator.Infrastructure;
using WebSockets.Generator.Parsing;

namespace WebSockets.Generator.CodeFixes;

/// <summary>WSG0304: gives the second of two message types a name of its own.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(NameMessageTypeCodeFixProvider))]
[Shared]
public sealed class NameMessageTypeCodeFixProvider() : DiagnosticCodeFixProvider(Descriptors.SameTypeName)
{
    private protected override async Task<ProposedFix?> FindAsync(Document document, Diagnostic diagnostic, CancellationToken token)
    {
        if (await document.FindAsync<SyntaxNode>(diagnostic, token).ConfigureAwait(false) is not { } place
            || await document.GetSemanticModelAsync(token).ConfigureAwait(false) is not { } model
            || TypeAt(place, model, token) is not { } type
            || type.FindAttribute(KnownNames.Message) is not { } attribute
            || MessageNames.Of(type) is not { Number: null })
        {
            return null;
        }

        var names = new UniqueNames([.. MessageNameArgument.Taken(model.Compilation)]);
        return await MessageNameArgument.ChangeAsync(document, attribute, MessageNameArgument.Free(names, type.Name), token).ConfigureAwait(false);
    }

    // A parameter that receives it, a return type, or a call that sends it.
    private static INamedTypeSymbol? TypeAt(SyntaxNode place, SemanticModel model, CancellationToken token)
    {
        var type = place switch
        {
            ParameterSyntax parameter => model.GetDeclaredSymbol(parameter, token)?.Type,
            InvocationExpressionSyntax call => (model.GetSymbolInfo(call, token).Symbol as IMethodSymbol)?.TypeArguments.FirstOrDefault(),
            _ when place.FirstAncestorOrSelf<MethodDeclarationSyntax>() is { } method && model.GetDeclaredSymbol(method, token) is { } symbol => ReturnParser.ReplyType(symbol),
            _ => null,
        };
        return (type?.WithoutNullable() as INamedTypeSymbol)?.OriginalDefinition;
    }
}
