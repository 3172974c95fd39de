using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace WebSockets.Generator.Discovery;

/// <summary>Reads the surface of a file: its tokens without bodies and comments, and apart from them what is a type's own.</summary>
internal sealed class SurfaceReader
{
    private const char Separator = '\n';

    private readonly StringBuilder _shape = new();
    private readonly List<TypeSurface> _types = [];
    private readonly HashSet<string> _bases = new(StringComparer.Ordinal);

    /// <summary>Every name that stands in it: whatever it derives from is one of them.</summary>
    public static IEnumerable<string> NamesIn(SyntaxNode node) =>
        node.DescendantTokens().Where(static token => token.IsKind(SyntaxKind.IdentifierToken)).Select(static token => token.ValueText);

    public static FileSurface Read(SyntaxNode root)
    {
        var reader = new SurfaceReader();
        reader.ReadChildren(root, "");
        return new(Fingerprint.Of([reader._shape.ToString()]), reader._types, reader._bases);
    }

    private void ReadChildren(SyntaxNode node, string scope)
    {
        foreach (var child in node.ChildNodesAndTokens())
        {
            switch (child.AsNode())
            {
                case BaseNamespaceDeclarationSyntax space:
                    ReadChildren(space, scope + string.Concat(NamesIn(space.Name).Select(static name => name + ".")));
                    break;
                case TypeDeclarationSyntax type:
                    ReadType(type, scope);
                    break;
                case BaseListSyntax or UsingDirectiveSyntax { Alias: not null }:
                    _bases.UnionWith(NamesIn(child.AsNode()!));
                    Add(_shape, child);
                    break;
                case MethodDeclarationSyntax method:
                    // Its name can be asked for anywhere, with nameof.
                    _shape.Append(method.Identifier.Text).Append(Separator);
                    break;
                case { } part when IsOwn(part):
                    break;
                default:
                    Add(_shape, child);
                    break;
            }
        }
    }

    private void ReadType(TypeDeclarationSyntax type, string scope)
    {
        var name = $"{scope}{type.Identifier.ValueText}`{type.TypeParameterList?.Parameters.Count ?? 0}";
        var own = new StringBuilder();
        foreach (var part in type.ChildNodes().Where(IsOwn))
        {
            Add(own, part);
        }

        // One part decides for the others: by what it derives from what is their own, by an attribute whether it is read.
        if (own.Length > 0 || type.BaseList is not null || type.AttributeLists.Count > 0 || type.Modifiers.Any(SyntaxKind.PartialKeyword))
        {
            _types.Add(new(name, type.Identifier.ValueText, Fingerprint.Of([own.ToString()])));
        }

        ReadChildren(type, name + "+");
    }

    // Without recursion: an expression may be as deep as it likes.
    private static void Add(StringBuilder text, SyntaxNodeOrToken part)
    {
        var descendants = part.AsNode()?.DescendantNodesAndTokensAndSelf(static node => !IsBody(node)) ?? [part];
        foreach (var descendant in descendants)
        {
            if (descendant.IsToken)
            {
                text.Append(descendant.AsToken().Text).Append(Separator);
            }
            else if (IsBody(descendant.AsNode()!))
            {
                // That there is one is seen; what it does is not.
                text.Append(descendant.Kind()).Append(Separator);
            }
        }
    }

    private static bool IsBody(SyntaxNode node) => node is BlockSyntax or ArrowExpressionClauseSyntax or GlobalStatementSyntax;

    // A type that derives from nothing is no attribute, so that nobody else's attribute list names its constructors.
    private static bool IsOwn(SyntaxNode node) => node switch
    {
        MethodDeclarationSyntax { Parent: TypeDeclarationSyntax } => true,
        ConstructorDeclarationSyntax { Parent: TypeDeclarationSyntax { BaseList: null } } => true,
        ParameterListSyntax { Parent: ClassDeclarationSyntax { BaseList: null } } => true,
        AttributeListSyntax { Parent: TypeDeclarationSyntax, Attributes: [{ Name: var name }] } => IsHandlerAttribute(name),
        _ => false,
    };

    private static bool IsHandlerAttribute(NameSyntax name) => name switch
    {
        SimpleNameSyntax simple => simple.Identifier.ValueText is "WebSocketHandler" or "WebSocketHandlerAttribute",
        QualifiedNameSyntax qualified => IsHandlerAttribute(qualified.Right),
        AliasQualifiedNameSyntax alias => IsHandlerAttribute(alias.Name),
        _ => false,
    };
}
