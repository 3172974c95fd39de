using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using WebSockets.Generator.Analyzers;
using WebSockets.Generator.Parsing;

namespace WebSockets.Generator.CodeFixes.Awaiting;

/// <summary>A blocking call, and what is awaited in its place.</summary>
/// <param name="Operand">What is awaited, made of the call as it is when it is replaced.</param>
/// <param name="NeedsParentheses">Whether a member of the result is used at once.</param>
internal sealed record AwaitedCall(Func<ExpressionSyntax, ExpressionSyntax> Operand, bool NeedsParentheses)
{
    /// <summary>Null: nothing that can be awaited does the same.</summary>
    public static AwaitedCall? Find(ExpressionSyntax call, SemanticModel model, CancellationToken token) =>
        model.GetOperation(call, token) is { } operation
        && BlockingCall.Find(operation) is not null
        && FindOperand(call, operation, model) is { } operand
            ? new(operand, IsOperandOfMore(call))
            : null;

    public ExpressionSyntax Write(ExpressionSyntax call)
    {
        ExpressionSyntax awaited = Syntax.Await(Operand(call.WithoutTrivia()).WithoutTrivia());
        return (NeedsParentheses ? SyntaxFactory.ParenthesizedExpression(awaited) : awaited).WithTriviaFrom(call);
    }

    private static Func<ExpressionSyntax, ExpressionSyntax>? FindOperand(ExpressionSyntax call, IOperation operation, SemanticModel model) => operation switch
    {
        IPropertyReferenceOperation when Receiver(call) is { } task && HasNoComment(call, task) => static current => Receiver(current)!,
        IInvocationOperation invocation => FindOperand(call, invocation, model),
        _ => null,
    };

    private static Func<ExpressionSyntax, ExpressionSyntax>? FindOperand(ExpressionSyntax call, IInvocationOperation invocation, SemanticModel model)
    {
        var parameters = invocation.TargetMethod.Parameters;
        switch (invocation.TargetMethod.Name)
        {
            case "Sleep":
                var task = Names.For(KnownNames.Task, model, call.SpanStart);
                var token = model.LookupSymbols(call.SpanStart).OfType<IParameterSymbol>().FirstOrDefault(static parameter => parameter.Type.Is(KnownNames.CancellationToken));
                return current => Delay(task, ((InvocationExpressionSyntax)current).ArgumentList, token?.Name);
            case "Wait" when parameters.IsEmpty && Receiver(call) is { } receiver && HasNoComment(call, receiver):
                return static current => Receiver(current)!;
            case "Wait" when parameters is [{ Type: var type }] && type.Is(KnownNames.CancellationToken) && Receiver(call) is not null:
                return static current => Rename(current, "WaitAsync");
            case "WaitAll" when parameters.Length == 1:
                return static current => Rename(current, "WhenAll");
            case "WaitAny" when parameters.Length == 1 && call.Parent is ExpressionStatementSyntax:
                return static current => Rename(current, "WhenAny");
            case "GetResult" when Receiver(call) is { } awaiter && Receiver(awaiter) is { } awaited && HasNoComment(call, awaited):
                return static current => Receiver(Receiver(current)!)!;
            default:
                return null;
        }
    }

    private static ExpressionSyntax? Receiver(ExpressionSyntax expression) => expression switch
    {
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access } => access.Expression,
        MemberAccessExpressionSyntax access => access.Expression,
        _ => null,
    };

    // A comment in what is removed would go with it.
    private static bool HasNoComment(ExpressionSyntax call, ExpressionSyntax operand) => !call.DescendantTrivia()
        .Any(trivia => trivia.SpanStart >= operand.Span.End && trivia.SpanStart < call.Span.End && trivia.Kind() is SyntaxKind.SingleLineCommentTrivia or SyntaxKind.MultiLineCommentTrivia);

    private static bool IsOperandOfMore(ExpressionSyntax call) => call.Parent switch
    {
        MemberAccessExpressionSyntax or ConditionalAccessExpressionSyntax or InvocationExpressionSyntax or PostfixUnaryExpressionSyntax => true,
        ElementAccessExpressionSyntax element => element.Expression == call,
        _ => false,
    };

    private static InvocationExpressionSyntax Delay(NameSyntax task, ArgumentListSyntax arguments, string? token) => SyntaxFactory.InvocationExpression(
        SyntaxFactory.MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, task, SyntaxFactory.IdentifierName("Delay")),
        token is null ? Unnamed(arguments) : Unnamed(arguments).AddArguments(SyntaxFactory.Argument(Syntax.Name(token)).WithLeadingTrivia(SyntaxFactory.Space)));

    // Their names are not those of the other method's.
    private static ArgumentListSyntax Unnamed(ArgumentListSyntax arguments) =>
        arguments.ReplaceNodes(arguments.Arguments, static (_, argument) => argument.WithNameColon(null));

    private static ExpressionSyntax Rename(ExpressionSyntax call, string name)
    {
        var old = ((InvocationExpressionSyntax)call).Expression switch
        {
            MemberAccessExpressionSyntax access => access.Name,
            var simple => (SimpleNameSyntax)simple,
        };
        return call.ReplaceToken(old.Identifier, SyntaxFactory.Identifier(name).WithTriviaFrom(old.Identifier));
    }
}
