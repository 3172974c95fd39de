using WebSockets.Generator.Infrastructure;
using WebSockets.Generator.Models;

namespace WebSockets.Generator.Emitting;

/// <summary>Writes <c>OpenAsync</c>.</summary>
internal static class OpenEmitter
{
    public static void Write(SourceWriter writer, HandlerModel handler, HandlerNames names)
    {
        if (handler.Methods.Open is not { } method)
        {
            return;
        }

        writer.Write($"// {method.Display}");
        ReplyEmitter.Write(
            writer,
            "public override global::System.Threading.Tasks.ValueTask OpenAsync(global::WebSockets.CompilerServices.WebSocketMessageContext context, global::Microsoft.AspNetCore.Http.HttpContext http)",
            method,
            CallExpression.Of(method, CallSite.Open, names),
            names);
    }
}
