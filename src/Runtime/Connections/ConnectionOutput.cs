using System.Buffers;
using System.IO.Pipelines;
using System.Net.WebSockets;
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
internal sealed class ConnectionOutput(PipeWriter transport, int maxPendingBytes) : ITurnHolder
{
    private const int LargestHeldBack = 64 * 1024;

    private readonly Lock _gate = new();
    private readonly TurnWriter? _turns = transport as TurnWriter;
    private readonly PendingBytes _pending = new();
    private TurnPart _held;
    private byte[]? _lastPong;
    private Task _flush = Task.CompletedTask;
    private int _holdingThread;
    private int _unflushed;
    private bool _isFull;
    private bool _isClosed;

    /// <summary>Ended: neither the peer nor the transport takes anything more.</summary>
    public bool IsGone { get; private set; }

    /// <summary>Whether the transport has taken all it can hold.</summary>
    public bool IsFull => Volatile.Read(ref _isFull);

    /// <summary>Counts the times that a full transport took something: a sign of life.</summary>
    public int Progress { get; private set; }

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

    /// <summary>Completes when the transport has room again, or is gone.</summary>
    public Task WhenWritable()
    {
        lock (_gate)
        {
            return _flush;
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

            turn.Holder = this;
        }

        _holdingThread = Environment.CurrentManagedThreadId;
    }

    /// <summary>Flushes what was held back.</summary>
    public void Release()
    {
        Volatile.Write(ref _holdingThread, 0);
        if (_turns is not null && TurnBuffer.Current is { } turn)
        {
            turn.Holder = null;
        }

        if (_held.Buffer is null && Volatile.Read(ref _unflushed) == 0)
        {
            return; // what others write they flush themselves
        }

        LetGo();
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
    }

    /// <param name="frame">A whole data frame.</param>
    /// <param name="overLimit">Take it even if more waits than may.</param>
    public SendOutcome Send(ReadOnlySpan<byte> frame, bool overLimit = false)
    {
        lock (_gate)
        {
            var outcome = Admit(frame.Length, overLimit);
            if (outcome == SendOutcome.Accepted)
            {
                Append(frame);
            }

            return outcome;
        }
    }

    /// <summary>The same for a frame that the transport may be able to send from where it was built.</summary>
    public SendOutcome Send(FrameBuilder frame, bool overLimit = false)
    {
        var bytes = frame.Frame;
        lock (_gate)
        {
            var outcome = Admit(bytes.Length, overLimit);
            if (outcome != SendOutcome.Accepted)
            {
                return outcome;
            }

            if (_turns is not null && !_isFull && frame.TryKeep(out var part))
            {
                Append(part);
            }
            else
            {
                Append(bytes);
            }

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
    /// Answers a ping. While the transport is full only the latest is answered, as RFC 6455, section 5.5.3 allows: a flood of pings costs no memory.
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
                _lastPong = frame.ToArray();
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

            if (_lastPong is not null)
            {
                // It would follow what waits, and with that the close frame, after which nothing may come.
                Append(_lastPong);
                _lastPong = null;
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
            IsGone = true;
            _held = default;
            _pending.Clear();
            _lastPong = null;
        }
    }

    private SendOutcome Admit(int length, bool overLimit)
    {
        if (_isClosed)
        {
            return SendOutcome.Closed;
        }

        return _isFull && !overLimit && _pending.Length + length > maxPendingBytes ? SendOutcome.Full : SendOutcome.Accepted;
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
        if (both.Length > LargestHeldBack || !IsHeldBack())
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
                Finish(flush);
                if (IsGone || !WritePending())
                {
                    Volatile.Write(ref _isFull, false);
                    return;
                }

                try
                {
                    flush = transport.FlushAsync();
                }
                catch (Exception e) when (IsTransportError(e))
                {
                    Lose();
                    Volatile.Write(ref _isFull, false);
                    return;
                }
            }
        }
    }

    private bool WritePending()
    {
        // What waits is handed over in parts that may end within a frame, so a pong has to wait for the last of them.
        if (_pending.MoveTo(transport, LargestHeldBack))
        {
            return true;
        }

        if (_lastPong is null)
        {
            return false;
        }

        transport.Write(_lastPong);
        _lastPong = null;
        return true;
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
        IsGone = true;
        _held = default;
        _pending.Clear();
    }

    private static bool IsTransportError(Exception e) => e is IOException or InvalidOperationException or OperationCanceledException;
}
