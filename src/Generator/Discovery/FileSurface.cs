using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace WebSockets.Generator.Discovery;

/// <summary>What the rest of the project can see of a file, by its syntax alone. The bodies of methods are no part of it.</summary>
/// <param name="Shape">A fingerprint of all that any other type may be read differently for.</param>
/// <param name="Types">The types in it that have something of their own, which only they and what derives from them are read for.</param>
/// <param name="Bases">The names that something in it may derive from.</param>
internal sealed record FileSurface(string Shape, IReadOnlyList<TypeSurface> Types, IEnumerable<string> Bases)
{
    // A tree never changes, so what is read of it once holds as long as it lives; the table does not keep it alive.
    private static readonly ConditionalWeakTable<SyntaxTree, FileSurface> Known = new();

    public static FileSurface Of(SyntaxTree tree, CancellationToken token) =>
        Known.TryGetValue(tree, out var surface) ? surface : Known.GetValue(tree, tree => Read((CSharpSyntaxNode)tree.GetRoot(token)));

    // A directive on null changes the meaning of all that follows, wherever it stands.
    private static FileSurface Read(CSharpSyntaxNode root) =>
        root.GetFirstDirective(static directive => directive is NullableDirectiveTriviaSyntax) is null
            ? SurfaceReader.Read(root)
            : new(Fingerprint.Of([root.ToFullString()]), [], [.. SurfaceReader.NamesIn(root)]);
}

/// <summary>One declaration of a type.</summary>
/// <param name="FullName">With namespace and containing types: the other parts of the type have the same.</param>
/// <param name="Name">The name alone.</param>
/// <param name="Own">A fingerprint of its methods, constructors and [WebSocketHandler].</param>
internal sealed record TypeSurface(string FullName, string Name, string Own);
