using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Simplification;
using WebSockets.Generator.Infrastructure;
using WebSockets.Generator.Parsing;

namespace WebSockets.Generator.CodeFixes;

/// <summary>A context for an app that has none, at the end of a namespace or file.</summary>
internal static class NewContext
{
    private const string Base = "global::" + KnownNames.JsonContext;

    /// <summary>A name after who uses it that no type of the assembly has.</summary>
    public static string Name(Compilation compilation, string user) =>
        new UniqueNames([.. AssemblyTypes.In(compilation.Assembly.GlobalNamespace).Select(static type => type.Name)]).Get(user + "JsonContext");

    /// <summary>Where the context of what stands at the node belongs.</summary>
    public static SyntaxNode Container(SyntaxNode node) =>
        node.Ancestors().First(static ancestor => ancestor is BaseNamespaceDeclarationSyntax or CompilationUnitSyntax);

    /// <summary>The container with the context, which covers the type and what was added to it before.</summary>
    /// <param name="container">A namespace or a file.</param>
    /// <param name="name">The context's name.</param>
    /// <param name="type">The type, fully qualified.</param>
    /// <param name="attributes">What else it is marked with, in lines of their own.</param>
    public static SyntaxNode Add(SyntaxNode container, string name, string type, string attributes = "")
    {
        var members = container is BaseNamespaceDeclarationSyntax space ? space.Members : ((CompilationUnitSyntax)container).Members;
        var context = members.OfType<ClassDeclarationSyntax>().FirstOrDefault(member => member.Identifier.ValueText == name);
        return context is not null
            ? container.ReplaceNode(context, SerializableAttribute.Add(context, type))
            : container switch
            {
                BaseNamespaceDeclarationSyntax outer => outer.AddMembers(Create(name, type, attributes)),
                _ => ((CompilationUnitSyntax)container).AddMembers(Create(name, type, attributes)),
            };
    }

    private static ClassDeclarationSyntax Create(string name, string type, string attributes)
    {
        var context = (ClassDeclarationSyntax)SyntaxFactory.ParseMemberDeclaration($"\n{attributes}internal sealed partial class {name} : {Base};\n")!;
        var names = context.DescendantNodes(static node => !IsQualified(node)).Where(IsQualified);
        var shortened = context.ReplaceNodes(names, static (_, name) => name.WithAdditionalAnnotations(Simplifier.Annotation, Simplifier.AddImportsAnnotation));
        return SerializableAttribute.Add(shortened, type).WithAdditionalAnnotations(FixApplier.Format);
    }

    // What stands before the last dot of a value is a type's name.
    private static bool IsQualified(SyntaxNode node) => node is QualifiedNameSyntax || node is MemberAccessExpressionSyntax { Parent: MemberAccessExpressionSyntax };
}
