namespace WebSockets;

/// <summary>Whom a message is for: the members of a channel, the connection of an id, or a connection.</summary>
public readonly struct WebSocketTarget
{
    private WebSocketTarget(string? name, WebSocketConnection? connection)
    {
        Name = name;
        Connection = connection;
    }

    internal string? Name { get; }

    internal WebSocketConnection? Connection { get; }

    /// <summary>A channel, or a connection's id.</summary>
    public static implicit operator WebSocketTarget(string channelOrId) => new(channelOrId ?? throw new ArgumentNullException(nameof(channelOrId)), null);

    /// <summary>A connection.</summary>
    public static implicit operator WebSocketTarget(WebSocketConnection connection) => new(null, connection ?? throw new ArgumentNullException(nameof(connection)));
}
