using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using WebSockets.Generator.Infrastructure;

namespace WebSockets.Generator.CodeFixes;

/// <summary>Code that several fixes write.</summary>
internal static class Syntax
{
    public static IdentifierNameSyntax Name(string name) => SyntaxFactory.IdentifierName(SyntaxFactory.ParseToken(Escape(name)));

    /// <summary>A name as code writes it: only a real keyword needs its mark in a parameter's or a variable's place.</summary>
    public static string Escape(string name) => SyntaxFacts.GetKeywordKind(name) == SyntaxKind.None ? name : "@" + name;

    public static LiteralExpressionSyntax Text(string text) => (LiteralExpressionSyntax)SyntaxFactory.ParseExpression(CSharpLiteral.String(text));

    /// <summary>Awaits an expression, in parentheses where it would be torn apart without them.</summary>
    public static AwaitExpressionSyntax Await(ExpressionSyntax operand)
    {
        var isTorn = operand is ConditionalExpressionSyntax or BinaryExpressionSyntax or AssignmentExpressionSyntax or SwitchExpressionSyntax or RangeExpressionSyntax or QueryExpressionSyntax or WithExpressionSyntax;
        return SyntaxFactory.AwaitExpression(
            SyntaxFactory.Token([], SyntaxKind.AwaitKeyword, [SyntaxFactory.Space]),
            isTorn ? SyntaxFactory.ParenthesizedExpression(operand) : operand);
    }
}
