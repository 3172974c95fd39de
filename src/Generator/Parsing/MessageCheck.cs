using Microsoft.CodeAnalysis;
using WebSockets.Generator.Diagnostics;

namespace WebSockets.Generator.Parsing;

/// <summary>Holds the messages of one handler against JSON, its envelope and each other.</summary>
internal static class MessageCheck
{
    public static void Check(HandlerContext context, AttributeData attribute, IReadOnlyList<MessageUse> methods, IReadOnlyList<MessageUse> sends)
    {
        MessageUse[] uses = [.. methods, .. sends];
        foreach (var use in uses)
        {
            CheckJson(context, use);
        }

        CheckMembers(context, attribute, uses);
        CheckNames(context, uses);
        if (methods.Any(static use => use is { IsReceived: true, Name: not null }))
        {
            CheckSends(context, sends);
        }
    }

    /// <summary>WSG0302 for what can be told of a type with [Message] without its use. A generic one is told by what it is made with.</summary>
    public static void CheckDeclaration(INamedTypeSymbol type, IDiagnosticSink sink)
    {
        if (type.IsRefLikeType)
        {
            sink.Report(Descriptors.NotJson, Place.Of(type), type.ToShortText(), type.ToShortText(), "a ref struct", "Make it a class or a plain struct");
        }
    }

    // WSG0302
    private static void CheckJson(HandlerContext context, MessageUse use)
    {
        if (JsonCarrier.Fault(use.Type) is var (type, what, remedy))
        {
            context.Sink.Report(Descriptors.NotJson, use.Place, use.Type.ToShortText(), type.ToShortText(), what, remedy);
        }
    }

    // WSG0303
    private static void CheckMembers(HandlerContext context, AttributeData attribute, IReadOnlyList<MessageUse> uses)
    {
        var definition = DefinitionParser.Parse(context with { Sink = SilentSink.Instance }, attribute);
        if (definition.Payload is not null)
        {
            return;
        }

        var policy = FlatMembers.Policy(attribute);
        var types = uses
            .Select(static use => use.Type)
            .Where(static type => MessageNames.Of(type) is not null)
            .Distinct<ITypeSymbol>(SymbolEqualityComparer.Default);
        foreach (var type in types)
        {
            foreach (var (member, name) in FlatMembers.Of(type, policy))
            {
                var property = name == (definition.Discriminator ?? "type") ? "Discriminator" : name == (definition.Correlation ?? "id") ? "Correlation" : null;
                if (property is not null)
                {
                    context.Sink.Report(Descriptors.MemberCollision, Place.Of(member), type.ToShortText(), member.Name, name, property, context.Type.ToShortText());
                }
            }
        }
    }

    // WSG0304. Of two that are received, WSG0202 speaks.
    private static void CheckNames(HandlerContext context, IReadOnlyList<MessageUse> uses)
    {
        foreach (var group in uses.Where(static use => use.Name is not null).GroupBy(static use => use.Name, StringComparer.Ordinal))
        {
            var first = group.First();
            var other = group.FirstOrDefault(use =>
                !SymbolEqualityComparer.Default.Equals(use.Type, first.Type) && !(use.IsReceived && first.IsReceived));
            if (other is not null)
            {
                context.Sink.Report(Descriptors.SameTypeName, other.Place, first.Type.ToDisplayString(), other.Type.ToDisplayString(), group.Key!, context.Type.ToShortText());
            }
        }
    }

    // WSG0305. What an object is will be seen when it is sent.
    private static void CheckSends(HandlerContext context, IReadOnlyList<MessageUse> sends)
    {
        foreach (var send in sends.Where(static send => send.Name is null && send.Type.SpecialType != SpecialType.System_Object))
        {
            context.Sink.Report(Descriptors.UnnamedSend, send.Place, send.Type.ToShortText(), context.Type.ToShortText());
        }
    }
}
