using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.InteropServices;
using System.Threading.Tasks.Sources;
using Microsoft.AspNetCore.Connections;
using WebSockets.Transport.Loops;
using WebSockets.Transport.Native;

namespace WebSockets.Transport.Connections;

/// <summary>Reads from a socket when it is read from: nothing is received that nobody has asked for, and no memory is held while nothing is there.</summary>
/// <remarks>
/// <para>On a loop's thread it receives into the memory of that thread. What is not consumed moves into memory of its own, which is rented.</para>
/// <para>On any other thread it receives into rented memory: the more, the more there was the last time, up to what the owner allows.</para>
/// <para>One reader at a time, as with every pipe. Events come from the loop's thread; the lock is for both.</para>
/// </remarks>
internal sealed class SocketReader(SocketChannel channel) : PipeReader, IValueTaskSource<ReadResult>, IThreadPoolWorkItem
{
    private const int RentedSize = 16 * 1024;
    private const int SmallRest = 4 * 1024;
    private const string ReadAfterCompletion = "Reading is not allowed after the reader was completed.";

    /// <summary>One that held a loop by chance, at its first message perhaps, is served there again after so many reads.</summary>
    private const int SlowReads = 64;

    /// <summary>So many reads complete at once, and then the others have their turn.</summary>
    private const int ReadsPerTurn = 16;

    /// <summary>So much is thrown away in a turn.</summary>
    private const int DiscardedPerTurn = 64;

    private ManualResetValueTaskSourceCore<ReadResult> _source;
    private CancellationTokenRegistration _cancellation;

    // What was received and not consumed lies in _bytes from _start to _end. It is leased from _slab, or, where that is null, rented.
    private byte[]? _bytes;
    private ReceiveSlab? _slab;
    private int _start;
    private int _end;
    private int _examined;

    // What somebody still reads that was consumed.
    private byte[]? _keptBytes;
    private ReceiveSlab? _keptSlab;
    private bool _keeps;

    private Exception? _error;
    private bool _isReadable; // there may be something to receive
    private bool _isPeerGone;
    private bool _isEnd;
    private bool _isWaiting;
    private bool _isCanceled;
    private bool _isCompleted;
    private bool _discards;
    private bool _isQueued; // for its next turn, before which nothing wakes the one who waits
    private int _slowReads;
    private int _reads; // that have completed at once in this turn
    private int _rentedSize = RentedSize; // of what is received off the loop next

    public Lock Gate { get; } = new();

    private SocketChannel Channel => channel;

    private bool MayHaveNews => _end > _examined || _isReadable || _isEnd || _isCanceled;

    // Memory that is not ours to keep, or that somebody still reads.
    private bool MustMove => _slab is not null || (_keeps && _keptBytes is null);

    /// <summary>The code that waits for this reader has held a loop: it runs on the thread pool for a while.</summary>
    public void SlowDown() => _slowReads = SlowReads;

    /// <summary>Ends the turn of the one who reads: the next read waits for the next turn, behind the others of its loop, although there may be something to read.</summary>
    public void EndTurn()
    {
        lock (Gate)
        {
            _reads = ReadsPerTurn;
        }
    }

    // As a pipe has it, a failure comes before all that was received and not read, but not before the owner was notified of it.
    private Exception? Failure => channel.IsEndVisible ? _error : null;

    /// <summary>Whether the peer's side has ended, and all of it was received.</summary>
    public bool IsEnd
    {
        get
        {
            lock (Gate)
            {
                return _isEnd;
            }
        }
    }

    /// <summary>Something has come that was not read, here or in the system's memory.</summary>
    public unsafe bool HasUnread
    {
        get
        {
            lock (Gate)
            {
                byte next;
                return _end > _examined || (channel.Fd >= 0 && Libc.Peek(channel.Fd, &next) > 0);
            }
        }
    }

    public void OnReadable(bool isPeerGone)
    {
        var tells = isPeerGone;
        bool waits;
        lock (Gate)
        {
            _isReadable = true;
            _isPeerGone |= isPeerGone;
            waits = _isQueued;
            if (_discards && !waits)
            {
                Discard();
                tells |= _isEnd;
            }
        }

        if (tells)
        {
            // There may be no read that would notice, or none after what came before the end.
            channel.PeerGone();
        }

        if (!waits && TryWake(out var result))
        {
            _source.SetResult(result);
        }
    }

