using Microsoft.CodeAnalysis;
using WebSockets.Generator.Diagnostics;
using WebSockets.Generator.Models;

namespace WebSockets.Generator.Parsing;

/// <summary>A type that a handler receives or sends as JSON.</summary>
/// <param name="Type">The type.</param>
/// <param name="Json">What JSON metadata is looked up for, which may be the nullable form of it.</param>
/// <param name="Name">The name under which it travels; null: it has none.</param>
/// <param name="Way">How it is used.</param>
/// <param name="User">The method whose code uses it.</param>
/// <param name="Place">Where it is used.</param>
internal sealed record MessageUse(ITypeSymbol Type, ITypeSymbol Json, MessageName? Name, MessageWay Way, ISymbol User, Place Place)
{
    public bool IsReceived => Way == MessageWay.Received;

    /// <summary>What a handler's valid methods take and return.</summary>
    public static IEnumerable<MessageUse> Find(HandlerContext context)
    {
        var methods = SpeakingMethod.Find(context);
        var hasNames = methods.Any(static method => method.Name is not null);
        foreach (var (method, parsed, name) in methods)
        {
            if (parsed.Payload is { Kind: PayloadKind.Json })
            {
                var payload = method.Symbol.Parameters.Where((_, i) => parsed.Arguments[i].Kind == ArgumentKind.Payload).First();
                yield return new(payload.Type.WithoutNullable(), payload.Type, name, MessageWay.Received, method.Symbol, Place.Of(payload));
            }

            if (parsed.Return.Value == ReturnValue.Json && ReturnParser.ReplyType(method.Symbol) is { } reply)
            {
                var way = hasNames && method.Lifecycle == Lifecycle.Message && (name is not null || parsed.Payload is not { IsBinary: true }) ? MessageWay.Replied : MessageWay.Returned;
                yield return Outgoing(reply, reply, way, method.Symbol, Place.OfReturnType(method.Symbol));
            }
        }
    }

    /// <summary>What a call sends: of a nullable value the value.</summary>
    public static MessageUse Of(SendCall call) => Outgoing(call.Type, call.Type.WithoutNullable(), MessageWay.Sent, call.User, Place.At(call.Location));

    private static MessageUse Outgoing(ITypeSymbol type, ITypeSymbol json, MessageWay way, ISymbol user, Place place) =>
        new(type.WithoutNullable(), json, MessageNames.Of(type), way, user, place);
}

/// <summary>How a handler uses a message.</summary>
internal enum MessageWay
{
    Received,

    /// <summary>As what nothing waits for.</summary>
    Returned,

    /// <summary>As the reply to what may be a request.</summary>
    Replied,
    Sent,
}
