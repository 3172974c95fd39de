using WebSockets.Generator.Infrastructure;
using WebSockets.Generator.Models;

namespace WebSockets.Generator.Emitting;

/// <summary>The expression that calls a user's method.</summary>
internal static class CallExpression
{
    public static string Of(MethodModel method, CallSite site, HandlerNames names) =>
        $"{method.StaticType ?? "_handler"}.{CSharpIdentifier.Escape(method.Name)}({string.Join(", ", method.Arguments.Select(argument => Argument(argument, site, names)))})";

    private static string Argument(ArgumentModel argument, CallSite site, HandlerNames names) => argument.Kind switch
    {
        ArgumentKind.Connection => site.Connection,
        ArgumentKind.User => site.User,
        ArgumentKind.CancellationToken => site.CancellationToken,
        ArgumentKind.Message => "context.Message",
        ArgumentKind.HttpContext => "http",
        ArgumentKind.HttpRequest => site.IsNullable && argument.IsNullable ? "http?.Request" : "http.Request",
        ArgumentKind.CloseStatus => "status",
        ArgumentKind.CloseReason => "reason",
        ArgumentKind.Exception => "error",
        ArgumentKind.ControlPayload => "payload",
        ArgumentKind.Bound => names.Field(argument.Bound!),
        ArgumentKind.Service => ServiceExpression.Of(argument.Service!, site.Services),
        ArgumentKind.Payload => Payload(argument.Payload!, names),
        _ => throw new ArgumentOutOfRangeException(nameof(argument), argument.Kind, null),
    };

    private static string Payload(PayloadModel payload, HandlerNames names) => payload switch
    {
        { Kind: not PayloadKind.Json } => $"context.Read{payload.Kind}()",
        { IsNullable: true } => $"context.ReadNullable({names.Reader(payload.Json!)})",
        _ => $"context.Read({names.Reader(payload.Json!)})",
    };
}
