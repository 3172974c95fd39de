using System.Collections;
using WebSockets.Channels;

namespace WebSockets;

/// <summary>
/// The open connections of a handler, for whoever wants to reach them from outside: a singleton service, also of HTTP endpoints and background services.
/// </summary>
/// <typeparam name="THandler">The handler class.</typeparam>
public sealed class WebSocketConnections<THandler> : IReadOnlyCollection<WebSocketConnection>
{
    internal ChannelHub Hub { get; } = new();

    /// <summary>How many connections are open.</summary>
    public int Count => Hub.Count;

    /// <summary>Every connection.</summary>
    public WebSocketGroup All => new(Hub, null, [WebSocketChannels.All]);

    /// <summary>The open connection of this id; null if there is none.</summary>
    public WebSocketConnection? Find(string id) => Hub.Find(id);

    /// <summary>The members of channels, the connections of ids, and connections. Nobody asks, so a broadcast reaches them all.</summary>
    public WebSocketGroup To(params ReadOnlySpan<WebSocketTarget> targets) => new(Hub, null, targets);

    /// <summary>Who is in the channel now.</summary>
    public IReadOnlyCollection<WebSocketConnection> In(string channel) => Array.AsReadOnly(Hub.In(channel));

    /// <summary>Enumerates the connections that are open now.</summary>
    public IEnumerator<WebSocketConnection> GetEnumerator() => ((IEnumerable<WebSocketConnection>)Hub.All).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
