using WebSockets.Generator.Infrastructure;
using WebSockets.Generator.Models;

namespace WebSockets.Generator.Emitting;

/// <summary>Writes <c>PingAsync</c> and <c>PongAsync</c>.</summary>
internal static class ControlFrameEmitter
{
    private const string Parameters = "(global::WebSockets.WebSocketConnection connection, global::System.ReadOnlyMemory<byte> payload)";

    public static void Write(SourceWriter writer, HandlerModel handler, HandlerNames names)
    {
        if (handler.Methods.Ping is { } ping)
        {
            LifetimeEmitter.Write(writer, ping, "PingAsync" + Parameters, names);
        }

        if (handler.Methods.Pong is { } pong)
        {
            LifetimeEmitter.Write(writer, pong, "PongAsync" + Parameters, names);
        }
    }
}
