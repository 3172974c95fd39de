using Microsoft.CodeAnalysis;

namespace WebSockets.Generator.Parsing;

/// <summary>Questions to symbols that several parsers ask.</summary>
internal static class SymbolExtensions
{
    /// <summary>Whether it is the type of that metadata name, whatever its type arguments.</summary>
    public static bool Is(this ITypeSymbol type, string name)
    {
        var dot = name.LastIndexOf('.');
        return type.ContainingType is null
            && name.Length - dot - 1 == type.MetadataName.Length
            && name.EndsWith(type.MetadataName, StringComparison.Ordinal)
            && IsNamespace(type.ContainingNamespace, name, dot);
    }

    /// <summary>Whether null is a value of it, as declared.</summary>
    public static bool TakesNull(this ITypeSymbol type) =>
        type.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T || type is { IsReferenceType: true, NullableAnnotation: NullableAnnotation.Annotated };

    /// <summary>The type inside <see cref="Nullable{T}"/>, or the type itself.</summary>
    public static ITypeSymbol WithoutNullable(this ITypeSymbol type) =>
        type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable ? nullable.TypeArguments[0] : type;

    public static bool Implements(this ITypeSymbol type, string name) => type.Is(name) || type.AllInterfaces.Any(i => i.Is(name));

    public static bool DerivesFrom(this ITypeSymbol type, string name)
    {
        for (var t = type; t is not null; t = t.BaseType)
        {
            if (t.Is(name))
            {
                return true;
            }
        }

        return false;
    }

    public static AttributeData? FindAttribute(this ISymbol symbol, string name) => symbol.FindAttribute(type => type.Is(name));

    public static AttributeData? FindAttribute(this ISymbol symbol, Func<INamedTypeSymbol, bool> isIt) =>
        symbol.GetAttributes().FirstOrDefault(attribute => attribute.AttributeClass is { } type && isIt(type));

    /// <summary>Whether generated code can name it and use it as a type argument.</summary>
    public static bool IsSpeakable(this ITypeSymbol type) => type switch
    {
        { TypeKind: TypeKind.Error or TypeKind.Pointer or TypeKind.FunctionPointer } or { IsRefLikeType: true } => false,
        { SpecialType: SpecialType.System_Void } or { IsStatic: true } => false,
        IArrayTypeSymbol array => array.ElementType.IsSpeakable(),
        INamedTypeSymbol named => !named.IsFileLocal
            && !UncalledMethod.IsForbidden(named)
            && named.ContainingType?.IsSpeakableContainer() != false
            && named.TypeArguments.All(IsSpeakable),
        _ => true,
    };

    /// <summary>Whether it is, or is made of, a type that does not exist.</summary>
    public static bool HasError(this ITypeSymbol type) => type switch
    {
        { TypeKind: TypeKind.Error } => true,
        IArrayTypeSymbol array => array.ElementType.HasError(),
        INamedTypeSymbol named => named.TypeArguments.Any(HasError),
        _ => false,
    };

    private static bool IsSpeakableContainer(this INamedTypeSymbol type) =>
        !type.IsFileLocal && type.TypeArguments.All(IsSpeakable) && type.ContainingType?.IsSpeakableContainer() != false;

    private static bool IsNamespace(INamespaceSymbol? space, string name, int end)
    {
        // From the innermost namespace outwards, without a string for each symbol that is asked.
        for (; space is { IsGlobalNamespace: false }; space = space.ContainingNamespace)
        {
            var start = end - space.Name.Length;
            if (start < 0 || string.CompareOrdinal(name, start, space.Name, 0, space.Name.Length) != 0)
            {
                return false;
            }

            if (start == 0)
            {
                return space.ContainingNamespace is { IsGlobalNamespace: true };
            }

            if (name[start - 1] != '.')
            {
                return false;
            }

            end = start - 1;
        }

        return end < 0;
    }
}
