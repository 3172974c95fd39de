using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace WebSockets.Generator.CodeFixes.Awaiting;

/// <summary>Rewrites the return statements of one method, and not those of the functions in it.</summary>
internal sealed class ReturnRewriter(AsyncReturns returns, MethodDeclarationSyntax method) : CSharpSyntaxRewriter
{
    public override SyntaxNode? VisitLocalFunctionStatement(LocalFunctionStatementSyntax node) => node;

    public override SyntaxNode? VisitSimpleLambdaExpression(SimpleLambdaExpressionSyntax node) => node;

    public override SyntaxNode? VisitParenthesizedLambdaExpression(ParenthesizedLambdaExpressionSyntax node) => node;

    public override SyntaxNode? VisitAnonymousMethodExpression(AnonymousMethodExpressionSyntax node) => node;

    public override SyntaxNode? VisitArrowExpressionClause(ArrowExpressionClauseSyntax node) =>
        node.Parent == method ? node.WithExpression(returns.Awaited(node.Expression)!.WithTriviaFrom(node.Expression)) : node;

    public override SyntaxNode? VisitBlock(BlockSyntax node) =>
        node.WithStatements([.. node.Statements.SelectMany(statement => Expand(statement, isLast: node.Parent == method && statement == node.Statements.Last()))]);

    public override SyntaxNode? VisitSwitchSection(SwitchSectionSyntax node) =>
        node.WithStatements([.. node.Statements.SelectMany(statement => Expand(statement, isLast: false))]);

    // It stands alone where it needs a block to become two.
    public override SyntaxNode? VisitReturnStatement(ReturnStatementSyntax node) => Statements(node, isLast: false) switch
    {
        [var one] => one,
        var two => SyntaxFactory.Block(two.Select(static statement => statement.WithLeadingTrivia().WithTrailingTrivia(SyntaxFactory.ElasticLineFeed))).WithTriviaFrom(node).WithAdditionalAnnotations(FixApplier.Format),
    };

    private IEnumerable<StatementSyntax> Expand(StatementSyntax statement, bool isLast) =>
        statement is ReturnStatementSyntax { Expression: not null } node ? Statements(node, isLast) : [(StatementSyntax)Visit(statement)!];

    private StatementSyntax[] Statements(ReturnStatementSyntax node, bool isLast)
    {
        var awaited = node.Expression is null ? null : returns.Awaited(node.Expression);
        if (returns.HasValue && awaited is not null)
        {
            return [node.WithExpression(awaited.WithTriviaFrom(node.Expression!))];
        }

        var end = SyntaxFactory.ReturnStatement();
        if (awaited is null)
        {
            return isLast && !HasComment(node) ? [] : [end.WithTriviaFrom(node)];
        }

        var first = SyntaxFactory.ExpressionStatement(awaited.WithoutTrivia());
        return isLast
            ? [first.WithTriviaFrom(node)]
            : [first.WithLeadingTrivia(node.GetLeadingTrivia()).WithTrailingTrivia(SyntaxFactory.LineFeed), end.WithLeadingTrivia(node.Indentation()).WithTrailingTrivia(node.GetTrailingTrivia())];
    }

    private static bool HasComment(SyntaxNode node) => node.GetLeadingTrivia().Concat(node.GetTrailingTrivia()).Any(static trivia => !trivia.IsKind(SyntaxKind.WhitespaceTrivia) && !trivia.IsKind(SyntaxKind.EndOfLineTrivia));
}
