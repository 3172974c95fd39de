using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using WebSockets.Generator.Diagnostics;

namespace WebSockets.Generator.CodeFixes;

/// <summary>WSG0402: removes subprotocols that stand twice, or are empty.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(RemoveSubprotocolFix))]
[Shared]
public sealed class RemoveSubprotocolFix() : MendProvider(Descriptors.Subprotocol)
{
    private protected override async Task<Mend?> FindAsync(Document document, Diagnostic diagnostic, CancellationToken token)
    {
        if (await document.FindAsync<ExpressionSyntax>(diagnostic, token).ConfigureAwait(false) is not { } protocols
            || await document.GetSemanticModelAsync(token).ConfigureAwait(false) is not { } model)
        {
            return null;
        }

        var seen = new HashSet<string>(StringComparer.Ordinal) { "" };
        var useless = Elements(protocols).Where(element => model.GetConstantValue(element is ExpressionElementSyntax { Expression: var inner } ? inner : element, token).Value is string name && !seen.Add(name)).ToArray();
        return useless.Length == 0 ? null : new("Remove what stands twice or is empty", document, editor => Remove(editor, useless));
    }

    private static IEnumerable<SyntaxNode> Elements(ExpressionSyntax protocols) => protocols switch
    {
        CollectionExpressionSyntax collection => collection.Elements,
        ArrayCreationExpressionSyntax { Initializer: { } initializer } => initializer.Expressions,
        ImplicitArrayCreationExpressionSyntax array => array.Initializer.Expressions,
        _ => [],
    };

    // Each of them is reported, and all are removed together.
    private static void Remove(MendEditor editor, SyntaxNode[] elements)
    {
        foreach (var element in elements)
        {
            editor.RemoveOnce(element);
        }
    }
}
