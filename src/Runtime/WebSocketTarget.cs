namespace WebSockets;

/// <summary>Whom a message is for: the members of a channel, the connection of an id, or a connection.</summary>
public readonly struct WebSocketTarget
{
    // A name or a connection: one field for both, because a group holds several of these in itself.
    private readonly object? _target;

    private WebSocketTarget(object target) => _target = target;

    internal string? Name => _target as string;

    internal WebSocketConnection? Connection => _target as WebSocketConnection;

    /// <summary>A channel, or a connection's id.</summary>
    public static implicit operator WebSocketTarget(string channelOrId) => new(channelOrId ?? throw new ArgumentNullException(nameof(channelOrId)));

    /// <summary>A connection.</summary>
    public static implicit operator WebSocketTarget(WebSocketConnection connection) => new(connection ?? throw new ArgumentNullException(nameof(connection)));
}
