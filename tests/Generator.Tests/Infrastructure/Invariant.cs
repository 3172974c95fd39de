using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using WebSockets.Generator.Models;

namespace WebSockets.Generator.Tests.Infrastructure;

/// <summary>
/// Nothing is dropped in silence: each lifecycle attribute of a handler and of what it derives from is called in the emitted code, or has an error of the
/// generator. It is found here by the syntax and the compiler alone, without the generator's own code.
/// </summary>
internal static class Invariant
{
    private static readonly string[] Attributes = [.. Enum.GetNames<Lifecycle>().Select(name => $"WebSockets.On{name}Attribute")];

    public static void AssertNothingIsDropped(CSharpCompilation compilation, GeneratorRunResult result)
    {
        foreach (var tree in compilation.SyntaxTrees)
        {
            var model = compilation.GetSemanticModel(tree);
            foreach (var syntax in tree.GetRoot().DescendantNodes().OfType<AttributeSyntax>())
            {
                if (syntax.Parent?.Parent is { } member
                    && model.GetTypeInfo(syntax).Type is { } type && Attributes.Contains(type.ToDisplayString())
                    && (model.GetDeclaredSymbol(member) ?? model.GetSymbolInfo(member).Symbol) is IMethodSymbol method)
                {
                    foreach (var handler in Handlers(compilation).Where(handler => IsOf(handler, method)))
                    {
                        Assert.That(HasError(result, handler, member) || IsCalled(result, handler, method), Is.True, $"{syntax} on {method} is dropped in silence by {handler}");
                    }
                }
            }
        }
    }

    private static IEnumerable<INamedTypeSymbol> Handlers(Compilation compilation) =>
        from tree in compilation.SyntaxTrees
        from syntax in tree.GetRoot().DescendantNodes().OfType<TypeDeclarationSyntax>()
        let type = compilation.GetSemanticModel(tree).GetDeclaredSymbol(syntax)
        where IsHandler(type)
        select type;

    private static bool IsHandler(INamedTypeSymbol? type) => type?.GetAttributes().Any(attribute => attribute.AttributeClass?.ToDisplayString() == "WebSockets.WebSocketHandlerAttribute") == true;

    private static bool IsOf(INamedTypeSymbol handler, IMethodSymbol method)
    {
        for (var type = handler; type is not null; type = type.BaseType)
        {
            if (type.AllInterfaces.Append(type).Any(t => SymbolEqualityComparer.Default.Equals(t.OriginalDefinition, method.ContainingType.OriginalDefinition)))
            {
                return true;
            }
        }

        return false;
    }

    // On the member, or on the handler: its name, its attribute, what it is constructed from.
    private static bool HasError(GeneratorRunResult result, INamedTypeSymbol handler, SyntaxNode member) => result.Diagnostics.Any(diagnostic =>
        diagnostic.Severity == DiagnosticSeverity.Error
        && diagnostic.Descriptor.CustomTags.Contains(WellKnownDiagnosticTags.NotConfigurable)
        && diagnostic.Location.SourceTree is { } tree
        && ((tree == member.SyntaxTree && member.Span.Contains(diagnostic.Location.SourceSpan)) || IsOfHandler(handler, tree.GetRoot().FindNode(diagnostic.Location.SourceSpan))));

    private static bool IsOfHandler(INamedTypeSymbol handler, SyntaxNode place) =>
        !place.AncestorsAndSelf().OfType<MethodDeclarationSyntax>().Any()
        && place.AncestorsAndSelf().Any(node => handler.DeclaringSyntaxReferences.Concat(handler.ContainingType?.DeclaringSyntaxReferences ?? []).Any(part => part.GetSyntax() == node));

    // By its name: of overloads, one that is dropped shows in other tests. What overrides or implements it is called in its place.
    private static bool IsCalled(GeneratorRunResult result, INamedTypeSymbol handler, IMethodSymbol method)
    {
        var name = method.Name;
        return result.GeneratedSources
            .Where(file => file.HintName.EndsWith(".WebSocket.g.cs", StringComparison.Ordinal))
            .SelectMany(file => file.SyntaxTree.GetRoot().DescendantNodes().OfType<InvocationExpressionSyntax>())
            .Any(call => call.Expression is MemberAccessExpressionSyntax access && access.Name.Identifier.ValueText == name
                && call.Ancestors().OfType<TypeDeclarationSyntax>().Any(type => type.Identifier.ValueText == handler.Name));
    }
}
