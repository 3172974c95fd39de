using System.Buffers;
using System.IO.Pipelines;
using System.Net.WebSockets;
using System.Runtime.InteropServices;
using WebSockets.Diagnostics;
using WebSockets.Dispatch;
using WebSockets.Framing;
using WebSockets.Hosting;

namespace WebSockets.Connections;

/// <summary>Reads one connection from its first byte to its last, and sees that it ends as RFC 6455, section 7 has it.</summary>
/// <remarks>
/// Reading never stops for a handler, only for an output that the peer does not take and for too much that waits. A message is handed on where
/// it lies in the transport's memory; while a handler holds on to that memory, reading goes on behind it and nothing is given back.
/// </remarks>
internal sealed class ConnectionLoop : IDisposable
{
    // Pings and small fragments are no messages that wait, but they lie in the transport's memory while a handler holds on to it.
    private const int MaxAhead = 64 * 1024;

    private readonly WebSocketConnection _connection;
    private readonly ConnectionTransport _transport;
    private readonly PipeReader _input;
    private readonly FrameReader _frames;
    private readonly HandlerInvoker _handler;
    private readonly MessageQueue _queue;
    private readonly ConnectionEnding _end;
    private readonly MessageRate? _rate;
    private readonly HandlerMapping _mapping;
    private CancellationTokenSource? _lostLimit;

    // What was read and not yet taken, and the first of it that a handler still reads.
    private ReadOnlySequence<byte> _unread;
    private SequencePosition _heldFrom;

    // What may be handled before the other connections have their turn.
    private TurnBudget _turn = TurnBudget.Start();

    // How it ended, with the peer's close frame or what to close with.
    private Ending _ending;
    private WebSocketCloseStatus? _lastStatus;
    private string? _lastReason;
    private bool _isAnswered; // whatever our close frame will be: the peer's own has come

    public ConnectionLoop(WebSocketConnection connection, ConnectionTransport transport, HandlerInvoker handler)
    {
        _connection = connection;
        _mapping = connection.Mapping;
        _transport = transport;
        _input = transport.Input;
        _handler = handler;
        _frames = new FrameReader(_mapping.Options.MaxMessageSize, connection.Compresses, new FloodGuard(_mapping.Time));
        _queue = new MessageQueue(handler, transport, _mapping.Metrics);
        _end = new ConnectionEnding(connection, transport, _queue);
        _rate = _mapping.Options.MessageRateLimit is { } limit ? new MessageRate(limit, _mapping.Time) : null;
    }

    private enum Ending
    {
        None,

        /// <summary>The peer is gone, with no close frame, or none that could be read.</summary>
        Vanished,

        /// <summary>The peer has sent a close frame.</summary>
        PeerCloses,

        /// <summary>The peer broke the protocol.</summary>
        Violation,
    }

    private bool MayGoOn => _ending == Ending.None && HasRoom && !_turn.IsUsedUp;

    private bool HasRoom => !_queue.IsFull && !_connection.Output.IsFull && !WaitsForRate;

    // The next message would be over the rate, and may wait.
    private bool WaitsForRate => _rate is { IsExhausted: true } && _mapping.Options.MessageRatePolicy == MessageRatePolicy.Wait;

    /// <summary>Runs until the connection may be given back: both close frames have passed, or the peer is gone.</summary>
    /// <param name="opening">What [OnOpen] has begun. The first message waits for it.</param>
    public async Task RunAsync(ValueTask opening)
    {
        _queue.Start(opening);
        await ReceiveAsync().ConfigureAwait(false);
        switch (_ending)
        {
            case Ending.PeerCloses:
                _connection.Life.PeerCloses(_lastStatus, _lastReason);
                await _end.FinishHandlersAsync().ConfigureAwait(false);
                _connection.Life.Answer(_lastStatus);
                await _connection.FinishSendingAsync().ConfigureAwait(false);
                break;

            case Ending.Violation:
                await _end.FinishHandlersAsync().ConfigureAwait(false);
                Log.ProtocolViolation(_mapping.Logger, _mapping.Name, _connection.Id, (int?)_lastStatus, _lastReason);
                _connection.Failed(ErrorKind.Of(_lastStatus!.Value));
                _connection.Life.Close(_lastStatus!.Value, _lastReason);
                await (_isAnswered ? _connection.FinishSendingAsync() : _end.DiscardAsync()).ConfigureAwait(false);
                break;
        }

        _queue.Clear();
        _connection.CancelClosed();
        await _end.LeaveHandlersAsync().ConfigureAwait(false);
    }

