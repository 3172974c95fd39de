using Microsoft.CodeAnalysis;
using WebSockets.Generator.Diagnostics;
using WebSockets.Generator.Models;

namespace WebSockets.Generator.Parsing;

/// <summary>A type that a handler receives or sends as JSON.</summary>
/// <param name="Type">The type.</param>
/// <param name="Name">The name under which it travels; null: it has none.</param>
/// <param name="IsReceived">Whether it is received; else it is sent.</param>
/// <param name="Place">Where it is used.</param>
internal sealed record MessageUse(ITypeSymbol Type, string? Name, bool IsReceived, Place Place)
{
    /// <summary>What a handler's valid methods take and return.</summary>
    public static IEnumerable<MessageUse> Find(HandlerContext context)
    {
        foreach (var method in LifecycleMethods.Find(context).Where(static method => method.Lifecycle is Lifecycle.Open or Lifecycle.Message))
        {
            if (MethodParser.Parse(context, method.Symbol, method.Lifecycle) is not { } parsed)
            {
                continue;
            }

            if (parsed.Payload is { Kind: PayloadKind.Json })
            {
                var payload = method.Symbol.Parameters.Where((_, i) => parsed.Arguments[i].Kind == ArgumentKind.Payload).First();
                yield return new(payload.Type.WithoutNullable(), MessageMethodsParser.Name(method, parsed), IsReceived: true, Place.Of(payload));
            }

            if (parsed.Return.Value == ReturnValue.Json && ReturnParser.ReplyType(method.Symbol) is { } reply)
            {
                yield return Sent(reply, Place.OfReturnType(method.Symbol));
            }
        }
    }

    public static MessageUse Sent(ITypeSymbol type, Place place) => new(type.WithoutNullable(), MessageNames.Of(type), IsReceived: false, place);
}
