using Microsoft.CodeAnalysis;
using WebSockets.Generator.Diagnostics;

namespace WebSockets.Generator.Parsing;

/// <summary>Reads JsonContext of [WebSocketHandler]. A type that is none, or of no use, is passed over (WSG0306).</summary>
internal static class JsonContextParser
{
    // JsonSourceGenerationMode.Serialization: such metadata writes, and cannot read.
    private const int Serialization = 2;

    public static string? Parse(HandlerContext context, AttributeData attribute)
    {
        if (DefinitionParser.Argument(attribute, "JsonContext") is not { Kind: TypedConstantKind.Type, Value: ITypeSymbol type } || type.HasError())
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
        _ when !type.IsSpeakable() || HandlerMessagesParser.IsGeneric((INamedTypeSymbol)type) || !context.CanSee(type) => ("is not accessible to the generated code", "Make it internal or public, and not generic"),
        _ when !HasDefault(type) => ("has no static property 'Default'", "Mark it with [JsonSerializable] for each message, and the JSON generator adds it"),
        _ when OnlyWrites(type) => (WritesOnly, "Remove GenerationMode = JsonSourceGenerationMode.Serialization"),
        _ => null,
    };

    // The JSON generator's part is not to be seen by another generator; its attribute says that it will be there.
    private static bool HasDefault(ITypeSymbol type) =>
        type.FindAttribute(KnownNames.JsonSerializable) is not null
        || type.GetMembers("Default").Any(static member => member is IPropertySymbol { IsStatic: true });

    private static bool OnlyWrites(ITypeSymbol type)
    {
        var all = Mode(type.FindAttribute(KnownNames.JsonOptions));
        var modes = type.GetAttributes()
            .Where(static attribute => attribute.AttributeClass?.Is(KnownNames.JsonSerializable) == true)
            .Select(attribute => Mode(attribute) is var own and not 0 ? own : all)
            .ToArray();
        return modes.Length > 0 && modes.All(static mode => mode == Serialization);
    }

    private static int Mode(AttributeData? attribute) =>
        attribute?.NamedArguments.FirstOrDefault(static argument => argument.Key == "GenerationMode").Value is { Kind: TypedConstantKind.Enum, Value: int mode } ? mode : 0;
}
