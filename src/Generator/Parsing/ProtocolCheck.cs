using Microsoft.CodeAnalysis;
using WebSockets.Generator.Diagnostics;

namespace WebSockets.Generator.Parsing;

/// <summary>Holds what [WebSocketHandler] says of the wire against itself.</summary>
internal static class ProtocolCheck
{
    // What RFC 9110 allows in a token beside letters and digits.
    private const string TokenMarks = "!#$%&'*+-.^_`|~";

    public static void Check(HandlerContext context, AttributeData attribute)
    {
        CheckProperties(context, attribute);
        CheckSubprotocols(context, attribute);
    }

    // WSG0401
    private static void CheckProperties(HandlerContext context, AttributeData attribute)
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (property, standard) in new (string, string?)[] { ("Discriminator", "type"), ("Correlation", "id"), ("Payload", null) })
        {
            var argument = DefinitionParser.Argument(attribute, property);
            if (argument is { Kind: not TypedConstantKind.Primitive } || (argument?.Value ?? (argument is null ? standard : null)) is not string name)
            {
                // Without a payload property its members stand beside the others; the others cannot do without.
                if (argument is { IsNull: true, Kind: TypedConstantKind.Primitive } && standard is not null)
                {
                    Report(context, attribute, property, "is null", "It is the name of a property of each message: give it one");
                }

                continue;
            }

            if (name.Length == 0)
            {
                Report(context, attribute, property, "is empty", standard is null ? "Remove it to have the members beside the discriminator" : "It is the name of a property of each message: give it one");
            }
            else if (names.TryGetValue(name, out var other))
            {
                Report(context, attribute, property, $"is \"{name}\", and so is its {other}", "Give each a name of its own");
            }
            else
            {
                names.Add(name, property);
            }
        }
    }

    private static void Report(HandlerContext context, AttributeData attribute, string property, string what, string remedy) =>
        context.Sink.Report(Descriptors.PropertyNames, Place.OfArgument(attribute, 0, property), property, context.Type.ToShortText(), what, remedy);

    // WSG0402
    private static void CheckSubprotocols(HandlerContext context, AttributeData attribute)
    {
        if (DefinitionParser.Argument(attribute, "Protocols") is not { Kind: TypedConstantKind.Array, IsNull: false } protocols)
        {
            return;
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var name in protocols.Values.Select(static value => value.Kind == TypedConstantKind.Primitive ? value.Value as string : null).OfType<string>())
        {
            var fault = name.Length == 0 ? "is empty; no client can ask for it. Remove it."
                : name.FirstOrDefault(static c => !IsTokenCharacter(c)) is var bad and not '\0' ? $"has the character '{bad}', which no token of RFC 6455 has; no client can ask for it. Use letters, digits and {TokenMarks}."
                : !seen.Add(name) ? "stands twice. Remove one."
                : null;
            if (fault is not null)
            {
                context.Sink.Report(Descriptors.Subprotocol, Place.OfArgument(attribute, 0, "Protocols"), name, fault);
            }
        }
    }

    private static bool IsTokenCharacter(char c) =>
        c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9') || TokenMarks.IndexOf(c) >= 0;
}
