using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using WebSockets.Generator.Diagnostics;

namespace WebSockets.Generator.Parsing;

/// <summary>
/// Reports what the generator cannot see (WSG0220). It sees the code that the user wrote; what another generator adds to that, only the compiler sees.
/// </summary>
internal static class UnseenType
{
    /// <param name="context">The handler.</param>
    /// <param name="place">Where the type is named.</param>
    /// <param name="user">What names it, as the begin of a sentence.</param>
    /// <param name="type">The type that has an error in it.</param>
    public static void Report(HandlerContext context, Place place, string user, ITypeSymbol type) =>
        context.Sink.Report(Descriptors.Unseen, place, user, type.ToShortText(), type is INamedTypeSymbol { Arity: 0 } ? ": 'partial' is enough where a generator completes it" : "");

    /// <summary>WSG0220 for a base class. Its methods would be missing.</summary>
    public static void CheckBases(HandlerContext context)
    {
        for (var type = context.Type; type is not null; type = type.BaseType)
        {
            if (type.BaseType is { } parent && parent.HasError())
            {
                Report(context, Place.Of(type), $"'{type.ToShortText()}' derives from", parent);
                return;
            }
        }
    }

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
