using System.Net.WebSockets;
using WebSockets.Hosting;

namespace WebSockets.Connections;

/// <summary>Closes connections when the authentication of their users expires: at that time, by one timer for all of a handler's.</summary>
/// <remarks>The times are those of the calendar. Its clock may be set meanwhile, which no timer notices, so it is looked at now and then.</remarks>
internal sealed class ExpirationSchedule
{
    // RFC 6455 leaves 4000 to 4999 to applications; 401 is what HTTP would answer.
    private const WebSocketCloseStatus Expired = (WebSocketCloseStatus)4401;
    private const string Reason = "Authentication expired.";

    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(1);

    private readonly Lock _gate = new();
    private readonly SortedSet<Expiration> _next = new(Comparer<Expiration>.Create(Compare));
    private readonly HandlerMapping _mapping;
    private readonly ITimer _timer;

    public ExpirationSchedule(HandlerMapping mapping)
    {
        _mapping = mapping;
        _timer = mapping.Time.CreateTimer(static schedule => ((ExpirationSchedule)schedule!).Tick(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>How many connections wait for their time.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _next.Count;
            }
        }
    }

    /// <summary>A connection begins.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="at">When it expires; null: never.</param>
    public void Add(WebSocketConnection connection, DateTimeOffset? at)
    {
        connection.Expiration = new Expiration(connection);
        Change(connection.Expiration, at);
    }

    /// <summary>It has another time. One that has passed expires at once.</summary>
    public void Change(Expiration expiration, DateTimeOffset? at)
    {
        lock (_gate)
        {
            if (expiration.IsOver)
            {
                return;
            }

            _next.Remove(expiration);
            expiration.At = at ?? DateTimeOffset.MaxValue;
            if (at is not null)
            {
                _next.Add(expiration);
            }

            Arm();
        }
    }

    /// <summary>The connection has ended.</summary>
    public void Remove(WebSocketConnection connection)
    {
        lock (_gate)
        {
            connection.Expiration!.IsOver = true;
            _next.Remove(connection.Expiration);
            Arm();
        }
    }

    private static int Compare(Expiration a, Expiration b) =>
        a.At.CompareTo(b.At) is not 0 and var order ? order : string.CompareOrdinal(a.Connection.Id, b.Connection.Id);

    private void Tick()
    {
        List<WebSocketConnection>? expired = null;
        lock (_gate)
        {
            var now = _mapping.Time.GetUtcNow();
            while (_next.Min is { } first && first.At <= now)
            {
                _next.Remove(first);
                (expired ??= []).Add(first.Connection);
            }

            Arm();
        }

        foreach (var connection in expired ?? [])
        {
            Log.AuthenticationExpired(_mapping.Logger, _mapping.Name, connection.Id);
            connection.Life.Close(Expired, Reason);
        }
    }

    private void Arm()
    {
        var wait = Timeout.InfiniteTimeSpan;
        if (_next.Min is { } first)
        {
            wait = first.At - _mapping.Time.GetUtcNow();
            wait = wait < ShortestWait ? ShortestWait : wait > LongestWait ? LongestWait : wait;
        }

        _timer.Change(wait, Timeout.InfiniteTimeSpan);
    }
}

/// <summary>When the authentication of one connection's user expires.</summary>
internal sealed class Expiration(WebSocketConnection connection)
{
    public WebSocketConnection Connection => connection;

    /// <summary>The place in the schedule, which alone changes it.</summary>
    public DateTimeOffset At { get; set; } = DateTimeOffset.MaxValue;

    /// <summary>The connection has ended: no time matters any more.</summary>
    public bool IsOver { get; set; }
}
