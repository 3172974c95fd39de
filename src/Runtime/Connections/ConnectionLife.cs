using System.Net.WebSockets;
using WebSockets.Diagnostics;
using WebSockets.Hosting;
using WebSockets.Options;

namespace WebSockets.Connections;

/// <summary>What a connection's clock and its closing turn on: who closed it and why, and whether its peer is still there.</summary>
/// <remarks>The read loop and senders count what happens; <see cref="ConnectionMonitor"/> compares the counts from tick to tick. No clock is read per message.</remarks>
internal sealed class ConnectionLife(WebSocketConnection connection)
{
    /// <summary>By what part of its time a connection may end earlier, so that those that came together do not all come back together.</summary>
    private const double LifetimeSpread = 0.1;

    private readonly Lock _gate = new();
    private int _seenReads;
    private int _seenMessages;
    private long _quietSince;
    private long _idleSince;
    private int _seenTurn;
    private volatile bool _hasEnded;
    private long _turnSince;
    private int _timedOutTurn;
    private int _seenReceived = -1; // nothing unfinished
    private int _seenBytes;
    private long _receivingSince;
    private long _tickedAt;
    private int _tickedReads;
    private long _closeAt;
    private long? _pingedAt;
    private long? _closeBy;

    /// <summary>How often the transport has brought or taken something.</summary>
    public int Reads { get; set; }

    /// <summary>How many messages have come whole.</summary>
    public int MessagesReceived { get; set; }

    /// <summary>How many messages have gone.</summary>
    public int MessagesSent { get; set; }

    /// <summary>How many messages have come or gone.</summary>
    public int MessagesPassed => MessagesReceived + MessagesSent;

    /// <summary>How much has come of the payload of a message that has not come whole; -1: there is none, nor the beginning of a frame.</summary>
    public int UnfinishedBytes { get; set; } = -1;

    /// <summary>Goes on by one when a method begins on a message, and when it has ended: odd while one is running.</summary>
    public int Turn { get; set; }

    /// <summary>The method that is running, and no other, has taken longer than MessageTimeout.</summary>
    public bool IsTimedOut => _timedOutTurn != 0 && _timedOutTurn == Turn;

    /// <summary>The read loop waits for its own handlers: the peer's silence says nothing, because nobody listens.</summary>
    public bool IsDeaf { get; set; }

    /// <summary>The read loop waits for the peer to read.</summary>
    public bool IsHeldUp { get; set; }

    /// <summary>The read loop handles what it has read. While a method blocks its thread, the peer's silence says nothing either.</summary>
    public bool IsHandling { get; set; }

    /// <summary>A close frame was sent or received.</summary>
    public bool IsClosing { get; private set; }

    /// <summary>Our close frame was the first: messages that wait are not handled any more.</summary>
    public bool IsClosedByUs { get; private set; }

    /// <summary>The status of the close frame that came first, from either side; null if none did.</summary>
    public WebSocketCloseStatus? Status { get; private set; }

    /// <summary>The reason of that close frame.</summary>
    public string? Reason { get; private set; }

    /// <summary>Whose close frame came first, in a word.</summary>
    public string Initiator => IsClosedByUs ? "server" : IsClosing ? "client" : "none";

    /// <summary>Sends a close frame, if it is the first of ours.</summary>
    /// <returns>Whether it was.</returns>
    public bool Close(WebSocketCloseStatus status, string? reason)
    {
        lock (_gate)
        {
            if (_hasEnded || !connection.Output.SendClose(status, reason))
            {
                return false;
            }

            IsClosedByUs = !IsClosing;
            Settle(status, reason);
            _closeBy = connection.Mapping.Now + connection.Mapping.Timing.Close;
            connection.Mapping.Traffic?.SentClose(connection, status);
            return true;
        }
    }

    /// <summary>The peer has sent a close frame. Its answer follows when the handlers have finished: see <see cref="Answer"/>.</summary>
    public void PeerCloses(WebSocketCloseStatus? status, string? reason)
    {
        lock (_gate)
        {
            Settle(status, reason);
        }
    }

    /// <summary>Answers the peer's close frame with its own status (RFC 6455, section 5.5.1).</summary>
    public void Answer(WebSocketCloseStatus? status)
    {
        if (connection.Output.SendClose(status, null))
        {
            connection.Mapping.Traffic?.SentClose(connection, status);
        }
    }

    /// <summary>Nothing more happens to it: how it has ended stays as it is, and there is nothing left to watch.</summary>
    public void End()
    {
        lock (_gate)
        {
            _hasEnded = true;
        }
    }

