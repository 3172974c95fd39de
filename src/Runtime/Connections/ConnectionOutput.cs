using System.Buffers;
using System.IO.Pipelines;
using System.Net.WebSockets;
using WebSockets.Diagnostics;
using WebSockets.Framing;
using WebSockets.Messages;
using WebSockets.Transports;

namespace WebSockets.Connections;

/// <summary>What became of a frame.</summary>
internal enum SendOutcome
{
    /// <summary>It will be sent, in its turn.</summary>
    Accepted,

    /// <summary>Nothing is sent any more: a close frame went out, or the peer is gone.</summary>
    Closed,

    /// <summary>The transport is full, and so is what may wait for it.</summary>
    Full,
}

/// <summary>The one place where a connection's frames leave.</summary>
/// <remarks>
/// <para>Any thread may call any method. A frame is copied whole under a short lock: into the transport's own memory, or, while the
/// transport is full, into a buffer of ours that follows when it has room again. Nobody waits here.</para>
/// <para>What the thread of the read loop writes between <see cref="Hold"/> and <see cref="Release"/> is flushed once, at the end:
/// one system call for the replies to all that had come in. What other threads write meanwhile is flushed at once.</para>
/// </remarks>
internal sealed class ConnectionOutput(PipeWriter transport, int maxPendingBytes, PendingBudget? budget = null) : ITurnHolder
{
    private const int LargestHeldBack = 64 * 1024;

    // Also of those who should wait and do not.
    private const int MostPending = 1024 * 1024 * 1024;

    private readonly Lock _gate = new();
    private readonly TurnWriter? _turns = transport as TurnWriter;
    private readonly PendingFrames _pending = new(maxPendingBytes, budget);
    private TurnPart _held;
    private ITurnHolder? _outer; // whose method has run, on this thread, what this connection's loop waited for
    private Task _flush = Task.CompletedTask;
    private TaskCompletionSource? _drained;
    private TaskCompletionSource? _taken;
    private DroppedNames? _dropped;
    private int _holdingThread;
    private bool _hasHeldPart; // since Hold, also one that another thread has written since; of the holding thread alone
    private int _unflushed;
    private bool _isFull;
    private bool _isKeptFull; // by senders that do not wait, however fast the peer reads
    private bool _isClosed;

    /// <summary>Ended: neither the peer nor the transport takes anything more.</summary>
    public bool IsGone { get; private set; }

    /// <summary>Whether the transport has taken all it can hold.</summary>
    public bool IsFull => Volatile.Read(ref _isFull);

    /// <summary>Counts the times that a full transport took something: a sign of life.</summary>
    public int Progress { get; private set; }

    /// <summary>Counts the messages that <see cref="SlowConsumerPolicy.Drop"/> and <see cref="SlowConsumerPolicy.Latest"/> have dropped.</summary>
    public long DroppedMessages => Volatile.Read(ref _dropped)?.Total ?? 0;

    public long PendingLength
    {
        get
        {
            lock (_gate)
            {
                return _pending.Length + _unflushed + _held.Length;
            }
        }
    }

    /// <summary>How much memory is held for what waits.</summary>
    public long Held
    {
        get
        {
            lock (_gate)
            {
                return _pending.Held;
            }
        }
    }

    /// <summary>Drops what waits, but for the rest of a frame that has begun to go out.</summary>
    /// <param name="counts">As messages that were dropped. Else the connection ends.</param>
    public void DropWaiting(bool counts)
    {
        lock (_gate)
        {
            if (!_isClosed)
            {
                _pending.DropWaiting(counts ? _dropped ??= new() : null);
            }
        }
    }

    /// <summary>Gives the name of some of them, and how many, that were not given before. False: all were.</summary>
    public bool TryTakeDropped(out string name, out long count)
    {
        (name, count) = ("", 0);
        if (Volatile.Read(ref _dropped) is not { } dropped)
        {
            return false;
        }

        lock (_gate)
        {
            return dropped.TryTake(out name, out count);
        }
    }

    /// <summary>Completes when the transport has room again, or is gone.</summary>
    public Task WhenWritable()
    {
        lock (_gate)
        {
            return _flush;
        }
    }

