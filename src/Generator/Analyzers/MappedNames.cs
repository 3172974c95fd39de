using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using WebSockets.Generator.Emitting;

namespace WebSockets.Generator.Analyzers;

/// <summary>The names of the classes that an app maps one by one, as its own calls write them.</summary>
internal static class MappedNames
{
    private const string Method = "MapWebSocketHandler";

    /// <summary>Empty where no call needs a stand-in, and so none can be of a class that is no handler.</summary>
    public static HashSet<string> Find(Compilation compilation)
    {
        var calls = compilation.Assembly.GetTypeByMetadataName(StandInsSource.TypeName) is null
            ? []
            : compilation.SyntaxTrees.Where(static tree => !tree.FilePath.EndsWith(".g.cs", StringComparison.Ordinal)).SelectMany(static tree => tree.GetRoot().DescendantNodes()).OfType<GenericNameSyntax>();
        return new(calls.Select(Argument).OfType<TypeSyntax>().Select(Name), StringComparer.Ordinal);
    }

    /// <summary>The class that a call maps; null: it is the name of another method.</summary>
    public static TypeSyntax? Argument(GenericNameSyntax name) =>
        name is { Identifier.ValueText: Method, TypeArgumentList.Arguments: [var argument] } ? argument : null;

    private static string Name(TypeSyntax type) => type switch
    {
        QualifiedNameSyntax { Right: var right } => right.Identifier.ValueText,
        SimpleNameSyntax simple => simple.Identifier.ValueText,
        _ => "",
    };
}