    /// <summary>The monitor starts to watch.</summary>
    public void Begin(long now)
    {
        _quietSince = _idleSince = _tickedAt = now;
        var lifetime = connection.Mapping.Timing.Lifetime;
        _closeAt = now + lifetime - (long)(lifetime * Random.Shared.NextDouble() * LifetimeSpread);
    }

    /// <summary>Pings a silent peer, and ends the connection of a dead one, of an idle one, of one that does not answer our close frame, of a message that does not come whole, and of a method that takes too long.</summary>
    public void Tick(long now)
    {
        var timing = connection.Mapping.Timing;
        if (_hasEnded)
        {
            return;
        }

        if (IsClosing)
        {
            if (now >= _closeBy)
            {
                connection.Abort();
            }

            return;
        }

        TickKeepAlive(now, timing);
        TickIdle(now, timing);
        TickReceive(now, timing);
        TickMessage(now, timing);
        if (now >= _closeAt)
        {
            Close(WebSocketCloseStatus.EndpointUnavailable, "Lifetime.");
        }
    }

    private void TickKeepAlive(long now, Timing timing)
    {
        var reads = Reads + connection.Output.Progress;
        if (reads != _seenReads || ((IsDeaf || IsHandling) && !connection.Output.IsFull))
        {
            _seenReads = reads;
            _quietSince = now;
            _pingedAt = null;
        }
        else if (_pingedAt is null)
        {
            if (now - _quietSince >= timing.KeepAliveInterval)
            {
                _pingedAt = now;
                connection.Output.SendPing();
                connection.Mapping.Traffic?.SentPing(connection);
            }
        }
        else if (now - _pingedAt >= timing.KeepAliveTimeout && !connection.Output.IsFull && connection.HasUnreadInput)
        {
            _quietSince = now; // it is the server that had no time to read
            _pingedAt = null;
        }
        else if (now - _pingedAt >= timing.KeepAliveTimeout)
        {
            Log.PeerDead(connection.Mapping.Logger, connection.Mapping.Name, connection.Id);
            connection.Failed(ErrorKind.PeerDead);
            End();
            connection.Abort();
        }
    }

    private void TickIdle(long now, Timing timing)
    {
        if (MessagesPassed != _seenMessages || IsDeaf || IsHandling || Turn % 2 == 1)
        {
            _seenMessages = MessagesPassed;
            _idleSince = now;
        }
        else if (now - _idleSince >= timing.Idle)
        {
            Close(WebSocketCloseStatus.EndpointUnavailable, "Idle.");
        }
    }

    private void TickReceive(long now, Timing timing)
    {
        var isPaused = IsDeaf || IsHandling || IsHeldUp;
        var (received, bytes) = (MessagesReceived, UnfinishedBytes);
        if (bytes < 0)
        {
            _seenReceived = -1;
        }
        else if (received != _seenReceived || bytes - _seenBytes >= timing.LeastReceived)
        {
            (_seenReceived, _seenBytes, _receivingSince) = (received, bytes, now);
        }
        else if (isPaused || (Reads == _tickedReads && connection.HasUnreadInput))
        {
            _receivingSince += now - _tickedAt; // it is the server that has not read
        }
        else if (now - _receivingSince >= timing.Receive)
        {
            Log.ReceiveTimedOut(connection.Mapping.Logger, connection.Mapping.Name, connection.Id);
            connection.Failed(ErrorKind.ReceiveTimedOut);
            Close(WebSocketCloseStatus.PolicyViolation, "The message took too long to arrive.");
        }

        (_tickedAt, _tickedReads) = (now, Reads);
    }

    private void TickMessage(long now, Timing timing)
    {
        var turn = Turn;
        if (turn != _seenTurn || turn % 2 == 0)
        {
            _seenTurn = turn;
            _turnSince = now;
        }
        else if (now - _turnSince >= timing.Message && _timedOutTurn != turn)
        {
            _timedOutTurn = turn;
            Log.MessageTimedOut(connection.Mapping.Logger, connection.Mapping.Name, connection.Id);
            connection.Failed(ErrorKind.TimedOut);
            Close(WebSocketCloseStatus.InternalServerError, "The message took too long.");
            connection.CancelClosedElsewhere();
        }
    }

    private void Settle(WebSocketCloseStatus? status, string? reason)
    {
        if (!IsClosing)
        {
            Status = status;
            Reason = reason;
            IsClosing = true;
        }
    }
}
