using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Simplification;
using WebSockets.Generator.Parsing;

namespace WebSockets.Generator.CodeFixes;

/// <summary>[JsonSerializable] for a type, on the class of a context.</summary>
internal static class SerializableAttribute
{
    private const string Name = "global::" + KnownNames.JsonSerializable;

    /// <summary>The context with the attribute behind those that it has, in a line of its own if they are. Nothing changes if it is there already.</summary>
    public static ClassDeclarationSyntax Add(ClassDeclarationSyntax context, string type)
    {
        var attribute = Create(type);
        var lists = context.AttributeLists;
        if (lists.SelectMany(static list => list.Attributes).Any(other => SyntaxFactory.AreEquivalent(other, attribute)))
        {
            return context;
        }

        var list = SyntaxFactory.AttributeList([attribute]);
        if (lists.Count == 0)
        {
            var bare = context.WithLeadingTrivia(context.Indentation());
            return bare.WithAttributeLists([list.WithLeadingTrivia(context.GetLeadingTrivia()).WithTrailingTrivia(SyntaxFactory.LineFeed)]);
        }

        var last = lists[lists.Count - 1];
        return context.WithAttributeLists(lists.Add(list.WithLeadingTrivia(last.Indentation()).WithTrailingTrivia(last.GetTrailingTrivia())));
    }

    /// <summary>A type that is written in full, and is to be shortened as far as the place allows.</summary>
    public static TypeSyntax Shortened(string type)
    {
        var syntax = SyntaxFactory.ParseTypeName(type);
        return syntax.ReplaceNodes(
            syntax.DescendantNodesAndSelf().Where(static node => node is QualifiedNameSyntax),
            static (_, current) => current.WithAdditionalAnnotations(Simplifier.Annotation, Simplifier.AddImportsAnnotation));
    }

    private static AttributeSyntax Create(string type) => SyntaxFactory.Attribute(
        (NameSyntax)Shortened(Name),
        SyntaxFactory.AttributeArgumentList([SyntaxFactory.AttributeArgument(SyntaxFactory.TypeOfExpression(Shortened(type)))]));
}
