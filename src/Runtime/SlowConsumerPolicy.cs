namespace WebSockets;

/// <summary>
/// What becomes of a message for a peer that does not read fast enough, once <see cref="WebSocketHandlerOptions.MaxPendingSendBytes"/> wait for it.
/// </summary>
public enum SlowConsumerPolicy
{
    /// <summary>The connection is closed with 1013 (try again later). The default.</summary>
    Close,

    /// <summary>The message is dropped, and counted (<see cref="WebSocketConnection.DroppedMessages"/>); the connection stays.</summary>
    Drop,

    /// <summary>
    /// The message is taken, and the sender's task completes when the transport has room again. Who sends on without awaiting that has a limit too: with more than 1 GiB that
    /// waits, the connection is closed with 1013.
    /// </summary>
    Wait,

    /// <summary>
    /// While the transport is full only the newest message of each key waits, in the place of the first; one that it replaces is dropped, and counted
    /// (<see cref="WebSocketConnection.DroppedMessages"/>). The key is the message's name, or without one its type, or what the send names
    /// (<see cref="WebSocketGroup.With"/>). A reply that carries the id of its request has no key. When more would wait than may, the messages that have waited longest
    /// are dropped; the connection stays.
    /// </summary>
    Latest,
}
