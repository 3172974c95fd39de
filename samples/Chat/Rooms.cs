using WebSockets;

namespace Chat;

/// <summary>The rooms that somebody is in, and the last ones that somebody was in.</summary>
public sealed class Rooms(WebSocketConnections<ChatHandler> connections, Images images, TimeProvider time)
{
    private const int MaxEmptyRooms = 50;

    private readonly Lock _gate = new();
    private readonly Dictionary<RoomName, Room> _rooms = [];

    /// <summary>The names of all rooms, in order.</summary>
    public IReadOnlyList<RoomName> Names
    {
        get
        {
            lock (_gate)
            {
                return [.. _rooms.Keys.OrderBy(name => name.Value, StringComparer.Ordinal)];
            }
        }
    }

    /// <summary>Finds a room, or makes it. Who asks is in the room's channel already, so that it is not taken for an empty one.</summary>
    public Room Get(RoomName name)
    {
        lock (_gate)
        {
            if (!_rooms.TryGetValue(name, out var room))
            {
                ForgetEmpty();
                _rooms.Add(name, room = new Room(images, time));
            }

            room.UsedAt = time.GetTimestamp();
            return room;
        }
    }

    private void ForgetEmpty()
    {
        var empty = _rooms.Where(room => connections.In(room.Key.Channel).Count == 0).OrderByDescending(room => room.Value.UsedAt);
        foreach (var (name, _) in empty.Skip(MaxEmptyRooms - 1).ToArray())
        {
            _rooms.Remove(name);
        }
    }
}

/// <summary>What was said in one room, the last of it.</summary>
public sealed class Room(Images images, TimeProvider time)
{
    private const int MaxHistory = 100;

    private readonly Lock _gate = new();
    private readonly Queue<Entry> _history = [];
    private readonly string _session = Guid.NewGuid().ToString("N");
    private long _last;

    /// <summary>When somebody last came or spoke; guarded by <see cref="Rooms"/>.</summary>
    public long UsedAt { get; set; }

    public (string Session, Said[] History) Read()
    {
        lock (_gate)
        {
            return (_session, [.. _history.Select(entry => images.Has(entry.Said.Image) ? entry.Said : entry.Said with { Image = null })]);
        }
    }

    /// <summary>Adds what somebody says, unless it is there: the page sends again what it had no receipt for.</summary>
    public Said Add(Account from, string key, string text, out bool isNew)
    {
        lock (_gate)
        {
            var known = _history.FirstOrDefault(entry => entry.Key == key && entry.AccountId == from.Id);
            isNew = known is null;
            return known?.Said ?? Add(new Said(_last + 1, from.Nickname, time.GetUtcNow(), text, null), from.Id, key);
        }
    }

    public Said Add(Account from, string image)
    {
        lock (_gate)
        {
            return Add(new Said(_last + 1, from.Nickname, time.GetUtcNow(), null, image), from.Id, null);
        }
    }

    private Said Add(Said said, string accountId, string? key)
    {
        _last = said.Number;
        _history.Enqueue(new Entry(said, accountId, key));
        if (_history.Count > MaxHistory)
        {
            _history.Dequeue();
        }

        return said;
    }

    private sealed record Entry(Said Said, string AccountId, string? Key);
}
