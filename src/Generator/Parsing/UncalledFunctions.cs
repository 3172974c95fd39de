using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using WebSockets.Generator.Diagnostics;

namespace WebSockets.Generator.Parsing;

/// <summary>Finds lifecycle attributes on local functions and lambdas of a handler and its base classes (WSG0217): no member list has those.</summary>
internal static class UncalledFunctions
{
    public static void Check(HandlerContext context, CancellationToken token)
    {
        for (var type = context.Type; type is not null; type = type.BaseType)
        {
            foreach (var part in type.DeclaringSyntaxReferences.Where(part => context.Compilation.ContainsSyntaxTree(part.SyntaxTree)))
            {
                foreach (var node in part.GetSyntax(token).DescendantNodes(node => node is not BaseTypeDeclarationSyntax || node.Span == part.Span).Where(static node => HasAttributes(node)))
                {
                    Check(context, node, token);
                }
            }
        }
    }

    // By the syntax alone: in most projects no function passes.
    private static bool HasAttributes(SyntaxNode node) => node is LocalFunctionStatementSyntax { AttributeLists.Count: > 0 } or LambdaExpressionSyntax { AttributeLists.Count: > 0 };

    private static void Check(HandlerContext context, SyntaxNode node, CancellationToken token)
    {
        var model = context.Compilation.GetSemanticModel(node.SyntaxTree);
        var symbol = node is LocalFunctionStatementSyntax ? model.GetDeclaredSymbol(node, token) : model.GetSymbolInfo(node, token).Symbol;
        if (symbol is IMethodSymbol function && LifecycleMethods.Marks(function) is [var mark, ..] && UncalledMethod.Find(function) is var (what, remedy))
        {
            var name = function.Name.Length > 0 ? function.Name : "lambda";
            context.Sink.Report(Descriptors.Uncalled, Place.Of(mark.Attribute), name, LifecycleText.Attribute(mark.Lifecycle), what, remedy);
        }
    }
}
