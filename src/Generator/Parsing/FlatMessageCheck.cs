using Microsoft.CodeAnalysis;
using WebSockets.Generator.Diagnostics;

namespace WebSockets.Generator.Parsing;

/// <summary>Holds the messages that share a JSON object with their envelope against it. A message has one if its method or its type names it.</summary>
internal sealed class FlatMessageCheck(HandlerContext context, AttributeData attribute)
{
    public void Check(IReadOnlyList<MessageUse> uses)
    {
        var definition = DefinitionParser.Parse(context with { Sink = SilentSink.Instance }, attribute);
        if (definition.Payload is not null)
        {
            return;
        }

        (string Property, string Name)[] envelope = [("Discriminator", definition.Discriminator ?? "type"), ("Correlation", definition.Correlation ?? "id")];
        var named = uses.Where(static use => use.Name is not null && !JsonTypes.HasConverter(use.Type));
        foreach (var group in named.GroupBy<MessageUse, ITypeSymbol>(static use => use.Type, SymbolEqualityComparer.Default))
        {
            if (JsonShape.IsObject(group.Key))
            {
                CheckMembers(group.Key, group.Any(static use => use.IsReceived), envelope);
            }
            else
            {
                CheckShape(group.First());
            }
        }
    }

    // WSG0303. What is read may be found by a name in other letters.
    private void CheckMembers(ITypeSymbol type, bool isReceived, (string Property, string Name)[] envelope)
    {
        var names = JsonNames.Of(attribute);
        var comparison = isReceived && names.IgnoresCase ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;
        foreach (var (member, name) in FlatMembers.Of(type, names.Policy))
        {
            if (envelope.FirstOrDefault(part => part.Name.Equals(name, comparison)).Property is { } property)
            {
                context.Sink.Report(Descriptors.MemberCollision, Place.Of(member), type.ToShortText(), member.Name, name, property, context.Type.ToShortText());
            }
        }
    }

    // WSG0308
    private void CheckShape(MessageUse use) =>
        context.Sink.Report(Descriptors.NotAnObject, use.Place, use.Type.ToShortText(), use.Name!, context.Type.ToShortText());
}
