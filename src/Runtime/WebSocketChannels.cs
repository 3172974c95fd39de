using System.Collections;
using WebSockets.Channels;

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

    /// <summary>Joins channels. Any name will do; a channel exists while somebody is in it.</summary>
    /// <returns>Whether one of them is new to the connection.</returns>
    /// <exception cref="ArgumentException">A name is null or empty.</exception>
    public bool Add(params ReadOnlySpan<string> channels) => _hub.Join(_connection, Checked(channels));

    /// <summary>Leaves channels. <c>*</c> and the connection's own cannot be left.</summary>
    /// <returns>Whether the connection was in one of them.</returns>
    public bool Remove(params ReadOnlySpan<string> channels) => _hub.Leave(_connection, channels);

    /// <summary>Joins these channels and leaves all others, but for <c>*</c> and the connection's own.</summary>
    /// <exception cref="ArgumentException">A name is null or empty.</exception>
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

    private static ReadOnlySpan<string> Checked(ReadOnlySpan<string> channels)
    {
        foreach (var channel in channels)
        {
            ArgumentException.ThrowIfNullOrEmpty(channel, nameof(channels));
        }

        return channels;
    }
}
