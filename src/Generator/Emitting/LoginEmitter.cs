using WebSockets.Generator.Infrastructure;
using WebSockets.Generator.Models;

namespace WebSockets.Generator.Emitting;

/// <summary>Writes <c>LoginAsync</c>.</summary>
internal static class LoginEmitter
{
    private const string Login = "global::WebSockets.CompilerServices.WebSocketLogin";

    public static void Write(SourceWriter writer, HandlerModel handler, HandlerNames names)
    {
        if (handler.Methods.Login is not { } method)
        {
            return;
        }

        writer.Write($$"""
            // {{method.Display}}
            public override global::System.Threading.Tasks.ValueTask<{{Login}}> LoginAsync(global::Microsoft.AspNetCore.Http.HttpContext http, global::System.Threading.CancellationToken cancellationToken) =>
                {{Login}}.From({{Decision(method, CallExpression.Of(method, CallSite.Login, names))}});
            """).Separate();
    }

    // The casts choose the overload; a task of what may be null and a task of what may not are one type but for the annotation.
    private static string Decision(MethodModel method, string call) => method.Return switch
    {
        { Shape: ReturnShape.Value, Value: ReturnValue.Result } => $"(global::Microsoft.AspNetCore.Http.IResult?){call}",
        { Shape: ReturnShape.Value, Value: ReturnValue.Principal } => $"(global::System.Security.Claims.ClaimsPrincipal?){call}",
        { Value: ReturnValue.Principal } => call + "!",
        _ => call,
    };
}