    /// <summary>Completes when no method reads the transport's memory any more. One that does not heed its token may never end.</summary>
    public Task WhenMemoryIsFree() => _queue.WhenMemoryIsFree();

    /// <summary>Completes when no method runs any more, which may be never too.</summary>
    public Task WhenIdle() => _queue.WhenIdle();

    public void Dispose()
    {
        _queue.Clear();
        _frames.Dispose();
        _rate?.Dispose();
        _lostLimit?.Dispose();
    }

    private async Task ReceiveAsync()
    {
        // How much has been read of what the transport still keeps, because a handler has not finished with it.
        long ahead = 0;
        while (true)
        {
            ReadResult result;
            try
            {
                if (_turn.IsUsedUp)
                {
                    _transport.EndTurn();
                }

                var reading = _input.ReadAsync();
                var waits = !reading.IsCompleted;
                result = await reading.ConfigureAwait(false);
                if (!waits && _turn.IsUsedUp)
                {
                    await Task.Yield();
                    waits = true;
                }

                if (waits)
                {
                    _turn = TurnBudget.Start(); // the others have had theirs
                }
            }
            catch (Exception e) when (e is IOException or OperationCanceledException or InvalidOperationException)
            {
                _ending = Ending.Vanished;
                return;
            }

            _connection.Life.Reads++;
            _unread = ahead == 0 ? result.Buffer : result.Buffer.Slice(ahead);
            _heldFrom = result.Buffer.Start;
            var needsMore = TakeAll();
            var consumed = _queue.HoldsMemory && !_queue.TryKeepMemory() ? _heldFrom : _unread.Start;
            ahead = consumed.Equals(_unread.Start) ? 0 : result.Buffer.Slice(consumed, _unread.Start).Length;
            var (unread, end) = (_unread.Start, result.Buffer.End);
            _unread = default;
            _heldFrom = default;

            // What is left comes back with the next read. The transport's memory is not kept for a peer or a handler that takes its time.
            _input.AdvanceTo(consumed, needsMore ? end : unread);
            if (_ending == Ending.None && !HasRoom)
            {
                await WaitForRoomAsync().ConfigureAwait(false);
            }
            else if (_ending == Ending.None && needsMore && result.IsCompleted)
            {
                _ending = Ending.Vanished;
            }
            else if (_ending == Ending.None && ahead > MaxAhead)
            {
                await WaitForHandlersAsync().ConfigureAwait(false);
            }

            if (_ending != Ending.None)
            {
                return;
            }
        }
    }

    // Handles what was read, one message at least, and sends what that gives at once at the end. True: it is used up, and only more of it brings something. False: it is the end, or
    // there has to be room first, or the others have their turn.
    private bool TakeAll()
    {
        _connection.Life.IsHandling = true;
        _connection.Output.Hold();
        try
        {
            var needsMore = TakeFrames();
            _connection.Life.UnfinishedBytes = _frames.InMessage ? _frames.ReceivedBytes : needsMore && !_unread.IsEmpty ? 0 : -1;
            return needsMore;
        }
        finally
        {
            _connection.Output.Release();
            _connection.Life.IsHandling = false;
        }
    }

    private bool TakeFrames()
    {
        do
        {
            if (!TakeWholeMessages())
            {
                return false;
            }

            if (_unread.IsEmpty || !TryTakeFrame())
            {
                return true;
            }
        }
        while (MayGoOn);
        return false;
    }

    // Most of the time what was read is whole messages, each in one piece of memory. False: it may not go on.
    private bool TakeWholeMessages()
    {
        if (!MemoryMarshal.TryGetArray(_unread.First, out var piece))
        {
            return true;
        }

        var at = piece.Offset;
        var goesOn = true;
        for (var start = at; goesOn && _frames.TryReadWhole(piece, ref at, out var message); start = at)
        {
            var wasHeld = _queue.HoldsMemory;
            TakeMessage(message);
            _turn.Use(at - start);
            if (!wasHeld && _queue.HoldsMemory)
            {
                _heldFrom = _unread.GetPosition(start - piece.Offset);
            }

            goesOn = MayGoOn;
        }

        _unread = _unread.Slice(at - piece.Offset);
        return goesOn;
    }

