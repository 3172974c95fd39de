using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Simplification;

namespace WebSockets.Generator.CodeFixes;

/// <summary>Names of types, for code that is inserted: as short as the place allows.</summary>
internal static class Names
{
    /// <summary>A type whose namespace is imported if its name means nothing yet; qualified where it means another one.</summary>
    public static NameSyntax For(string name, SemanticModel model, int position, string typeArguments = "")
    {
        var type = SyntaxFactory.ParseName("global::" + name + typeArguments).WithAdditionalAnnotations(Simplifier.Annotation);
        var isKnown = model.LookupNamespacesAndTypes(position, name: name.Substring(name.LastIndexOf('.') + 1)).Length > 0;
        return isKnown ? type : type.WithAdditionalAnnotations(Simplifier.AddImportsAnnotation);
    }
}
