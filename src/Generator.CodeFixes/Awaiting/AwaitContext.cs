using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace WebSockets.Generator.CodeFixes.Awaiting;

/// <summary>Whether <c>await</c> can stand where a call stands.</summary>
internal static class AwaitContext
{
    /// <summary>The method, local function or lambda that a node is in.</summary>
    public static SyntaxNode? Function(SyntaxNode node) => node.Ancestors().FirstOrDefault(IsFunction);

    public static bool IsAsync(SyntaxNode function) => function switch
    {
        MethodDeclarationSyntax method => method.Modifiers.Any(SyntaxKind.AsyncKeyword),
        LocalFunctionStatementSyntax local => local.Modifiers.Any(SyntaxKind.AsyncKeyword),
        AnonymousFunctionExpressionSyntax lambda => lambda.AsyncKeyword.IsKind(SyntaxKind.AsyncKeyword),
        _ => false,
    };

    /// <summary>
    /// The language refuses it in some places. A value on the stack alone does not live through it; that no such value is near is
    /// stricter than necessary, and simple to check.
    /// </summary>
    public static bool AllowsAwait(ExpressionSyntax call, SemanticModel model, CancellationToken token)
    {
        if (Function(call) is not { } function)
        {
            return false;
        }

        var statement = call.FirstAncestorOrSelf<StatementSyntax>(static node => node is not BlockSyntax) ?? function;
        return !call.Ancestors().Any(IsUnsafe)
            && !call.Ancestors().TakeWhile(outer => outer != function).Any(outer => Forbids(outer, call, model, token))
            && !Inside(function).Any(node => IsOnStack(node, model, token))
            && !statement.DescendantNodes().OfType<ExpressionSyntax>().Any(expression => model.GetTypeInfo(expression, token).Type is { IsRefLikeType: true });
    }

    /// <summary>The nodes of a function that are not in one inside it.</summary>
    public static IEnumerable<SyntaxNode> Inside(SyntaxNode function) => function.DescendantNodes(node => node == function || !IsFunction(node));

    private static bool IsFunction(SyntaxNode node) => node is MethodDeclarationSyntax or LocalFunctionStatementSyntax or AnonymousFunctionExpressionSyntax;

    private static bool IsUnsafe(SyntaxNode node) => node switch
    {
        UnsafeStatementSyntax => true,
        MemberDeclarationSyntax member => member.Modifiers.Any(SyntaxKind.UnsafeKeyword),
        LocalFunctionStatementSyntax local => local.Modifiers.Any(SyntaxKind.UnsafeKeyword),
        _ => false,
    };

    // What waits for a task wraps its exception, and what awaits it does not.
    private static bool Forbids(SyntaxNode node, ExpressionSyntax call, SemanticModel model, CancellationToken token) => node switch
    {
        LockStatementSyntax or FixedStatementSyntax or CatchFilterClauseSyntax or QueryExpressionSyntax => true,
        TryStatementSyntax attempt => attempt.Block.Span.Contains(call.Span)
            && attempt.Catches.Any(caught => caught.Declaration is { Type: { } type } && model.GetTypeInfo(type, token).Type is { Name: nameof(AggregateException) }),
        _ => false,
    };

    private static bool IsOnStack(SyntaxNode node, SemanticModel model, CancellationToken token) => node switch
    {
        VariableDeclaratorSyntax or SingleVariableDesignationSyntax => model.GetDeclaredSymbol(node, token) is ILocalSymbol { IsRef: true } or ILocalSymbol { Type.IsRefLikeType: true },
        CommonForEachStatementSyntax loop => model.GetTypeInfo(loop.Expression, token).Type is { IsRefLikeType: true }
            || model.GetForEachStatementInfo(loop).GetEnumeratorMethod?.ReturnType is { IsRefLikeType: true },
        _ => false,
    };
}