    // Anything else. False: there is no whole frame.
    private bool TryTakeFrame()
    {
        var (start, before) = (_unread.Start, _unread.Length);
        var frame = _frames.Read(ref _unread);
        _turn.Use(before - _unread.Length);
        if (frame.Kind == FrameEventKind.NeedMoreData)
        {
            return false;
        }

        var wasHeld = _queue.HoldsMemory;
        _ending = Take(frame);
        if (_ending != Ending.None)
        {
            (_lastStatus, _lastReason) = (frame.Status, frame.Reason);
            _isAnswered = frame.IsClose || ClosingAnswer.Ends(_unread);
        }
        else if (!wasHeld && _queue.HoldsMemory)
        {
            _heldFrom = start;
        }

        return true;
    }

    private Ending Take(in FrameEvent frame)
    {
        if (frame.Kind != FrameEventKind.Message)
        {
            _mapping.Traffic?.Received(_connection, frame);
        }

        switch (frame.Kind)
        {
            case FrameEventKind.Message:
                TakeMessage(frame);
                return Ending.None;

            case FrameEventKind.Ping:
                _connection.Output.SendPong(frame.Payload);
                _mapping.Traffic?.SentPong(_connection, frame.Payload.Length);
                Tell(frame);
                return Ending.None;

            case FrameEventKind.Pong:
                Tell(frame);
                return Ending.None;

            case FrameEventKind.Close:
                return Ending.PeerCloses;

            default:
                return Ending.Violation;
        }
    }

    private void TakeMessage(in FrameEvent message)
    {
        _mapping.Traffic?.Received(_connection, message);
        // After our close frame there is nothing left to say: what still comes is read only to find the peer's.
        if (_connection.Life.IsClosing)
        {
            message.Release();
        }
        else if (IsOverRate())
        {
            message.Release();
            _mapping.Metrics.RateLimited();
            _connection.Failed(ErrorKind.RateLimited);
            _connection.Life.Close(WebSocketCloseStatus.PolicyViolation, "Too many messages.");
        }
        else
        {
            _connection.Life.MessagesReceived++;
            _queue.Add(message);
        }
    }

    private bool IsOverRate()
    {
        if (_rate is null)
        {
            return false;
        }

        using var lease = _rate.AttemptAcquire();
        return !lease.IsAcquired && _mapping.Options.MessageRatePolicy == MessageRatePolicy.Close;
    }

    private void Tell(in FrameEvent frame)
    {
        if (_handler.Wants(frame.Kind) && !_connection.Life.IsClosing)
        {
            _queue.Add(frame);
        }
    }

    private async Task WaitForRoomAsync()
    {
        if (_connection.Output.IsFull)
        {
            _connection.Life.IsHeldUp = true;
            await _connection.Output.WhenTaken().ConfigureAwait(false);
            _connection.Life.IsHeldUp = false;
            if (_connection.Output.IsGone)
            {
                _ending = Ending.Vanished; // the transport may still be full, and stay so
                return;
            }
        }

        if (_queue.IsFull)
        {
            await WaitForHandlersAsync().ConfigureAwait(false);
        }

        if (WaitsForRate)
        {
            await WaitForRateAsync().ConfigureAwait(false);
        }
    }

    private async Task WaitForRateAsync()
    {
        _mapping.Metrics.RateLimited();
        _connection.Life.IsDeaf = true;
        try
        {
            await _rate!.WhenReplenishedAsync(_transport.Lost).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            await WaitForRateOfLostAsync().ConfigureAwait(false);
        }

        _connection.Life.IsDeaf = false;
    }

    // The messages of a peer that is gone come no faster than those of one that is there. All of them together have the time that a close frame would leave them.
    private async Task WaitForRateOfLostAsync()
    {
        _lostLimit ??= new CancellationTokenSource(_mapping.Options.CloseTimeout, _mapping.Time);
        try
        {
            await _rate!.WhenReplenishedAsync(_lostLimit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            _ending = Ending.Vanished;
        }
    }

    // While nobody reads, only the transport can tell that the peer is gone. The handlers then have the time that a close frame would leave them.
    private async Task WaitForHandlersAsync()
    {
        _connection.Life.IsDeaf = true;
        try
        {
            await _queue.WhenIdle().WaitAsync(_transport.Lost).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            await _end.FinishHandlersAsync().ConfigureAwait(false);
            if (!_queue.WhenIdle().IsCompleted)
            {
                _ending = Ending.Vanished; // what waits behind it is not handled any more
            }
        }

        _connection.Life.IsDeaf = false;
    }
}
