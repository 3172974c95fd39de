using System.Collections.Concurrent;
using System.Net.WebSockets;

namespace WebSockets.Fuzz.Tests.Interleavings;

/// <summary>One connection of a scene, as the handler and the model see it: what has happened to it, and what must not.</summary>
internal sealed class Seat(int number, int actors, bool isGentle)
{
    private readonly List<int>[] _owed = [.. Enumerable.Range(0, actors).Select(_ => new List<int>())];
    private readonly List<int>[] _possible = [.. Enumerable.Range(0, actors).Select(_ => new List<int>())];
    private readonly ConcurrentQueue<string> _faults = new();
    private readonly TaskCompletionSource _isTaken = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _opened;
    private int _closed;
    private int _inside;
    private int _handled;
    private volatile bool _isOpen;
    private volatile WebSocketConnection? _connection;

    public int Number => number;

    /// <summary>Nobody ends it but its own client, when all else is done: so it has to get everything.</summary>
    public bool IsGentle => isGentle;

    /// <summary>The server's end, once there is one, and for ever after.</summary>
    public WebSocketConnection? Connection => _connection;

    /// <summary>Completes when there is a connection, or will be none.</summary>
    public Task WhenTaken => _isTaken.Task;

    /// <summary>Its client's handshake was accepted.</summary>
    public bool IsAccepted { get; set; }

    public bool HasOpened => Volatile.Read(ref _opened) > 0;

    public bool HasClosed => Volatile.Read(ref _closed) > 0;

    /// <summary>Messages of its client that were handled.</summary>
    public int Handled => Volatile.Read(ref _handled);

    public IReadOnlyCollection<string> Faults => _faults;

    /// <summary>What the actor has sent to it, and it has to get in this order.</summary>
    public List<int> OwedBy(int actor) => _owed[actor];

    /// <summary>What the actor has sent while it was not sure who is there.</summary>
    public List<int> MayGet(int actor) => _possible[actor];

    /// <summary>For whoever has to find out why a scene does not end.</summary>
    public override string ToString() =>
        $"connection {number}{(isGentle ? ", gentle" : "")}: accepted {IsAccepted}, opened {_opened}, closed {_closed}, handled {_handled}, in a method {_inside}, " +
        (_connection is { } connection
            ? $"closing {connection.Life.IsClosing}, {connection.Life.Status}, reads {connection.Life.Reads}, deaf {connection.Life.IsDeaf}, handling {connection.Life.IsHandling}, full {connection.Output.IsFull}, pending {connection.PendingBytes}, gone {connection.Output.IsGone}"
            : "no connection");

    public void Fault(string what) => _faults.Enqueue($"connection {number}: {what}");

    public void Open(WebSocketConnection connection)
    {
        Enter("[OnOpen]");
        if (Interlocked.Increment(ref _opened) != 1)
        {
            Fault("[OnOpen] ran twice");
        }

        _connection = connection;
        _isTaken.TrySetResult();
    }

    /// <summary>The client has left, or has never come.</summary>
    public void GiveUp() => _isTaken.TrySetResult();

    public void Opened()
    {
        _isOpen = true;
        Leave();
    }

    /// <summary>A message of the client is handled.</summary>
    public void Begin(int message)
    {
        Enter($"message {message}");
        if (!_isOpen)
        {
            Fault($"message {message} is handled before [OnOpen] has run");
        }

        if (HasClosed)
        {
            Fault($"message {message} is handled after [OnClose]");
        }

        if (message != Interlocked.Increment(ref _handled) - 1)
        {
            Fault($"message {message} is handled as number {_handled - 1}");
        }
    }

    public void End() => Leave();

    public void Close(WebSocketCloseStatus? status)
    {
        Enter("[OnClose]");
        if (Interlocked.Increment(ref _closed) != 1)
        {
            Fault("[OnClose] ran twice");
        }

        if (!_isOpen)
        {
            Fault("[OnClose] runs before [OnOpen] has");
        }

        if (status is { } code && code != WebSocketCloseStatus.Empty && !Framing.CloseCodes.IsLegalOnTheWire((int)code))
        {
            Fault($"[OnClose] has status {(int)code}");
        }

        Leave();
    }

    private void Enter(string what)
    {
        if (Interlocked.Exchange(ref _inside, 1) == 1)
        {
            Fault($"{what} runs while another method does");
        }
    }

    private void Leave() => Volatile.Write(ref _inside, 0);
}
