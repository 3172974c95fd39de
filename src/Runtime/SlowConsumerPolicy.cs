namespace WebSockets;

/// <summary>
/// What becomes of a message for a peer that does not read fast enough, once <see cref="WebSocketHandlerOptions.MaxPendingSendBytes"/> wait for it.
/// </summary>
public enum SlowConsumerPolicy
{
    /// <summary>The connection is closed with 1013 (try again later). The default.</summary>
    Close,

    /// <summary>The message is dropped; the connection stays.</summary>
    Drop,

    /// <summary>The message is taken, and the sender's task completes when the transport has room again.</summary>
    Wait,

    /// <summary>
    /// While the transport is full only the newest message of each key waits; one that it replaces is dropped. The key is the message's type, or what the send names.
    /// </summary>
    Latest,
}
