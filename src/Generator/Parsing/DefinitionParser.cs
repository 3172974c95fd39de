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

    public static DefinitionModel Parse(HandlerContext context, AttributeData attribute) => new()
    {
        Name = Text(attribute, "Name") is { Length: > 0 } name ? name : context.Type.Name,
        Path = context.Route.Path,
        Protocols = Texts(attribute, "Protocols"),
        Discriminator = Text(attribute, "Discriminator"),
        Payload = Text(attribute, "Payload"),
        Correlation = Text(attribute, "Correlation"),
        JsonContext = JsonContext(context, attribute),
    };

    // Any other type is passed over (WSG0306).
    private static string? JsonContext(HandlerContext context, AttributeData attribute) =>
        Argument(attribute, "JsonContext") is { Kind: TypedConstantKind.Type, Value: INamedTypeSymbol { IsAbstract: false } type }
        && type.DerivesFrom(KnownNames.JsonContext)
        && type.IsSpeakable()
        && context.CanSee(type)
            ? type.ToCode()
            : null;

    private static string? Text(AttributeData attribute, string name) =>
        Argument(attribute, name) is { Kind: TypedConstantKind.Primitive, Value: string text } ? text : null;

    private static EquatableArray<string> Texts(AttributeData attribute, string name) =>
        Argument(attribute, name) is { Kind: TypedConstantKind.Array, IsNull: false } texts
            ? texts.Values.Select(static text => text.Kind == TypedConstantKind.Primitive ? text.Value as string : null).OfType<string>().ToEquatableArray()
            : [];

    private static TypedConstant? Argument(AttributeData attribute, string name)
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
