using Microsoft.CodeAnalysis;
using WebSockets.Generator.Infrastructure;
using WebSockets.Generator.Models;

namespace WebSockets.Generator.Parsing;

/// <summary>Reads [WebSocketHandler].</summary>
internal static class DefinitionParser
{
    private const string DefaultPath = "/ws";

    public static string Path(AttributeData attribute) =>
        attribute.ConstructorArguments.FirstOrDefault() is { Kind: TypedConstantKind.Primitive, Value: string path } ? path : DefaultPath;

    public static string Name(INamedTypeSymbol type, AttributeData attribute) => Text(attribute, "Name") is { Length: > 0 } name ? name : type.Name;

    public static DefinitionModel Parse(HandlerContext context, AttributeData attribute) => new()
    {
        Name = Name(context.Type, attribute),
        Path = context.Route.Path,
        Protocols = Texts(attribute, "Protocols"),
        Discriminator = Text(attribute, "Discriminator"),
        Payload = Text(attribute, "Payload"),
        Correlation = Text(attribute, "Correlation"),
        JsonContext = JsonContextParser.Parse(context, attribute),
    };

    /// <summary>The type that is named as its context, whether it is one or not.</summary>
    public static ITypeSymbol? JsonContext(AttributeData attribute) =>
        Argument(attribute, "JsonContext") is { Kind: TypedConstantKind.Type, Value: ITypeSymbol context } ? context : null;

    private static string? Text(AttributeData attribute, string name) =>
        Argument(attribute, name) is { Kind: TypedConstantKind.Primitive, Value: string text } ? text : null;

    // An element that is no constant is the compiler's business.
    private static EquatableArray<string> Texts(AttributeData attribute, string name) =>
        Argument(attribute, name) is { Kind: TypedConstantKind.Array, IsNull: false } texts
            ? texts.Values.Select(static text => text.Kind == TypedConstantKind.Primitive ? text.Value as string : null).OfType<string>().ToEquatableArray()
            : [];

    public static TypedConstant? Argument(AttributeData attribute, string name)
    {
        foreach (var argument in attribute.NamedArguments)
        {
            if (argument.Key == name)
            {
                return argument.Value;
            }
        }

        return null;
    }
}
