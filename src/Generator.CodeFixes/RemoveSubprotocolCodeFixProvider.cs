using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using WebSockets.Generator.Diagnostics;

namespace WebSockets.Generator.CodeFixes;

/// <summary>WSG0402: removes subprotocols that stand twice, or are empty.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(RemoveSubprotocolCodeFixProvider))]
[Shared]
public sealed class RemoveSubprotocolCodeFixProvider() : DiagnosticCodeFixProvider(Descriptors.Subprotocol)
{
    private protected override async Task<ProposedFix?> FindAsync(Document document, Diagnostic diagnostic, CancellationToken token)
    {
        if (await document.FindAsync<ExpressionSyntax>(diagnostic, token).ConfigureAwait(false) is not { } protocols
            || await document.GetSemanticModelAsync(token).ConfigureAwait(false) is not { } model)
        {
            return null;
        }

        var seen = new HashSet<string>(StringComparer.Ordinal) { "" };
        var useless = new HashSet<int>(Names(protocols)
            .Select((name, i) => (Name: model.GetConstantValue(name, token).Value as string, Position: i))
            .Where(name => name.Name is not null && !seen.Add(name.Name))
            .Select(static name => name.Position));
        return useless.Count == 0
            ? null
            : new("Remove what stands twice or is empty", document, editor => editor.ReplaceOnce(protocols, current => Without(current, useless)));
    }

    private static IEnumerable<SyntaxNode> Names(ExpressionSyntax protocols) => protocols switch
    {
        CollectionExpressionSyntax collection => collection.Elements.Select(static element => element is ExpressionElementSyntax { Expression: var name } ? (SyntaxNode)name : element),
        ArrayCreationExpressionSyntax { Initializer: { } initializer } => initializer.Expressions,
        ImplicitArrayCreationExpressionSyntax { Initializer: { } initializer } => initializer.Expressions,
        _ => [],
    };

    private static ExpressionSyntax Without(ExpressionSyntax protocols, HashSet<int> useless) => protocols switch
    {
        CollectionExpressionSyntax collection => collection.WithElements(collection.Elements.Without((_, i) => useless.Contains(i))),
        ArrayCreationExpressionSyntax { Initializer: { } initializer } array => array.WithInitializer(Without(initializer, useless)),
        ImplicitArrayCreationExpressionSyntax array => array.WithInitializer(Without(array.Initializer, useless)),
        _ => protocols,
    };

    private static InitializerExpressionSyntax Without(InitializerExpressionSyntax initializer, HashSet<int> useless) =>
        initializer.WithExpressions(initializer.Expressions.Without((_, i) => useless.Contains(i)));
}
