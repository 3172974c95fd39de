namespace WebSockets;

/// <summary>A handshake that was refused, as an [OnError] method sees it. Unhandled, the client gets <see cref="StatusCode"/>.</summary>
public sealed class WebSocketHandshakeException : Exception
{
    internal WebSocketHandshakeException(int statusCode, string message, TimeSpan? retryAfter = null) : base(message) =>
        (StatusCode, RetryAfter) = (statusCode, retryAfter);

    /// <summary>
    /// The HTTP status of the answer: 400 (malformed request or value), 401 (login refused), 403 (origin), 426 (not a
    /// WebSocket request, or not version 13), 503 (limit reached, or shutting down).
    /// </summary>
    public int StatusCode { get; }

    /// <summary>When the client may try again, as the answer's Retry-After header tells it; null: nothing is said of it.</summary>
    public TimeSpan? RetryAfter { get; }
}