    /// <summary>The same for those who send: they go on also when the connection has ended, and the transport with its last bytes has not.</summary>
    public Task WhenDrained()
    {
        lock (_gate)
        {
            return !_isFull || IsGone ? Task.CompletedTask : (_drained ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        }
    }

    /// <summary>
    /// The same for the read loop. Where <see cref="SlowConsumerPolicy.Drop"/> and <see cref="SlowConsumerPolicy.Latest"/> keep the transport full, there may never be room: then it
    /// completes each time that the transport has taken something. So the peer is read as fast as it reads, and can still say that it wants no more.
    /// </summary>
    public Task WhenTaken()
    {
        lock (_gate)
        {
            return !_isFull || IsGone ? Task.CompletedTask : (_taken ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        }
    }

    /// <summary>Holds back the flush of what this thread writes.</summary>
    public void Hold()
    {
        if (_turns is not null)
        {
            if (TurnBuffer.Current is not { } turn)
            {
                return; // handlers that have held up a thread with turns run on others: nobody would let go if they did it again
            }

            (_outer, turn.Holder) = (turn.Holder, this);
        }

        _holdingThread = Environment.CurrentManagedThreadId;
    }

    /// <summary>Flushes what was held back.</summary>
    public void Release()
    {
        Volatile.Write(ref _holdingThread, 0);
        if (_turns is not null && TurnBuffer.Current is { } turn && turn.Holder == this)
        {
            turn.Holder = _outer;
        }

        _outer = null;

        // Another thread that sends may just be copying what was held back: its memory is not free before that, and only the lock shows it.
        if (_hasHeldPart || Volatile.Read(ref _unflushed) > 0)
        {
            _hasHeldPart = false;
            LetGo();
        }
    }

    /// <summary>The turn's buffer is needed, or the thread that holds back is held up itself.</summary>
    public void LetGo()
    {
        lock (_gate)
        {
            WriteHeld();
            if (_unflushed > 0 && !_isFull)
            {
                Flush();
            }
        }

        _outer?.LetGo();
    }

    /// <param name="frame">A whole data frame.</param>
    /// <param name="policy">What becomes of it while the transport is full.</param>
    /// <param name="key">Under <see cref="SlowConsumerPolicy.Latest"/>, what it takes the place of.</param>
    /// <param name="name">By which the message is counted, if it is dropped.</param>
    public SendOutcome Send(ReadOnlySpan<byte> frame, SlowConsumerPolicy policy = SlowConsumerPolicy.Close, object? key = null, string name = Tags.Binary)
    {
        lock (_gate)
        {
            if (_isFull)
            {
                return SendLater(frame, policy, key, name);
            }

            if (_isClosed)
            {
                return SendOutcome.Closed;
            }

            Append(frame);
            return SendOutcome.Accepted;
        }
    }

    /// <summary>The same for a frame that the transport may be able to send from where it was built.</summary>
    public SendOutcome Send(FrameBuilder frame, SlowConsumerPolicy policy)
    {
        lock (_gate)
        {
            if (_turns is null || _isFull || _isClosed || !frame.TryKeep(out var part))
            {
                return Send(frame.Frame, policy, frame.Key, frame.CountedName);
            }

            Append(part);
            return SendOutcome.Accepted;
        }
    }

    /// <summary>Sends a ping. It is not held to the limit, as all control frames.</summary>
    public void SendPing()
    {
        Span<byte> frame = stackalloc byte[FrameWriter.MaxHeaderSize];
        SendControl(frame[..FrameWriter.WriteHeader(frame, FrameOpcode.Ping, 0)]);
    }

    /// <summary>
    /// Answers a ping. Of those that wait for a full transport only the latest is answered, as RFC 6455, section 5.5.3 allows: a flood of pings costs
    /// no memory.
    /// </summary>
    public void SendPong(in ReadOnlySequence<byte> payload)
    {
        Span<byte> frame = stackalloc byte[2 + 125];
        var header = FrameWriter.WriteHeader(frame, FrameOpcode.Pong, payload.Length);
        payload.CopyTo(frame[header..]);
        frame = frame[..(header + (int)payload.Length)];
        lock (_gate)
        {
            if (_isFull && !_isClosed)
            {
                WriteHeld();
                _pending.AppendPong(frame);
                return;
            }
        }

        SendControl(frame);
    }

    /// <summary>Sends the close frame, after which nothing is sent. False: one was sent before, or the transport is gone.</summary>
    public bool SendClose(WebSocketCloseStatus? status, string? reason)
    {
        Span<byte> frame = stackalloc byte[2 + 125];
        frame = frame[..FrameWriter.WriteClose(frame, status, reason)];
        lock (_gate)
        {
            if (_isClosed)
            {
                return false;
            }

            Append(frame, flush: true);
            _isClosed = true;
            return true;
        }
    }

    /// <summary>Ends sending: the transport is gone, or about to be given back.</summary>
    public void Complete()
    {
        lock (_gate)
        {
            _isClosed = true;
            Forget();
        }
    }

    // The transport is full: the frame waits, if it may.
    private SendOutcome SendLater(ReadOnlySpan<byte> frame, SlowConsumerPolicy policy, object? key, string name)
    {
        if (_isClosed)
        {
            return SendOutcome.Closed;
        }

        WriteHeld();
        if (policy == SlowConsumerPolicy.Latest)
        {
            _isKeptFull = true;
            return _pending.TryAppend(frame, key, name, _dropped ??= new()) ? SendOutcome.Accepted : SendOutcome.Full;
        }

        if (_pending.Cost + frame.Length > (policy == SlowConsumerPolicy.Wait ? MostPending : maxPendingBytes))
        {
            if (policy == SlowConsumerPolicy.Drop)
            {
                _isKeptFull = true;
                (_dropped ??= new()).Add(name);
            }

            return SendOutcome.Full;
        }

        _pending.Append(frame);
        return SendOutcome.Accepted;
    }

    private void SendControl(ReadOnlySpan<byte> frame)
    {
        lock (_gate)
        {
            if (!_isClosed)
            {
                Append(frame);
            }
        }
    }

    // Not on a thread that was held up since: it has let go, and nobody asks it again.
    private bool IsHeldBack() =>
        _holdingThread == Environment.CurrentManagedThreadId && (_turns is null || TurnBuffer.Current is { HoldsBack: true });

    // What is written while the loop holds back goes on as one part in the end, to the transport that may hold it back until its own turn ends.
    private void Append(in TurnPart part)
    {
        if (!_held.TryAppend(part, out var both))
        {
            WriteHeld();
            both = part;
        }

        _held = both;
        if (both.Length <= LargestHeldBack && IsHeldBack())
        {
            _hasHeldPart = true;
        }
        else
        {
            WriteHeld();
        }
    }

    private void WriteHeld()
    {
        if (_held.Buffer is not null)
        {
            var held = _held;
            _held = default;
            Write(held);
        }
    }

    private void Write(in TurnPart part)
    {
        if (_isFull)
        {
            _pending.Append(part.Buffer!.Bytes.AsSpan(part.Start, part.Length));
        }
        else if (!_turns!.Write(part.Buffer!, part.Start, part.Length))
        {
            Flush();
        }
    }

    private void Append(ReadOnlySpan<byte> frame, bool flush = false)
    {
        WriteHeld();
        if (_isFull)
        {
            _pending.Append(frame);
            return;
        }

        transport.Write(frame);
        _unflushed += frame.Length;
        if (flush || _unflushed > LargestHeldBack || !IsHeldBack())
        {
            Flush();
        }
    }

    private void Flush()
    {
        _unflushed = 0;
        ValueTask<FlushResult> flush;
        try
        {
            flush = transport.FlushAsync();
        }
        catch (Exception e) when (IsTransportError(e))
        {
            Lose();
            return;
        }

        if (flush.IsCompleted)
        {
            Finish(flush);
        }
        else
        {
            _isFull = true;
            _flush = DrainAsync(flush);
        }
    }

    // Runs while the transport is full: hands over what has gathered each time that it has room.
    private async Task DrainAsync(ValueTask<FlushResult> flush)
    {
        while (true)
        {
            try
            {
                var result = await flush.ConfigureAwait(false);
                flush = new(result);
            }
            catch (Exception e) when (IsTransportError(e))
            {
                flush = ValueTask.FromException<FlushResult>(e);
            }

            lock (_gate)
            {
                Progress++;
                if (_isKeptFull)
                {
                    Complete(ref _taken);
                }

                Finish(flush);

                // What waits is handed over in parts, which may end within a frame.
                if (IsGone || !_pending.MoveTo(transport, LargestHeldBack))
                {
                    Drained();
                    return;
                }

                try
                {
                    flush = transport.FlushAsync();
                }
                catch (Exception e) when (IsTransportError(e))
                {
                    Lose();
                    Drained();
                    return;
                }
            }
        }
    }

    private void Drained()
    {
        Volatile.Write(ref _isFull, false);
        _isKeptFull = false;
        Complete(ref _drained);
        Complete(ref _taken);
    }

    private static void Complete(ref TaskCompletionSource? waiters)
    {
        waiters?.TrySetResult();
        waiters = null;
    }

    // The flush has completed: with room, or because there is nobody left who reads.
    private void Finish(ValueTask<FlushResult> flush)
    {
        try
        {
            if (flush.Result.IsCompleted)
            {
                Lose();
            }
        }
        catch (Exception e) when (IsTransportError(e))
        {
            Lose();
        }
    }

    private void Lose()
    {
        _isClosed = true;
        Forget();
    }

    private void Forget()
    {
        IsGone = true;
        _held = default;
        _unflushed = 0;
        _pending.Clear();
        Complete(ref _drained);
        Complete(ref _taken);
    }

    private static bool IsTransportError(Exception e) => e is IOException or InvalidOperationException or OperationCanceledException;
}
