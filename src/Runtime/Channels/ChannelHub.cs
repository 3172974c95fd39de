using System.Collections.Concurrent;
using WebSockets.Connections;
using WebSockets.Messages;

namespace WebSockets.Channels;

/// <summary>The open connections of one handler class, and who of them is in which channel.</summary>
/// <remarks>
/// One lock guards every change, so that a connection is never in a channel after it has ended. Sending takes no lock: it looks a channel
/// up and reads its snapshot.
/// </remarks>
internal sealed class ChannelHub
{
    private readonly Lock _gate = new();
    private readonly ConcurrentDictionary<string, WebSocketConnection> _byId = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Members> _channels = new(StringComparer.Ordinal);
    private readonly Members _all = new();

    /// <summary>How the handler's messages are written; null until it is mapped.</summary>
    public OutgoingMessages? Messages { get; set; }

    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _all.Count;
            }
        }
    }

    public WebSocketConnection[] All => _all.Snapshot(_gate);

    public WebSocketConnection? Find(string id) => _byId.GetValueOrDefault(id);

    /// <summary>The members of the channel. The channel of an id has one, or none.</summary>
    public WebSocketConnection[] In(string channel) => Single(channel) is { } own ? [own] : Joined(channel);

    /// <summary>The members of the channel that the target names.</summary>
    public WebSocketConnection[] Joined(WebSocketTarget target) => target.Name switch
    {
        null => [],
        WebSocketChannels.All => All,
        var name => _channels.TryGetValue(name, out var joined) ? joined.Snapshot(_gate) : [],
    };

    /// <summary>The connection that the target is, or whose id it names. Then it has no other members: an id cannot be joined.</summary>
    public WebSocketConnection? Single(WebSocketTarget target) =>
        target.Name is not { } name ? target.Connection
        : ConnectionId.IsForm(name) ? Find(name)
        : null;

    public void Add(WebSocketConnection connection)
    {
        lock (_gate)
        {
            _byId[connection.Id] = connection;
            _all.Add(connection);
        }
    }

    /// <summary>Takes the connection out of everything, for good. Its names stay with it, for [OnClose].</summary>
    public void Remove(WebSocketConnection connection)
    {
        lock (_gate)
        {
            if (!_all.Remove(connection))
            {
                return;
            }

            _byId.TryRemove(connection.Id, out _);
            foreach (var name in connection.Channels.Names ?? [])
            {
                RemoveFrom(name, connection);
            }
        }
    }

    /// <exception cref="InvalidOperationException">The connection would be in more than MaxChannels. It joins none of them.</exception>
    public bool Join(WebSocketConnection connection, ReadOnlySpan<string> names)
    {
        lock (_gate)
        {
            CheckNumber(connection, connection.Channels.Names, names);
            var joined = false;
            foreach (var name in names)
            {
                joined |= Join(connection, name);
            }

            return joined;
        }
    }

    public bool Leave(WebSocketConnection connection, ReadOnlySpan<string> names)
    {
        lock (_gate)
        {
            var left = false;
            foreach (var name in names)
            {
                left |= Leave(connection, name);
            }

            return left;
        }
    }

    /// <exception cref="InvalidOperationException">They are more than MaxChannels. Nothing is joined or left.</exception>
    public void Set(WebSocketConnection connection, ReadOnlySpan<string> names)
    {
        lock (_gate)
        {
            CheckNumber(connection, null, names);
            foreach (var name in connection.Channels.Names?.ToArray() ?? [])
            {
                if (!names.Contains(name))
                {
                    Leave(connection, name);
                }
            }

            foreach (var name in names)
            {
                Join(connection, name);
            }
        }
    }

    public bool IsIn(WebSocketConnection connection, string name)
    {
        lock (_gate)
        {
            return connection.Channels.Names?.Contains(name) ?? false;
        }
    }

    public string[] NamesOf(WebSocketConnection connection)
    {
        lock (_gate)
        {
            return connection.Channels.Names?.ToArray() ?? [];
        }
    }

    private void CheckNumber(WebSocketConnection connection, HashSet<string>? joined, ReadOnlySpan<string> names)
    {
        var limit = connection.Mapping.Options.MaxChannels;
        if ((joined?.Count ?? 0) + names.Length <= limit || !_byId.ContainsKey(connection.Id))
        {
            return;
        }

        var all = joined is null ? new HashSet<string>(StringComparer.Ordinal) : new HashSet<string>(joined, StringComparer.Ordinal);
        foreach (var name in names)
        {
            if (!connection.Channels.IsOwn(name))
            {
                all.Add(name);
            }
        }

        if (all.Count > limit)
        {
            throw new InvalidOperationException(
                $"The connection would be in {all.Count} channels, and may be in {limit}: leave some, or raise {nameof(WebSocketHandlerOptions.MaxChannels)}.");
        }
    }

    private bool Join(WebSocketConnection connection, string name)
    {
        if (connection.Channels.IsOwn(name) || !_byId.ContainsKey(connection.Id))
        {
            return false;
        }

        if (!(connection.Channels.Names ??= new(StringComparer.Ordinal)).Add(name))
        {
            return false;
        }

        return _channels.GetOrAdd(name, static _ => new Members()).Add(connection);
    }

    private bool Leave(WebSocketConnection connection, string name)
    {
        if (!(connection.Channels.Names?.Remove(name) ?? false))
        {
            return false;
        }

        RemoveFrom(name, connection);
        return true;
    }

    private void RemoveFrom(string name, WebSocketConnection connection)
    {
        if (_channels.TryGetValue(name, out var members) && members.Remove(connection) && members.Count == 0)
        {
            _channels.TryRemove(name, out _);
        }
    }
}
