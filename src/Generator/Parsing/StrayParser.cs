using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace WebSockets.Generator.Parsing;

/// <summary>
/// Finds lifecycle methods in classes that have no [WebSocketHandler] yet. Mapping such a class is WSG0011, which should be the only error.
/// </summary>
internal static class StrayParser
{
    /// <summary>By the syntax alone: in most projects no method passes.</summary>
    public static bool IsCandidate(SyntaxNode node, CancellationToken token) =>
        node is MethodDeclarationSyntax { Parent: ClassDeclarationSyntax type } && !type.AttributeLists.SelectMany(static list => list.Attributes).Any(IsHandler);

    /// <summary>The attribute may stand on another part of the class; an abstract class has its methods for others.</summary>
    public static bool IsStray(GeneratorAttributeSyntaxContext syntax, CancellationToken token) =>
        syntax.TargetSymbol.ContainingType is { IsAbstract: false } type && type.FindAttribute(KnownNames.Handler) is null;

    private static bool IsHandler(AttributeSyntax attribute)
    {
        var name = attribute.Name is QualifiedNameSyntax qualified ? qualified.Right : attribute.Name;
        return name is IdentifierNameSyntax { Identifier.ValueText: "WebSocketHandler" or "WebSocketHandlerAttribute" };
    }
}
