using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.InteropServices;
using System.Threading.Tasks.Sources;
using WebSockets.Transport.Loops;
using WebSockets.Transport.Native;
using WebSockets.Transports;

namespace WebSockets.Transport.Connections;

/// <summary>Sends to a socket when it is flushed, without another thread; on a loop's thread what the turn brings goes out together.</summary>
/// <remarks>
/// <para>A flush waits only while the peer does not take what was sent. Until then all that was written stays in rented memory.</para>
/// <para>Unsent bytes lie in memory of its own, or in parts of a thread's <see cref="TurnBuffer"/>, never in both.</para>
/// </remarks>
internal sealed class SocketWriter(SocketChannel channel) : TurnWriter, IValueTaskSource<FlushResult>
{
    /// <summary>So much is held back at most until a turn ends.</summary>
    private const int LargestCorked = 64 * 1024;
    private const int RentedSize = 4 * 1024;

    private ManualResetValueTaskSourceCore<FlushResult> _source;
    private CancellationTokenRegistration _cancellation;
    private TurnParts _parts;
    private byte[]? _bytes;
    private int _start;
    private int _end;
    private int _unflushed;
    private bool _isLent; // somebody writes into our memory from _end on
    private LoopThread? _corkedBy;
    private bool _isSendQueued; // on the thread pool
    private int _answers; // that were written off the loop since something was read
    private bool _isMultiplexed; // there was more than one the last time
    private bool _isBlocked; // the peer has not taken what was sent
    private bool _isBroken;
    private bool _isCompleted;
    private bool _isShut;
    private bool _isWaiting;
    private bool _isCanceled;

    public Lock Gate { get; } = new();

    public override bool CanGetUnflushedBytes => true;

    public override long UnflushedBytes => _unflushed;

    private int Unsent => _end - _start + _parts.Length;

    public override Memory<byte> GetMemory(int sizeHint = 0)
    {
        lock (Gate)
        {
            Reserve(sizeHint);
            _isLent = true;
            return _bytes.AsMemory(_end);
        }
    }

