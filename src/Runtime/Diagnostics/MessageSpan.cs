using System.Diagnostics;
using System.Net.WebSockets;
using WebSockets.CompilerServices;

namespace WebSockets.Diagnostics;

/// <summary>The span of one message's handling.</summary>
/// <remarks>
/// It continues the trace that the message names, else it begins one of its own, and is linked to the span of its connection. It is no child of
/// that, so that a connection of a million messages is not one trace of a million spans, and each message is sampled or not by itself.
/// </remarks>
internal static class MessageSpan
{
    /// <summary>Starts it, and makes it the current one. Null: nobody traces it.</summary>
    public static Activity? Start(
        HandlerTracing tracing, WebSocketConnection connection, WebSocketMessageContext context, WebSocketMessageType type, long length, MessageTags message)
    {
        if (!tracing.Source.HasListeners())
        {
            return null;
        }

        ActivityLink[] links = connection.Span is { } span ? [new(span.Context)] : [];
        KeyValuePair<string, object?>[] tags =
        [
            message.Handler,
            message.Name,
            new(Tags.MessageSize, length),
            new(Tags.ConnectionId, connection.Id),
        ];
        var parent = type == WebSocketMessageType.Text ? TraceContext.Of(context.Utf8, connection.Mapping.Shape.ReaderOptions) : default;
        Activity.Current = null; // else it would be the parent where there is no other
        var started = tracing.Source.TryStart(message.SpanName, parent, tags, links);
        if (started is null)
        {
            Activity.Current = connection.Span;
        }

        return started;
    }
}
