using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using WebSockets.Generator.Parsing;

namespace WebSockets.Generator.CodeFixes.Awaiting;

/// <summary>A method that is not async yet, and how it becomes so.</summary>
/// <param name="ReturnType">What it is to return; null: it returns a task already.</param>
/// <param name="Returns">Rewrites its return statements; null: they stay as they are.</param>
internal sealed record AsyncMethod(TypeSyntax? ReturnType, AsyncReturns? Returns)
{
    /// <summary>Whether its signature becomes another.</summary>
    public bool ChangesSignature => ReturnType is not null;

    /// <summary>Null: it cannot be async.</summary>
    public static AsyncMethod? Find(Method method, CancellationToken token)
    {
        var symbol = method.Symbol;
        if (symbol.RefKind != RefKind.None
            || symbol.Parameters.Any(static parameter => parameter.RefKind != RefKind.None || parameter.Type is { IsRefLikeType: true } or { TypeKind: TypeKind.Pointer or TypeKind.FunctionPointer })
            || AwaitContext.Inside(method.Syntax).Any(static node => node is YieldStatementSyntax))
        {
            return null;
        }

        if (AsyncReturns.Of(symbol.ReturnType) is { } returns)
        {
            return returns.CanRewrite(method, token) ? new(null, returns) : null;
        }

        return symbol.ReturnType.Is(KnownNames.AsyncEnumerable) || !method.CanChangeSignature(token)
            ? null
            : new(Wrapped(method), null);
    }

    public MethodDeclarationSyntax Write(MethodDeclarationSyntax method)
    {
        var type = ReturnType?.WithTriviaFrom(method.ReturnType) ?? method.ReturnType;
        var keyword = SyntaxFactory.Token(type.GetLeadingTrivia(), SyntaxKind.AsyncKeyword, SyntaxFactory.TriviaList(SyntaxFactory.Space));
        var position = method.Modifiers.IndexOf(SyntaxKind.PartialKeyword) is >= 0 and var partial ? partial : method.Modifiers.Count;
        var written = method.WithReturnType(position == method.Modifiers.Count ? type.WithoutLeadingTrivia() : type).WithModifiers(method.Modifiers.Insert(position, keyword));
        return Returns is null ? written : Returns.Rewrite(written);
    }

    private static NameSyntax Wrapped(Method method) => Names.For(
        KnownNames.Task,
        method.Model,
        method.Syntax.SpanStart,
        method.Symbol.ReturnsVoid ? "" : $"<{method.Syntax.ReturnType.WithoutTrivia()}>");
}
