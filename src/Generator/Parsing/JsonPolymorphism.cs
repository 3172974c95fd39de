using Microsoft.CodeAnalysis;
using WebSockets.Generator.Diagnostics;

namespace WebSockets.Generator.Parsing;

/// <summary>How System.Text.Json tells the types apart that stand for a polymorphic one.</summary>
internal static class JsonPolymorphism
{
    private const string DefaultDiscriminator = "$type";

    /// <summary>The attributes that name the types which stand for it.</summary>
    public static IEnumerable<AttributeData> Attributes(ITypeSymbol type) =>
        type.GetAttributes().Where(static attribute => attribute.AttributeClass?.Is(KnownNames.JsonDerivedType) == true);

    /// <summary>Whether a derived type is told apart by a discriminator, which is then the first member of its JSON.</summary>
    public static bool HasDiscriminator(AttributeData derived) => derived.ConstructorArguments.Length > 1;

    /// <summary>The type and those that stand for it: what its JSON may have the members of.</summary>
    public static IEnumerable<ITypeSymbol> Forms(ITypeSymbol type) => Attributes(type)
        .Select(static attribute => attribute.ConstructorArguments.FirstOrDefault().Value)
        .OfType<ITypeSymbol>()
        .Prepend(type)
        .Distinct<ITypeSymbol>(SymbolEqualityComparer.Default);

    /// <summary>The property that its JSON has the discriminator in; null: it has none.</summary>
    public static string? Discriminator(ITypeSymbol type) =>
        !Attributes(type).Any(HasDiscriminator) ? null
        : type.FindAttribute(KnownNames.JsonPolymorphic)?.NamedArguments.FirstOrDefault(static argument => argument.Key == "TypeDiscriminatorPropertyName").Value is { Kind: TypedConstantKind.Primitive, Value: string name } ? name
        : DefaultDiscriminator;

    /// <summary>Where it says how they are told apart.</summary>
    public static Place PlaceOf(ITypeSymbol type) => Place.Of(type.FindAttribute(KnownNames.JsonPolymorphic) ?? Attributes(type).First());
}
