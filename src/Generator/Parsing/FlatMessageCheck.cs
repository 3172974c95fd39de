using Microsoft.CodeAnalysis;
using WebSockets.Generator.Diagnostics;
using WebSockets.Generator.Models;

namespace WebSockets.Generator.Parsing;

/// <summary>Holds the messages that share a JSON object with their envelope against it. A message has one if its method or its type names it.</summary>
internal sealed class FlatMessageCheck(HandlerContext context, AttributeData attribute)
{
    private readonly DefinitionModel _definition = DefinitionParser.Parse(context with { Sink = SilentSink.Instance }, attribute);
    private readonly JsonNames _names = JsonNames.Of(attribute);

    private string Discriminator => _definition.Discriminator ?? "type";

    private string Correlation => _definition.Correlation ?? "id";

    public void Check(IReadOnlyList<MessageUse> uses)
    {
        if (_definition.Payload is not null)
        {
            return;
        }

        var named = uses.Where(static use => use.Name is not null && !JsonTypes.HasConverter(use.Type));
        foreach (var group in named.GroupBy<MessageUse, ITypeSymbol>(static use => use.Type, SymbolEqualityComparer.Default))
        {
            if (!JsonShape.IsObject(group.Key))
            {
                CheckShape(group.First());
                continue;
            }

            CheckMembers(group.Key, group.Any(static use => use.IsReceived), Discriminator, "Discriminator");
            if (group.Any(use => IsAnswer(use, uses)))
            {
                CheckMembers(group.Key, isReceived: false, Correlation, "Correlation");
            }

            CheckPolymorphism(group.Key);
        }
    }

    // A reply that carries the id of its request. A message that has an id of its own is no request.
    private bool IsAnswer(MessageUse use, IReadOnlyList<MessageUse> uses) =>
        use.Way == MessageWay.Replied
        && !uses.Any(other => other.IsReceived && SymbolEqualityComparer.Default.Equals(other.User, use.User) && Members(other.Type, isReceived: true, Correlation).Any());

    // WSG0303
    private void CheckMembers(ITypeSymbol type, bool isReceived, string name, string property)
    {
        foreach (var (form, member, given) in Members(type, isReceived, name))
        {
            Report(Place.Of(member), $"'{Text(form)}.{member.Name}'", given, property, "Rename it, give it another name with [JsonPropertyName]");
        }
    }

    // WSG0303. As the first member of the object, and always read as it is written.
    private void CheckPolymorphism(ITypeSymbol type)
    {
        if (JsonPolymorphism.Discriminator(type) is { } name && (name == Discriminator || name == Correlation))
        {
            var property = name == Discriminator ? "Discriminator" : "Correlation";
            Report(JsonPolymorphism.PlaceOf(type), $"The discriminator of '{Text(type)}'", name, property, "Give it another name with [JsonPolymorphic(TypeDiscriminatorPropertyName = \"…\")]");
        }
    }

    // What is read may be found by a name in other letters.
    private IEnumerable<(ITypeSymbol Form, ISymbol Member, string Name)> Members(ITypeSymbol type, bool isReceived, string name)
    {
        var comparison = isReceived && _names.IgnoresCase ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;
        var members = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        return
            from form in JsonPolymorphism.Forms(type)
            from member in FlatMembers.Of(form, _names.Policy)
            where name.Equals(member.Name, comparison) && members.Add(member.Member)
            select (form, member.Member, member.Name);
    }

    private static string Text(ITypeSymbol type) => type.WithNullableAnnotation(NullableAnnotation.NotAnnotated).ToShortText();

    private void Report(Place place, string what, string name, string property, string remedy) =>
        context.Sink.Report(Descriptors.MemberCollision, place, what, name, property, context.Type.ToShortText(), remedy);

    // WSG0308
    private void CheckShape(MessageUse use) =>
        context.Sink.Report(Descriptors.NotAnObject, use.Place, use.Type.ToShortText(), use.Name!, context.Type.ToShortText());
}
