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

    public static void AssertNothingIsDropped(Compilation output, GeneratorRunResult result) => Assert.That(Dropped(output, result), Is.Empty);

    /// <summary>What is dropped, each as a sentence.</summary>
    public static IEnumerable<string> Dropped(Compilation output, GeneratorRunResult result)
    {
        var generated = result.GeneratedSources.Select(file => file.SyntaxTree).ToHashSet();
        var written = output.SyntaxTrees.Where(tree => !generated.Contains(tree)).ToArray();
        var models = generated.Select(tree => output.GetSemanticModel(tree)).ToArray();
        var handlers = Handlers(output, written).ToArray();
        foreach (var tree in written)
        {
            var model = output.GetSemanticModel(tree);
            foreach (var syntax in tree.GetRoot().DescendantNodes().OfType<AttributeSyntax>())
            {
                if (syntax.Parent?.Parent is { } member
                    && model.GetTypeInfo(syntax).Type is { } type && Attributes.Contains(type.ToDisplayString())
                    && (model.GetDeclaredSymbol(member) ?? model.GetSymbolInfo(member).Symbol) is IMethodSymbol method)
                {
                    foreach (var handler in handlers.Where(handler => IsOf(handler, method) && !HasError(result, handler, member) && !IsCalled(models, handler, method)))
                    {
                        yield return $"{syntax} on {method} is dropped in silence by {handler}";
                    }
                }
            }
        }
    }

    private static IEnumerable<INamedTypeSymbol> Handlers(Compilation output, IEnumerable<SyntaxTree> written) =>
        from tree in written
        from syntax in tree.GetRoot().DescendantNodes().OfType<TypeDeclarationSyntax>()
        where syntax.AttributeLists.Count > 0
        let type = output.GetSemanticModel(tree).GetDeclaredSymbol(syntax)
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

    // The call means this method, and not one of its name that is nearer. What overrides it, or hides it and is marked in the same way, is called in its place.
    private static bool IsCalled(IEnumerable<SemanticModel> generated, INamedTypeSymbol handler, IMethodSymbol method)
    {
        var declared = Declared(method);
        return generated
            .Where(model => model.SyntaxTree.FilePath.EndsWith(".WebSocket.g.cs", StringComparison.Ordinal))
            .SelectMany(model => model.SyntaxTree.GetRoot().DescendantNodes().OfType<InvocationExpressionSyntax>(), (model, call) => (model, call))
            .Any(one => one is var (model, call)
                && call.Expression is MemberAccessExpressionSyntax access && access.Name.Identifier.ValueText == method.Name
                && model.GetSymbolInfo(call).Symbol is IMethodSymbol called && (SymbolEqualityComparer.Default.Equals(Declared(called), declared) || Marks(called) == Marks(method))
                && call.Ancestors().OfType<TypeDeclarationSyntax>().Any(type => SymbolEqualityComparer.Default.Equals(model.GetDeclaredSymbol(type), handler)));
    }

    private static string Marks(IMethodSymbol method) =>
        string.Join(",", method.GetAttributes().Select(attribute => attribute.ToString()).Concat(method.Parameters.Select(parameter => parameter.Type.ToDisplayString())));

    private static IMethodSymbol Declared(IMethodSymbol method)
    {
        while (method.OverriddenMethod is { } overridden)
        {
            method = overridden;
        }

        var declared = method.OriginalDefinition;
        return declared.PartialDefinitionPart ?? declared;
    }
}
