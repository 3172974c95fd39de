using System.Collections;
using WebSockets.Channels;
using WebSockets.Connections;

namespace WebSockets;

/// <summary>
/// The channels that a connection is in. It is always in <c>*</c>, as every connection of its handler is, and in the one named after its
/// <see cref="WebSocketConnection.Id"/>; once the connection has ended it is in none, and what stands here is what it was in.
/// </summary>
/// <remarks>Safe for use by several threads.</remarks>
public sealed class WebSocketChannels : IReadOnlyCollection<string>
{
    /// <summary>The channel that every connection of a handler is in.</summary>
    public const string All = "*";

    /// <summary>How long the name of a channel may be, in characters: it is a key, not a text. What is longer can be joined by its hash.</summary>
    public const int MaxNameLength = 256;

    private readonly WebSocketConnection _connection;
    private readonly ChannelHub _hub;

    internal WebSocketChannels(WebSocketConnection connection, ChannelHub hub)
    {
        _connection = connection;
        _hub = hub;
    }

    /// <summary>How many channels the connection is in, <c>*</c> and its own included.</summary>
    public int Count => 2 + (Names?.Count ?? 0);

    /// <summary>The names of the joined channels; guarded by the hub.</summary>
    internal HashSet<string>? Names { get; set; }

    /// <summary>Joins channels: all of them, or with an exception none. A name is any text that does not have the form of an id; a channel exists while it has members.</summary>
    /// <returns>Whether one of them is new to the connection.</returns>
    /// <exception cref="ArgumentException">
    /// A name is null, empty, longer than <see cref="MaxNameLength"/>, or has the form of a <see cref="WebSocketConnection.Id"/> that is not the connection's own: what is sent to an id reaches its connection alone.
    /// </exception>
    /// <exception cref="InvalidOperationException">The connection would be in more channels than <see cref="WebSocketHandlerOptions.MaxChannels"/>.</exception>
    public bool Add(params ReadOnlySpan<string> channels) => _hub.Join(_connection, Checked(channels));

    /// <summary>Leaves channels. <c>*</c> and the connection's own cannot be left.</summary>
    /// <returns>Whether the connection was in one of them.</returns>
    public bool Remove(params ReadOnlySpan<string> channels) => _hub.Leave(_connection, channels);

    /// <summary>Joins these channels and leaves all others, but for <c>*</c> and the connection's own. With an exception nothing is joined or left.</summary>
    /// <exception cref="ArgumentException">A name may not be joined: see <see cref="Add"/>.</exception>
    /// <exception cref="InvalidOperationException">They are more than <see cref="WebSocketHandlerOptions.MaxChannels"/>.</exception>
    public void Set(params ReadOnlySpan<string> channels) => _hub.Set(_connection, Checked(channels));

    /// <summary>Whether the connection is in the channel.</summary>
    public bool Contains(string channel) => IsOwn(channel) || _hub.IsIn(_connection, channel);

    /// <summary>Enumerates the channels as they are now.</summary>
    public IEnumerator<string> GetEnumerator()
    {
        yield return All;
        yield return _connection.Id;
        foreach (var name in _hub.NamesOf(_connection))
        {
            yield return name;
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Whether it is one that the connection is always in.</summary>
    internal bool IsOwn(string channel) => channel == All || channel == _connection.Id;

    // What it throws is logged where a method lets it through: no name that may be a client's is in it.
    private ReadOnlySpan<string> Checked(ReadOnlySpan<string> channels)
    {
        foreach (var channel in channels)
        {
            ArgumentException.ThrowIfNullOrEmpty(channel, nameof(channels));
            if (channel.Length > MaxNameLength)
            {
                throw new ArgumentException($"The name of a channel has {channel.Length} characters, and may have {MaxNameLength}: join a shorter one, as a hash of it.", nameof(channels));
            }

            if (ConnectionId.IsForm(channel) && !IsOwn(channel))
            {
                throw new ArgumentException("The name of a channel has the form of a connection's id, and only that connection is in the channel of its id: send To(id), or join another name.", nameof(channels));
            }
        }

        return channels;
    }
}
