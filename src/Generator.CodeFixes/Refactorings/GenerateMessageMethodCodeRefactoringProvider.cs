using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeRefactorings;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using WebSockets.Generator.Analyzers;
using WebSockets.Generator.Models;
using WebSockets.Generator.Parsing;

namespace WebSockets.Generator.CodeFixes.Refactorings;

/// <summary>On a type with [Message], or its name in a handler: writes the method that receives it.</summary>
[ExportCodeRefactoringProvider(LanguageNames.CSharp, Name = nameof(GenerateMessageMethodCodeRefactoringProvider))]
[Shared]
public sealed class GenerateMessageMethodCodeRefactoringProvider : CodeRefactoringProvider
{
    /// <inheritdoc/>
    public override async Task ComputeRefactoringsAsync(CodeRefactoringContext context)
    {
        var token = context.CancellationToken;
        if (await context.FindNodeAsync().ConfigureAwait(false) is not { } node
            || await context.Document.GetSemanticModelAsync(token).ConfigureAwait(false) is not { } model
            || Find(node, model, token) is not (var message, var within)
            || MessageNames.Of(message) is not { } name)
        {
            return;
        }

        var actions = new List<CodeAction>();
        var method = new NewMethod(Lifecycle.Message, message.Name, SyntaxKind.VoidKeyword, new NewParameter(message.ToCode().Replace("global::", ""), MessageNames.ToCamelCase(message.Name)));
        var handlers = new AssemblyHandlers(model.Compilation).All.Where(handler => MayReceive(handler, message, name, model.Compilation)).ToArray();
        var title = $"Generate handler method for message '{name.Text}'";
        foreach (var handler in handlers.Where(handler => within is null || SymbolEqualityComparer.Default.Equals(handler, within)))
        {
            var own = handlers.Length > 1 && within is null ? $"In '{handler.ToDisplayString()}'" : title;
            if (await method.ToActionAsync(own, context.Document.Project.Solution, handler, token).ConfigureAwait(false) is { } action)
            {
                actions.Add(action);
            }
        }

        switch (actions)
        {
            case []:
                break;
            case [var only] when only.Title == title:
                context.RegisterRefactoring(only);
                break;
            default:
                context.RegisterRefactoring(CodeAction.Create(title, [.. actions], isInlinable: false));
                break;
        }
    }

    // The type that is declared here, or that is named in a handler.
    private static (INamedTypeSymbol Message, INamedTypeSymbol? Within)? Find(SyntaxNode node, SemanticModel model, CancellationToken token)
    {
        if (node.DeclaredType() is { } declaration)
        {
            return model.GetDeclaredSymbol(declaration, token) is { } declared ? (declared, null) : null;
        }

        return node is SimpleNameSyntax name
            && model.GetSymbolInfo(name, token).Symbol is INamedTypeSymbol used
            && name.FirstAncestorOrSelf<TypeDeclarationSyntax>() is { } type
            && model.GetDeclaredSymbol(type, token) is { } within
                ? (used, within)
                : null;
    }

    private static bool MayReceive(INamedTypeSymbol handler, INamedTypeSymbol message, MessageName name, Compilation compilation) =>
        HandlerObstacle.Find(handler) is null
        && !message.IsGenericType
        && compilation.IsSymbolAccessibleWithin(message, handler)
        && HandlerMessages.Of(handler, compilation).All(received => received.Name != name);
}
