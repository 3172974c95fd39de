using Microsoft.CodeAnalysis;

namespace WebSockets.Generator.Parsing;

/// <summary>Why a class cannot be mapped (WSG0002).</summary>
/// <param name="What">What it is.</param>
/// <param name="Remedy">What to do.</param>
/// <param name="HasPart">Whether the rest of the user's code is helped by a generated part all the same.</param>
internal sealed record HandlerObstacle(string What, string Remedy, bool HasPart)
{
    public static HandlerObstacle? Find(INamedTypeSymbol type)
    {
        if (type.TypeKind != TypeKind.Class)
        {
            return new("it is not a class", "Make it a class", HasPart: false);
        }

        if (type.IsStatic)
        {
            return new("it is static, and each connection has an instance", "Remove 'static'", HasPart: false);
        }

        if (type.IsFileLocal)
        {
            return new("it is file-local, and the generated registration stands in another file", "Remove 'file'", HasPart: false);
        }

        for (var t = type; t is not null; t = t.ContainingType)
        {
            if (t.Arity > 0)
            {
                return new(
                    t.Equals(type, SymbolEqualityComparer.Default) ? "it is generic" : $"it is nested in the generic type '{t.ToShortText()}'",
                    "Derive a class without type parameters, and mark that one",
                    HasPart: false);
            }
        }

        if (type.IsAbstract)
        {
            return new("it is abstract, and each connection has an instance", "Remove 'abstract', or mark the classes that derive from it", HasPart: true);
        }

        if (UncalledMethod.IsForbidden(type))
        {
            return new("it is [Obsolete] as an error, so that nothing may name it", "Remove one of the two attributes", HasPart: true);
        }

        for (var t = type; t is not null; t = t.ContainingType)
        {
            if (t.DeclaredAccessibility is not (Accessibility.Public or Accessibility.Internal or Accessibility.ProtectedOrInternal))
            {
                return new($"'{t.ToShortText()}' is not accessible to the generated registration", $"Make '{t.ToShortText()}' internal or public", HasPart: true);
            }
        }

        return null;
    }
}
