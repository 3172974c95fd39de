namespace WebSockets;

/// <summary>What becomes of a message that comes faster than <see cref="WebSocketHandlerOptions.MessageRateLimit"/> allows.</summary>
public enum MessageRatePolicy
{
    /// <summary>The connection is closed with 1008 (policy violation). The default.</summary>
    Close,

    /// <summary>The message waits until it may be handled; nothing is read meanwhile, so that TCP holds the sender back.</summary>
    Wait,
}
