using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeRefactorings;
using Microsoft.CodeAnalysis.CSharp;
using WebSockets.Generator.Models;
using WebSockets.Generator.Parsing;

namespace WebSockets.Generator.CodeFixes.Refactorings;

/// <summary>On a handler: writes the lifecycle methods that it does not have.</summary>
[ExportCodeRefactoringProvider(LanguageNames.CSharp, Name = nameof(GenerateLifecycleMethodCodeRefactoringProvider))]
[Shared]
public sealed class GenerateLifecycleMethodCodeRefactoringProvider : CodeRefactoringProvider
{
    private static readonly NewMethod[] s_methods =
    [
        new(Lifecycle.Error, "Error", SyntaxKind.VoidKeyword, new NewParameter(KnownNames.Connection, "connection", IsNullable: true), new NewParameter(KnownNames.Exception, "error")),
        new(Lifecycle.Login, "Login", SyntaxKind.BoolKeyword, new NewParameter(KnownNames.Principal, "user")),
        new(Lifecycle.Open, "Open", SyntaxKind.VoidKeyword, new NewParameter(KnownNames.Connection, "connection")),
        new(
            Lifecycle.Close,
            "Close",
            SyntaxKind.VoidKeyword,
            new NewParameter(KnownNames.Connection, "connection"),
            new NewParameter(KnownNames.CloseStatus, "status", IsNullable: true),
            new NewParameter("string", "reason", IsNullable: true)),
    ];

    /// <inheritdoc/>
    public override async Task ComputeRefactoringsAsync(CodeRefactoringContext context)
    {
        var token = context.CancellationToken;
        if ((await context.FindNodeAsync().ConfigureAwait(false))?.DeclaredType() is not { } type
            || await context.Document.GetSemanticModelAsync(token).ConfigureAwait(false) is not { } model
            || model.GetDeclaredSymbol(type, token) is not { } handler
            || handler.FindAttribute(KnownNames.Handler) is null
            || HandlerObstacle.Find(handler) is not null)
        {
            return;
        }

        var present = LifecycleMethods.Find(HandlerMessages.Context(handler, model.Compilation));
        foreach (var method in s_methods.Where(method => !present.Any(other => other.Lifecycle == method.Lifecycle && TakesAll(other.Symbol))))
        {
            if (await method.ToActionAsync($"Generate [{method.Attribute}]", context.Document.Project.Solution, handler, token).ConfigureAwait(false) is { } action)
            {
                context.RegisterRefactoring(action);
            }
        }
    }

    // Beside an [OnError] for some exceptions there may be one for the rest.
    private static bool TakesAll(IMethodSymbol method) =>
        method.Parameters.FirstOrDefault(static parameter => parameter.Type.DerivesFrom(KnownNames.Exception)) is not { Type: var type } || type.Is(KnownNames.Exception);
}
