using Microsoft.CodeAnalysis;
using WebSockets.Generator.Diagnostics;
using WebSockets.Generator.Models;

namespace WebSockets.Generator.Parsing;

/// <summary>Holds the messages of one handler against JSON, its envelope and each other.</summary>
internal sealed class MessageCheck(HandlerContext context, AttributeData attribute, JsonTypes types)
{
    public void Check(IReadOnlyList<MessageUse> methods, IReadOnlyList<MessageUse> sends)
    {
        MessageUse[] uses = [.. methods, .. sends];
        CheckJson(uses);
        new FlatMessageCheck(context, attribute).Check(uses);
        CheckNames(uses);
        CheckReplies();
        if (methods.Any(static use => use is { IsReceived: true, Name: not null }))
        {
            CheckSends(sends);
        }
    }

    /// <summary>WSG0221 and WSG0302 for what is known of a type with [Message] without its use. A generic one is checked where it is used.</summary>
    public static void CheckDeclaration(INamedTypeSymbol type, IDiagnosticSink sink)
    {
        if (type.FindAttribute(KnownNames.Message) is { ConstructorArguments: [{ Kind: TypedConstantKind.Primitive, Value: string name }] } attribute
            && NameAdvice.Find(name) is var (what, remedy))
        {
            sink.Report(Descriptors.OddName, Place.OfArgument(attribute, 0), name, what, remedy);
        }

        if (type.IsRefLikeType)
        {
            sink.Report(Descriptors.NotJson, Place.Of(type), type.ToShortText(), type.ToShortText(), "a ref struct", "Make it a class or a plain struct");
        }
    }

    // WSG0302
    private void CheckJson(IReadOnlyList<MessageUse> uses)
    {
        var named = DefinitionParser.JsonContext(attribute);
        foreach (var use in uses)
        {
            if (new JsonCarrier(types, named, use.IsReceived).Fault(use.Type) is var (type, what, remedy))
            {
                context.Sink.Report(Descriptors.NotJson, use.Place, use.Type.ToShortText(), type.ToShortText(), what, remedy);
            }
        }
    }

    // WSG0304. The two directions are apart, and of two that are received WSG0202 speaks.
    private void CheckNames(IReadOnlyList<MessageUse> uses)
    {
        foreach (var group in uses.Where(static use => use is { IsReceived: false, Name: not null }).GroupBy(static use => use.Name))
        {
            var first = group.First();
            if (group.FirstOrDefault(use => !SymbolEqualityComparer.Default.Equals(use.Type, first.Type)) is { } other)
            {
                context.Sink.Report(Descriptors.SameTypeName, other.Place, first.Type.ToDisplayString(), other.Type.ToDisplayString(), group.Key!, context.Type.ToShortText());
            }
        }
    }

    // WSG0309. What a stream sends counts too; of a base of messages one may turn out to be a message.
    private void CheckReplies()
    {
        foreach (var (method, parsed, name) in SpeakingMethod.Find(context with { Sink = SilentSink.Instance }))
        {
            if (name is not null && ReturnParser.ReplyType(method.Symbol) is { } reply && MessageNames.Of(reply) is null
                && (parsed.Return.Value != ReturnValue.Json || !types.MayBeMessage(reply)))
            {
                context.Sink.Report(Descriptors.UncorrelatedReply, Place.OfReturnType(method.Symbol), reply.ToShortText(), method.Symbol.ToName());
            }
        }
    }

    // WSG0305
    private void CheckSends(IReadOnlyList<MessageUse> sends)
    {
        foreach (var send in sends.Where(send => send.Name is null && !types.MayBeMessage(send.Type)))
        {
            context.Sink.Report(Descriptors.UnnamedSend, send.Place, send.Type.ToShortText(), context.Type.ToShortText());
        }
    }
}
