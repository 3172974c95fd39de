using Microsoft.CodeAnalysis;

namespace WebSockets.Generator.Parsing;

/// <summary>What the JSON generator was asked for: metadata, which reads and writes, or code that only writes.</summary>
internal static class JsonMode
{
    // JsonSourceGenerationMode.Serialization
    private const int Serialization = 2;

    /// <summary>Whether nothing that the context covers can be read with it.</summary>
    public static bool OnlyWrites(ITypeSymbol context)
    {
        var modes = Roots(context).Select(root => Of(context, root)).ToArray();
        return modes.Length > 0 && modes.All(static mode => mode == Serialization);
    }

    /// <summary>Whether the context covers the type for writing alone. For one that it does not name, the mode of the context decides.</summary>
    public static bool OnlyWrites(ITypeSymbol context, ITypeSymbol type) =>
        Roots(context).FirstOrDefault(root => root.ConstructorArguments is [{ Value: ITypeSymbol named }] && SymbolEqualityComparer.Default.Equals(named, type)) is { } root
            ? Of(context, root) == Serialization
            : OnlyWrites(context);

    private static IEnumerable<AttributeData> Roots(ITypeSymbol context) =>
        context.GetAttributes().Where(static attribute => attribute.AttributeClass?.Is(KnownNames.JsonSerializable) == true);

    private static int Of(ITypeSymbol context, AttributeData root) =>
        Of(root) is var own and not 0 ? own : Of(context.FindAttribute(KnownNames.JsonOptions));

    private static int Of(AttributeData? attribute) =>
        attribute?.NamedArguments.FirstOrDefault(static argument => argument.Key == "GenerationMode").Value is { Kind: TypedConstantKind.Enum, Value: int mode } ? mode : 0;
}
