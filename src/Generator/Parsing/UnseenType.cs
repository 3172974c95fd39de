using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using WebSockets.Generator.Diagnostics;

namespace WebSockets.Generator.Parsing;

/// <summary>
/// Reports the types that generated code cannot name (WSG0220). The generator sees the code that the user wrote; what another generator adds to that, only the
/// compiler sees. And generated files have no extern aliases.
/// </summary>
internal static class UnseenType
{
    /// <summary>Whether generated code can name the type. If not, that is reported.</summary>
    /// <param name="context">The handler.</param>
    /// <param name="place">Where the type is named.</param>
    /// <param name="user">What names it, as the begin of a sentence.</param>
    /// <param name="type">The type.</param>
    public static bool Check(HandlerContext context, Place place, string user, ITypeSymbol type)
    {
        if (!type.HasError() && !IsBehindAlias(type, context.Compilation))
        {
            return true;
        }

        var (why, remedy) = type.HasError()
            ? ("the generator of handlers cannot see: it does not exist, or another generator declares it", "Declare it by hand" + Completed(type))
            : ("generated code cannot name: its assembly is referenced by an extern alias alone", "Reference it without an alias, or put the value into a type of your own");
        context.Sink.Report(Descriptors.Unseen, place, user, type.ToShortText(), why, remedy);
        return false;
    }

    /// <summary>WSG0220 for a base class. Its methods would be missing.</summary>
    public static void CheckBases(HandlerContext context)
    {
        for (var type = context.Type; type is not null; type = type.BaseType)
        {
            if (type.BaseType is { } parent && parent.HasError())
            {
                Check(context, Place.Of(type), $"'{type.ToShortText()}' derives from", parent);
                return;
            }
        }
    }

    private static string Completed(ITypeSymbol type) => type is INamedTypeSymbol { Arity: 0 } ? ": 'partial' is enough where a generator completes it" : "";

    private static bool IsBehindAlias(ITypeSymbol type, Compilation compilation) => type switch
    {
        IArrayTypeSymbol array => IsBehindAlias(array.ElementType, compilation),
        INamedTypeSymbol named => named.TypeArguments.Any(argument => IsBehindAlias(argument, compilation))
            || (named.ContainingType is { } container && IsBehindAlias(container, compilation))
            || (!SymbolEqualityComparer.Default.Equals(named.ContainingAssembly, compilation.Assembly)
                && compilation.GetMetadataReference(named.ContainingAssembly) is { Properties.Aliases: { Length: > 0 } aliases }
                && !aliases.Contains(MetadataReferenceProperties.GlobalAlias)),
        _ => false,
    };

    /// <summary>Whether the type, or one that it derives from, may have another base class or more interfaces than can be seen.</summary>
    public static bool MayBeMore(INamedTypeSymbol type)
    {
        for (var t = type; t is not null; t = t.BaseType)
        {
            if (t.TypeKind == TypeKind.Error || IsPartial(t) || t.AllInterfaces.Any(static one => one.TypeKind == TypeKind.Error))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>What else to say of a type that cannot be read from text: another generator may add that to a partial type.</summary>
    public static string Parsable(ITypeSymbol type) =>
        IsPartial(type.WithoutNullable())
            ? ". If another generator adds IParsable<T>, add the interface to the declaration by hand: the generator of handlers cannot see that one"
            : "";

    private static bool IsPartial(ITypeSymbol type) =>
        type.DeclaringSyntaxReferences.Any(static part => part.GetSyntax() is TypeDeclarationSyntax declaration && declaration.Modifiers.Any(SyntaxKind.PartialKeyword));
}
