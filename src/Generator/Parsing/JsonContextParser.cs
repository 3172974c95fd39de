using Microsoft.CodeAnalysis;
using WebSockets.Generator.Diagnostics;

namespace WebSockets.Generator.Parsing;

/// <summary>Reads JsonContext of [WebSocketHandler]. A type that is none, or of no use, is passed over (WSG0306).</summary>
internal static class JsonContextParser
{
    public static string? Parse(HandlerContext context, AttributeData attribute)
    {
        if (DefinitionParser.JsonContext(attribute) is not { } type)
        {
            return null;
        }

        if (!UnseenType.Check(context, Place.OfArgument(attribute, 0, "JsonContext"), $"The JsonContext of '{context.Type.ToShortText()}' is", type))
        {
            return null;
        }

        if (Fault(context, type) is not var (what, remedy))
        {
            return type.ToCode();
        }

        context.Sink.Report(Descriptors.JsonContext, Place.OfArgument(attribute, 0, "JsonContext"), type.ToShortText(), what, remedy);

        // One that only serializes is good enough to be compiled with.
        return what == WritesOnly ? type.ToCode() : null;
    }

    private const string WritesOnly = "only serializes, and messages are read with it too";

    private static (string What, string Remedy)? Fault(HandlerContext context, ITypeSymbol type) => type switch
    {
        _ when !type.DerivesFrom(KnownNames.JsonContext) => ("is not a JsonSerializerContext", "Name a partial class that derives from it and has [JsonSerializable] for each message"),
        { IsAbstract: true } => ("is abstract", "Name a class that derives from it"),
        _ when !type.IsSpeakable() || ((INamedTypeSymbol)type).IsGenericType || !context.CanSee(type) => ("is not accessible to the generated code", "Make it internal or public, and not generic"),
        _ when !HasDefault(type) => ("has no static property 'Default'", "Mark it with [JsonSerializable] for each message, and the JSON generator adds it"),
        _ when JsonMode.OnlyWrites(type) => (WritesOnly, "Remove GenerationMode = JsonSourceGenerationMode.Serialization"),
        _ => null,
    };

    // The JSON generator's part is not to be seen by another generator; its attribute says that it will be there.
    private static bool HasDefault(ITypeSymbol type) =>
        type.FindAttribute(KnownNames.JsonSerializable) is not null
        || type.GetMembers("Default").Any(static member => member is IPropertySymbol { IsStatic: true });
}
