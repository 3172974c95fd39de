using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using WebSockets.Generator.Parsing;

namespace WebSockets.Generator.CodeFixes.Awaiting;

/// <summary>What a method that becomes async returned as a task until then: it returns the value, or awaits the task.</summary>
/// <param name="HasValue">Whether there is one.</param>
internal sealed record AsyncReturns(bool HasValue)
{
    /// <summary>Null: the type is no task.</summary>
    public static AsyncReturns? Of(ITypeSymbol type) =>
        type.Is(KnownNames.Task) || type.Is(KnownNames.ValueTask) ? new(HasValue: false)
        : type.Is(KnownNames.TaskOf) || type.Is(KnownNames.ValueTaskOf) ? new(HasValue: true)
        : null;

    /// <summary>Whether each of them can be rewritten by its syntax and type.</summary>
    public bool CanRewrite(Method method, CancellationToken token) => Returned(method.Syntax).All(expression => CanRewrite(expression, method.Model, token));

    public MethodDeclarationSyntax Rewrite(MethodDeclarationSyntax method) => (MethodDeclarationSyntax)new ReturnRewriter(this, method).Visit(method);

    /// <summary>The value inside a task that is made of one; the expression awaited; null: a task that holds nothing.</summary>
    public ExpressionSyntax? Awaited(ExpressionSyntax task) => task switch
    {
        LiteralExpressionSyntax or DefaultExpressionSyntax => null,
        MemberAccessExpressionSyntax access when IsOfTask(access, nameof(Task.CompletedTask)) => null,
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access, ArgumentList.Arguments: [var value] } when HasValue && IsOfTask(access, nameof(Task.FromResult)) => value.Expression,
        BaseObjectCreationExpressionSyntax { ArgumentList.Arguments: [var value] } => value.Expression,
        ThrowExpressionSyntax => task,
        _ => Syntax.Await(task.WithoutTrivia()),
    };

    private static IEnumerable<ExpressionSyntax> Returned(MethodDeclarationSyntax method) => method.ExpressionBody is { } body
        ? [body.Expression]
        : AwaitContext.Inside(method).OfType<ReturnStatementSyntax>().Select(static statement => statement.Expression).OfType<ExpressionSyntax>();

    private bool CanRewrite(ExpressionSyntax expression, SemanticModel model, CancellationToken token) => expression switch
    {
        LiteralExpressionSyntax or DefaultExpressionSyntax => !HasValue && model.GetTypeInfo(expression, token).ConvertedType is { IsValueType: true },
        BaseObjectCreationExpressionSyntax { ArgumentList.Arguments: [var argument], Initializer: null } => HasValue && model.GetTypeInfo(argument.Expression, token).Type is { } type && Of(type) is null,
        ThrowExpressionSyntax => true,
        _ => model.GetTypeInfo(expression, token).Type is { } type && Of(type) is { } task && (task.HasValue || !HasValue),
    };

    private static bool IsOfTask(MemberAccessExpressionSyntax access, string member) =>
        access.Name.Identifier.Text == member
        && (access.Expression is MemberAccessExpressionSyntax qualified ? qualified.Name : access.Expression) is SimpleNameSyntax { Identifier.Text: nameof(Task) or "ValueTask" };
}
