using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Metadata;

namespace WebSockets.Diagnostics;

/// <summary>The span of a connection, from its handshake to its end.</summary>
/// <remarks>
/// It continues the trace of the client, if the handshake has a context, and is linked to the span of the handshake's request. It is no child
/// of that: the request may end long before.
/// </remarks>
internal static class ConnectionSpan
{
    /// <summary>Starts it, and makes it the current one. Null: nobody traces it.</summary>
    public static Activity? Start(HandlerTracing tracing, HttpContext http, string connectionId)
    {
        if (!tracing.Source.HasListeners())
        {
            return null;
        }

        var request = http.Features.Get<IHttpActivityFeature>()?.Activity;
        ActivityLink[] links = request is null ? [] : [new(request.Context)];
        KeyValuePair<string, object?>[] tags =
        [
            new(Tags.Handler, tracing.Handler),
            new(Tags.ConnectionId, connectionId),
            new(Tags.Route, http.GetEndpoint()?.Metadata.GetMetadata<IRouteDiagnosticsMetadata>()?.Route),
        ];
        var current = Activity.Current;
        Activity.Current = null; // else it would be the parent where there is no other
        var span = tracing.Source.TryStart($"{tracing.Handler} connection", TraceContext.Of(http.Request, tracing.Propagator), tags, links);
        if (span is null)
        {
            Activity.Current = current;
        }

        return span;
    }

    /// <summary>The connection has ended.</summary>
    public static void End(WebSocketConnection connection)
    {
        if (connection.Span is { } span)
        {
            span.SetTag(Tags.CloseCode, Tags.Code(connection.Life.Status)).SetTag(Tags.CloseInitiator, connection.Life.Initiator).TryEnd();
        }
    }
}
