using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using WebSockets.Generator.Infrastructure;
using WebSockets.Generator.Models;
using WebSockets.Generator.Parsing;

namespace WebSockets.Generator.CodeFixes.Refactorings;

/// <summary>A parameter of a method that is to be written.</summary>
/// <param name="Type">The full name of its type.</param>
/// <param name="Name">Its name.</param>
/// <param name="IsNullable">Whether null may be passed.</param>
internal sealed record NewParameter(string Type, string Name, bool IsNullable = false);

/// <summary>A lifecycle method that is to be written into a handler, for its author to complete.</summary>
/// <param name="Lifecycle">What it is for.</param>
/// <param name="Name">How it is called if nothing else is.</param>
/// <param name="ReturnType">What it returns: a keyword.</param>
/// <param name="Parameters">What it takes.</param>
internal sealed record NewMethod(Lifecycle Lifecycle, string Name, SyntaxKind ReturnType, params NewParameter[] Parameters)
{
    public string Attribute => LifecycleText.Attribute(Lifecycle);

    public MethodDeclarationSyntax Write(INamedTypeSymbol handler, TypeDeclarationSyntax type, SemanticModel model)
    {
        var position = type.Identifier.Span.End;
        var attribute = SyntaxFactory.Attribute(Names.For($"WebSockets.{Attribute}Attribute", model, position));
        var failure = SyntaxFactory.ObjectCreationExpression(Names.For("System.NotImplementedException", model, position)).WithArgumentList(SyntaxFactory.ArgumentList());
        return SyntaxFactory.MethodDeclaration(SyntaxFactory.PredefinedType(SyntaxFactory.Token(ReturnType)), SyntaxFactory.ParseToken(Syntax.Escape(FreeName(handler))))
            .WithAttributeLists([SyntaxFactory.AttributeList([attribute])])
            .WithModifiers(OmitsPrivate(type) ? [] : [SyntaxFactory.Token(SyntaxKind.PrivateKeyword)])
            .WithParameterList(SyntaxFactory.ParameterList([.. Parameters.Select(parameter => Write(parameter, model, position))]))
            .WithBody(SyntaxFactory.Block(SyntaxFactory.ThrowStatement(failure)))
            .WithAdditionalAnnotations(FixApplier.Format);
    }

    private static ParameterSyntax Write(NewParameter parameter, SemanticModel model, int position)
    {
        TypeSyntax type = parameter.Type == "string" ? SyntaxFactory.PredefinedType(SyntaxFactory.Token(SyntaxKind.StringKeyword)) : Names.For(parameter.Type, model, position);
        var isAnnotated = parameter.IsNullable
            && (model.GetNullableContext(position).AnnotationsEnabled() || model.Compilation.GetTypeByMetadataName(parameter.Type) is { IsValueType: true });
        return SyntaxFactory.Parameter(SyntaxFactory.ParseToken(Syntax.Escape(parameter.Name))).WithType(isAnnotated ? SyntaxFactory.NullableType(type) : type);
    }

    private string FreeName(INamedTypeSymbol handler)
    {
        var taken = handler.GetMembers().Select(static member => member.Name).Append(handler.Name).ToArray();
        return new[] { Name, "On" + Name, "Handle" + Name }.FirstOrDefault(name => !taken.Contains(name)) ?? new UniqueNames(taken).Get(Name);
    }

    // As its author does it.
    private static bool OmitsPrivate(TypeDeclarationSyntax type)
    {
        var marked = type.Members.OfType<MethodDeclarationSyntax>().Where(static method => method.AttributeLists.Count > 0).ToArray();
        return marked.Length > 0 && marked.All(static method => !method.Modifiers.Any(static modifier => SyntaxFacts.IsAccessibilityModifier(modifier.Kind())));
    }
}