    public override Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    public override void Advance(int bytes)
    {
        lock (Gate)
        {
            _isLent = false;
            _end += bytes;
            _unflushed += bytes;
        }
    }

    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (Gate)
        {
            _isLent = false;
            _unflushed = 0;
            if (!_isBlocked && !TryCork())
            {
                Send();
            }

            if (!_isBlocked || _isCanceled)
            {
                return new(Result());
            }

            if (_isWaiting)
            {
                return new(this, _source.Version); // as with a Pipe, a flush may be asked for while another waits, but one alone can be waited for
            }

            _source.Reset();
            _isWaiting = true;
            if (cancellationToken.CanBeCanceled)
            {
                _cancellation = cancellationToken.UnsafeRegister(static (writer, token) => ((SocketWriter)writer!).Cancel(token), this);
            }

            return new(this, _source.Version);
        }
    }

    public override bool Write(TurnBuffer buffer, int start, int length)
    {
        lock (Gate)
        {
            if (_isBroken || _isCompleted)
            {
                return true;
            }

            // What is another thread's, held back there until now, stays as it is only until that thread's turn ends.
            if (_end > _start || buffer != TurnBuffer.Current)
            {
                Append(buffer.Bytes.AsSpan(start, length));
            }
            else
            {
                _parts.Add(buffer.Bytes, start, length);
            }

            if (!_isBlocked && !TryCork())
            {
                Send();
            }

            return !_isBlocked;
        }
    }

    public override void CancelPendingFlush()
    {
        lock (Gate)
        {
            _isCanceled = true;
            if (!_isWaiting)
            {
                return;
            }

            _isWaiting = false;
        }

        ThreadPool.UnsafeQueueUserWorkItem(static writer => writer._source.SetResult(writer.TakeResult()), this, preferLocal: false);
    }

    /// <summary>What was written goes out, and then our side of the connection is closed: the peer reads to the end.</summary>
    public override void Complete(Exception? exception = null)
    {
        lock (Gate)
        {
            _isCompleted = true;
            if (!_isBlocked)
            {
                Send();
            }
        }
    }

    /// <summary>The thread that held this writer's bytes back has come to the end of its turn.</summary>
    public void Uncork(LoopThread thread)
    {
        lock (Gate)
        {
            if (_corkedBy == thread)
            {
                _corkedBy = null;
            }

            if (!_isBlocked)
            {
                Send();
            }
        }
    }

    /// <summary>Something was read, and may be answered.</summary>
    public void OnRead()
    {
        _isMultiplexed = _answers > 1;
        _answers = 0;
    }

    public void OnWritable()
    {
        lock (Gate)
        {
            if (!_isBlocked)
            {
                return;
            }

            _isBlocked = false;
            Send();
            if (_isBlocked || !_isWaiting)
            {
                return;
            }

            _isWaiting = false;
        }

        _source.SetResult(TakeResult());
    }

    /// <summary>Completes when all was sent, or nobody is left who takes it. Nobody must be waiting for a flush.</summary>
    public async ValueTask WhenSentAsync()
    {
        while (true)
        {
            var flush = await FlushAsync().ConfigureAwait(false);
            if (flush.IsCompleted || IsSent())
            {
                return;
            }
        }

        bool IsSent()
        {
            lock (Gate)
            {
                return Unsent == 0;
            }
        }
    }

    /// <summary>Gives another writer all that this one has not sent, and takes nothing more. Called under the lock.</summary>
    public void MoveTo(SocketWriter other)
    {
        Spill();
        (other._bytes, other._start, other._end, other._isBlocked, other._isBroken) = (_bytes, _start, _end, _end > _start, _isBroken);
        (_bytes, _start, _end, _isBlocked, _isBroken) = (null, 0, 0, false, true);
    }

    FlushResult IValueTaskSource<FlushResult>.GetResult(short token)
    {
        _cancellation.Dispose();
        _cancellation = default;
        return _source.GetResult(token);
    }

    ValueTaskSourceStatus IValueTaskSource<FlushResult>.GetStatus(short token) => _source.GetStatus(token);

    void IValueTaskSource<FlushResult>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _source.OnCompleted(continuation, state, token, flags & ValueTaskSourceOnCompletedFlags.FlowExecutionContext);

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

    private FlushResult TakeResult()
    {
        lock (Gate)
        {
            return Result();
        }
    }

    private FlushResult Result()
    {
        var result = new FlushResult(_isCanceled, _isBroken && channel.IsEndVisible);
        _isCanceled = false;
        return result;
    }

    private bool TryCork()
    {
        if (_isCompleted || Unsent > LargestCorked)
        {
            return false;
        }

        if (LoopThread.Active is not { } thread)
        {
            return TryQueueSend();
        }

        if (_corkedBy == thread)
        {
            return true;
        }

        if (!thread.TryCork(this))
        {
            return false;
        }

        _corkedBy = thread;
        return true;
    }

    // One answer to what was read goes out at once. More of them, by other threads perhaps, go to a client that has many requests on its way, as
    // with HTTP/2: those go together.
    private bool TryQueueSend()
    {
        if ((++_answers == 1 && !_isMultiplexed) || !channel.Owner.HidesEnd)
        {
            return false;
        }

        if (!_isSendQueued)
        {
            _isSendQueued = true;
            ThreadPool.UnsafeQueueUserWorkItem(static writer => writer.SendQueued(), this, preferLocal: false);
        }

        Spill();
        return true;
    }

    private void SendQueued()
    {
        lock (Gate)
        {
            _isSendQueued = false;
            if (!_isBlocked)
            {
                Send();
            }
        }
    }

    private void Send()
    {
        if (_isBroken || channel.Fd < 0)
        {
            Break();
            return;
        }

        while (Unsent > 0)
        {
            var sent = _parts.Length > 0 ? _parts.Send(channel.Fd) : SendOwn();
            if (sent < 0 && Libc.LastError == Libc.EINTR)
            {
                continue;
            }

            if (sent < 0 && Libc.LastError is Libc.EAGAIN or Libc.ENOBUFS)
            {
                Spill();
                _isBlocked = true;
                return;
            }

            if (sent < 0)
            {
                Break();
                return;
            }

            if (_parts.Length > 0)
            {
                _parts.Skip((int)sent);
            }
            else
            {
                _start += (int)sent;
            }
        }

        GiveBack();
        if (_isCompleted && !_isShut)
        {
            _isShut = true;
            Libc.shutdown(channel.Fd, Libc.SHUT_WR);
        }
    }

    private unsafe nint SendOwn()
    {
        fixed (byte* bytes = &MemoryMarshal.GetArrayDataReference(_bytes!))
        {
            return Libc.Send(channel.Fd, bytes + _start, _end - _start);
        }
    }

    private void Break()
    {
        var isNew = !_isBroken;
        _isBroken = true;
        _isBlocked = false;
        _parts.Clear();
        GiveBack();
        if (isNew)
        {
            ThreadPool.UnsafeQueueUserWorkItem(static channel => channel.Break(), channel, preferLocal: false);
        }
    }

    // The parts must not be relied on any longer than the turn.
    private void Spill()
    {
        if (_parts.Length > 0)
        {
            var parts = _parts;
            _parts = default;
            Reserve(parts.Length);
            parts.CopyTo(_bytes.AsSpan(_end));
            _end += parts.Length;
        }
    }

    private void Append(ReadOnlySpan<byte> bytes)
    {
        Reserve(bytes.Length);
        bytes.CopyTo(_bytes.AsSpan(_end));
        _end += bytes.Length;
    }

    private void Reserve(int size)
    {
        Spill();
        size = Math.Max(size, 1);
        if (_bytes is not null && _bytes.Length - _end >= size)
        {
            return;
        }

        var unsent = _end - _start;
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(RentedSize, checked(unsent + Math.Max(unsent, size))));
        if (_bytes is not null)
        {
            Buffer.BlockCopy(_bytes, _start, larger, 0, unsent);
            ArrayPool<byte>.Shared.Return(_bytes);
        }

        (_bytes, _start, _end) = (larger, 0, unsent);
    }

    private void GiveBack()
    {
        if (_isLent)
        {
            _start = _end;
            return;
        }

        if (_bytes is not null)
        {
            ArrayPool<byte>.Shared.Return(_bytes);
        }

        (_bytes, _start, _end) = (null, 0, 0);
    }
}