    /// <summary>All reads fail from now on, once the owner was notified: what was received is of no use any more.</summary>
    public void Fail(Exception error)
    {
        lock (Gate)
        {
            if (!_isEnd)
            {
                End(error);
            }
        }
    }

    /// <summary>The next turn has come: see <see cref="EndTurn"/>.</summary>
    public void OnTurn()
    {
        bool isEnd;
        lock (Gate)
        {
            _isQueued = false;
            if (_discards)
            {
                Discard();
            }

            isEnd = _discards && _isEnd;
        }

        if (TryWake(out var result))
        {
            _source.SetResult(result);
        }

        if (isEnd)
        {
            channel.PeerGone();
        }
    }

    /// <summary>Wakes the one who waits, on the thread pool.</summary>
    public void Execute()
    {
        lock (Gate)
        {
            _isQueued = false;
        }

        if (TryWake(out var result, dispatched: true))
        {
            _source.SetResult(result);
        }
    }

    public override ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (Gate)
        {
            if (_isWaiting)
            {
                throw new InvalidOperationException("Reading is not allowed while a read is pending.");
            }

            if (_reads < ReadsPerTurn || !MayHaveNews)
            {
                if (TryGet(out var result))
                {
                    _reads++;
                    return new(result);
                }

                if (Failure is { } error)
                {
                    return ValueTask.FromException<ReadResult>(error);
                }
            }
            else
            {
                Queue();
            }

            _source.Reset();
            _isWaiting = true;
            if (cancellationToken.CanBeCanceled)
            {
                _cancellation = cancellationToken.UnsafeRegister(static (reader, token) => ((SocketReader)reader!).Cancel(token), this);
            }

            return new(this, _source.Version);
        }
    }

    public override bool TryRead(out ReadResult result)
    {
        lock (Gate)
        {
            return TryGet(out result) || (Failure is { } error ? throw error : false);
        }
    }

    public override void AdvanceTo(SequencePosition consumed) => AdvanceTo(consumed, consumed);

    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined)
    {
        lock (Gate)
        {
            if (_bytes is null || consumed.GetObject() is null)
            {
                return; // as with a pipe, the position that stands for none
            }

            var (start, seen) = (IndexOf(consumed), Math.Max(IndexOf(examined), IndexOf(consumed)));
            if (start < _start || seen > _end)
            {
                throw new InvalidOperationException("The position is not in what was read last.");
            }

            (_start, _examined) = (start, seen);
            if (_start == _end)
            {
                GiveBack();
            }
            else if (MustMove)
            {
                MoveRest(ArrayPool<byte>.Shared.Rent(_end - _start), 0);
            }
        }
    }

    public override void CancelPendingRead()
    {
        lock (Gate)
        {
            _isCanceled = true;
        }

        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    public override void Complete(Exception? exception = null)
    {
        lock (Gate)
        {
            _isCompleted = true;
            GiveBack();
        }
    }

    /// <summary>What was read stays where it is until <see cref="Release"/>.</summary>
    public void Keep()
    {
        lock (Gate)
        {
            _keeps = true;
        }
    }

    public void Release()
    {
        lock (Gate)
        {
            _keeps = false;
            GiveBack(_keptBytes, _keptSlab);
            _keptBytes = null;
            _keptSlab = null;
        }
    }

    /// <summary>Throws away what still comes. True: the end has come already.</summary>
    public bool StartDiscarding()
    {
        lock (Gate)
        {
            _discards = true;
            GiveBack();
            Discard();
            return _isEnd;
        }
    }

    /// <summary>Gives another reader all that this one has, and comes to its end. Called under the lock.</summary>
    public void MoveTo(SocketReader other)
    {
        if (_bytes is not null && _start < _end)
        {
            if (_slab is not null)
            {
                MoveRest(ArrayPool<byte>.Shared.Rent(_end - _start), 0);
            }

            (other._bytes, other._start, other._end, other._examined) = (_bytes, _start, _end, _start);
        }

        (other._isReadable, other._isPeerGone, other._isEnd, other._error) = (true, _isPeerGone, _isEnd, _error);
        (_bytes, _slab, _start, _end, _examined, _isEnd, _error) = (null, null, 0, 0, 0, true, null);
    }

    ReadResult IValueTaskSource<ReadResult>.GetResult(short token)
    {
        _cancellation.Dispose();
        _cancellation = default;
        return _source.GetResult(token);
    }

    ValueTaskSourceStatus IValueTaskSource<ReadResult>.GetStatus(short token) => _source.GetStatus(token);

    void IValueTaskSource<ReadResult>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _source.OnCompleted(continuation, state, token, flags & ValueTaskSourceOnCompletedFlags.FlowExecutionContext);

    // Whether somebody waits for whom there is something now.
    private bool TryWake(out ReadResult result, bool dispatched = false)
    {
        Exception? error;
        lock (Gate)
        {
            result = default;
            if (!_isWaiting)
            {
                return false;
            }

            if (_isCompleted)
            {
                _isWaiting = false;
                error = new InvalidOperationException(ReadAfterCompletion);
            }
            else if (_slowReads > 0 && !dispatched)
            {
                _slowReads--;
                ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
                return false;
            }
            else if (TryGet(out result))
            {
                _isWaiting = false;
                _reads = 0;
                error = null;
            }
            else if (Failure is { } failure)
            {
                _isWaiting = false;
                error = failure;
            }
            else
            {
                return false;
            }
        }

        if (error is null)
        {
            return true;
        }

        _source.SetException(error);
        return false;
    }

    private void Cancel(CancellationToken token)
    {
        lock (Gate)
        {
            if (!_isWaiting)
            {
                return;
            }

            _isWaiting = false;
        }

        _source.SetException(new OperationCanceledException(token));
    }

    private void Queue()
    {
        if (_isQueued)
        {
            return;
        }

        _isQueued = true;
        if (_discards || (_slowReads == 0 && LoopThread.Active?.Loop == channel.Loop))
        {
            channel.Loop.Queue(channel);
        }
        else
        {
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }
    }

    private bool TryGet(out ReadResult result)
    {
        if (_isCompleted)
        {
            throw new InvalidOperationException(ReadAfterCompletion);
        }

        var hasNews = (_end > _examined && _error is null) || (_isReadable && !_isEnd && Receive());
        if (Failure is not null || (!hasNews && !_isCanceled && (!_isEnd || _error is not null)))
        {
            result = default;
            return false;
        }

        result = new ReadResult(Unconsumed(), _isCanceled, _isEnd && _error is null);
        _isCanceled = false;
        return true;
    }

    // PipeReader.CopyToAsync gives no position back where its destination ends with the last piece, which Kestrel's request bodies do not take.
    // The destination ends where the peer has gone: from then on the last piece is an empty one.
    private ReadOnlySequence<byte> Unconsumed()
    {
        if (_bytes is null)
        {
            return ReadOnlySequence<byte>.Empty;
        }

        if (!_isPeerGone || !channel.Owner.HidesEnd)
        {
            return new ReadOnlySequence<byte>(_bytes, _start, _end - _start);
        }

        var all = new Segment(_bytes.AsMemory(0, _end));
        return new ReadOnlySequence<byte>(all, _start, all.AddEmpty(), 0);
    }

    // Of a position in what was given as unconsumed.
    private int IndexOf(SequencePosition position) => position.GetObject() is Segment { IsLast: true } ? _end : position.GetInteger() & int.MaxValue;

    // True: something came that was not there before.
    private bool Receive()
    {
        if (channel.Fd < 0)
        {
            return End(null);
        }

        var thread = LoopThread.Active;
        return thread is not null && (_bytes is null || _end - _start <= SmallRest) ? ReceiveInto(thread.Slab) : ReceiveRented();
    }

    private bool ReceiveInto(ReceiveSlab slab)
    {
        var rest = _bytes is null ? 0 : _end - _start;
        var room = slab.Room;
        var at = slab.Next;
        var received = Receive(slab.Bytes, at + rest, room - rest);
        if (received <= 0)
        {
            return _isEnd;
        }

        if (rest > 0)
        {
            MoveRest(slab.Bytes, at);
        }

        slab.Lease(rest + received);
        _bytes = slab.Bytes;
        _slab = slab;
        _start = at;
        _examined = at + rest;
        _end = at + rest + received;
        return true;
    }

    private bool ReceiveRented()
    {
        if (_bytes is null)
        {
            _bytes = ArrayPool<byte>.Shared.Rent(_rentedSize);
            _start = _end = _examined = 0;
        }
        else if (MustMove || _bytes.Length - _end < SmallRest)
        {
            MoveRest(ArrayPool<byte>.Shared.Rent(Math.Max(_rentedSize, 2 * (_end - _start))), 0);
        }

        var room = _bytes.Length - _end;
        var received = Receive(_bytes, _end, room);
        if (received > 0)
        {
            _rentedSize = received == room ? Math.Min(2 * _rentedSize, Math.Max(channel.Owner.MaxReadBufferSize, RentedSize))
                : received < _rentedSize / 4 ? Math.Max(_rentedSize / 2, RentedSize)
                : _rentedSize;
            _end += received;
            return true;
        }

        if (_start == _end)
        {
            GiveBack();
        }

        return _isEnd;
    }

    private unsafe int Receive(byte[] bytes, int at, int room)
    {
        nint received;
        do
        {
            fixed (byte* start = &MemoryMarshal.GetArrayDataReference(bytes))
            {
                received = Libc.Receive(channel.Fd, start + at, room);
            }
        }
        while (received < 0 && Libc.LastError == Libc.EINTR);

        if (received > 0)
        {
            channel.Writer.OnReceived();

            // Less than there was room for: that was all. What comes now makes an event; that the peer is gone has made its last.
            _isReadable = received == room || _isPeerGone;
            return (int)received;
        }

        if (received < 0 && Libc.LastError == Libc.EAGAIN)
        {
            _isReadable = false;
        }
        else
        {
            End(received == 0 ? null : new ConnectionResetException("The peer has reset the connection."));
        }

        return 0;
    }

    private bool End(Exception? error)
    {
        _error = error;
        _isEnd = true;
        ThreadPool.UnsafeQueueUserWorkItem(
            static reader =>
            {
                reader.Channel.PeerGone();
                reader.Execute();
            },
            this,
            preferLocal: false);
        return true;
    }

    private unsafe void Discard()
    {
        var bytes = stackalloc byte[SmallRest];
        for (var reads = 0; !_isEnd; reads++)
        {
            if (reads == DiscardedPerTurn)
            {
                Queue();
                return;
            }

            var received = channel.Fd < 0 ? 0 : Libc.Receive(channel.Fd, bytes, SmallRest);
            if (received < 0 && Libc.LastError == Libc.EAGAIN)
            {
                return;
            }

            _isEnd = received <= 0;
        }
    }

    // What was not consumed goes to other memory.
    private void MoveRest(byte[] other, int at)
    {
        var rest = _end - _start;
        Buffer.BlockCopy(_bytes!, _start, other, at, rest);
        var examined = _examined - _start;
        GiveBack();
        (_bytes, _start, _end, _examined) = (other, at, at + rest, at + examined);
    }

    private void GiveBack()
    {
        if (_keeps && _bytes is not null && _keptBytes is null)
        {
            (_keptBytes, _keptSlab) = (_bytes, _slab);
        }
        else
        {
            GiveBack(_bytes, _slab);
        }

        (_bytes, _slab, _start, _end, _examined) = (null, null, 0, 0, 0);
    }

    private static void GiveBack(byte[]? bytes, ReceiveSlab? slab)
    {
        if (slab is not null)
        {
            slab.Return();
        }
        else if (bytes is not null)
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    private sealed class Segment : ReadOnlySequenceSegment<byte>
    {
        public Segment(ReadOnlyMemory<byte> memory) => Memory = memory;

        public bool IsLast => Next is null;

        public Segment AddEmpty()
        {
            var empty = new Segment(default) { RunningIndex = Memory.Length };
            Next = empty;
            return empty;
        }
    }
}
