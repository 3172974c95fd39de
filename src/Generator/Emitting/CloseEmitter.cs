using WebSockets.Generator.Infrastructure;
using WebSockets.Generator.Models;

namespace WebSockets.Generator.Emitting;

/// <summary>Writes <c>CloseAsync</c>.</summary>
internal static class CloseEmitter
{
    public static void Write(SourceWriter writer, HandlerModel handler, HandlerNames names)
    {
        if (handler.Methods.Close is { } close)
        {
            const string signature = "CloseAsync(global::WebSockets.WebSocketConnection connection, global::System.Net.WebSockets.WebSocketCloseStatus? status, string? reason)";
            LifetimeEmitter.Write(writer, close, signature, names);
        }
    }
}
