namespace WebSockets;

/// <summary>A handshake that was refused, as an [OnError] method sees it. Unhandled, the client gets <see cref="StatusCode"/>.</summary>
public sealed class WebSocketHandshakeException : Exception
{
    internal WebSocketHandshakeException(int statusCode, string message) : base(message) => StatusCode = statusCode;

    /// <summary>
    /// The HTTP status of the answer: 400 (malformed request or value), 401 (login refused), 403 (origin), 426 (not a
    /// WebSocket request, or not version 13), 503 (limit reached, or shutting down).
    /// </summary>
    public int StatusCode { get; }
}
