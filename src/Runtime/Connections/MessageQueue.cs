using WebSockets.Diagnostics;
using WebSockets.Dispatch;
using WebSockets.Framing;

namespace WebSockets.Connections;

/// <summary>Runs what a connection's handler has to do, one thing at a time, in the order in which it came.</summary>
/// <remarks>
/// <para>The read loop is the only one who adds. While a handler that did not complete at once is still running, the loop reads on, so that
/// pings are answered and a close frame or a lost peer is noticed; what else arrives waits here, as a copy.</para>
/// <para>What completes at once takes no lock and makes no garbage.</para>
/// </remarks>
internal sealed class MessageQueue(HandlerInvoker handler, ConnectionTransport transport, HandlerMetrics metrics)
{
    /// <summary>How much may wait before the loop stops reading, so that TCP holds the sender back.</summary>
    private const int MaxWaitingBytes = 64 * 1024;
    private const int MaxWaiting = 256;

    /// <summary>For how many there is room when nothing waits: an idle connection does not keep that of its longest queue.</summary>
    private const int LargestKept = 16;

    private readonly Lock _gate = new();
    private Queue<Waiting>? _waiting;
    private int _waitingBytes;
    private Task _running = Task.CompletedTask;
    private volatile bool _isBusy;
    private volatile bool _holdsMemory;

    public bool IsFull { get; private set; }

    /// <summary>The handler that is running still reads the transport's memory in which its message lies.</summary>
    public bool HoldsMemory => _holdsMemory;

    /// <summary>Has the transport keep that memory as it is, so that all can be given back to it. False: it must not be given back.</summary>
    public bool TryKeepMemory()
    {
        if (!transport.TryKeepMemory())
        {
            return false;
        }

        if (!HoldsMemory)
        {
            transport.MemoryFreed(); // the handler has finished meanwhile
        }

        return true;
    }

    /// <summary>Completes when the transport may have its memory back.</summary>
    public Task WhenMemoryIsFree() => HoldsMemory && !TryKeepMemory() ? WhenIdle() : Task.CompletedTask;

    /// <summary>Completes when there is nothing left to do.</summary>
    public Task WhenIdle() => _isBusy ? _running : Task.CompletedTask;

    /// <summary>Runs what comes before the first message.</summary>
    public void Start(ValueTask first)
    {
        if (!first.IsCompletedSuccessfully)
        {
            _isBusy = true;
            _running = RunAsync(first, default);
        }
    }

    /// <summary>Handles the message now, or when those before it have been handled.</summary>
    public void Add(in FrameEvent message)
    {
        if (_isBusy && TryWait(message))
        {
            return;
        }

        var handling = handler.HandleAsync(message);
        if (handling.IsCompletedSuccessfully)
        {
            message.Release();
            return;
        }

        _holdsMemory = message.Rented is null && handler.HoldsMemory;
        _isBusy = true;
        _running = RunAsync(handling, message);
    }

    /// <summary>Forgets what waits: the connection has ended, or is closing from our side.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            while (_waiting?.TryDequeue(out var waiting) ?? false)
            {
                waiting.Message.Release();
            }

            Trim();
            _waitingBytes = 0;
            IsFull = false;
        }
    }

    private void Trim()
    {
        if (_waiting?.Capacity > LargestKept)
        {
            _waiting = null;
        }
    }

    private bool TryWait(in FrameEvent message)
    {
        lock (_gate)
        {
            if (!_isBusy)
            {
                return false;
            }

            (_waiting ??= new()).Enqueue(new(message.Kept(), metrics.WaitStarts()));
            _waitingBytes += (int)message.Payload.Length;
            IsFull = _waitingBytes >= MaxWaitingBytes || _waiting.Count >= MaxWaiting;
            return true;
        }
    }

    private async Task RunAsync(ValueTask handling, FrameEvent message)
    {
        var turn = TurnBudget.Start();
        while (true)
        {
            if (!handling.IsCompleted)
            {
                await handling.ConfigureAwait(false);
                turn = TurnBudget.Start();
            }
            else
            {
                handling.GetAwaiter().GetResult();
            }

            var length = message.Payload.Length;
            message.Release();
            if (_holdsMemory)
            {
                _holdsMemory = false;
                transport.MemoryFreed();
            }

            Waiting next;
            lock (_gate)
            {
                if (_waiting is null || !_waiting.TryDequeue(out next))
                {
                    Trim();
                    IsFull = false;
                    _isBusy = false;
                    return;
                }

                message = next.Message;
                _waitingBytes -= (int)message.Payload.Length;
            }

            turn.Use(length);
            if (turn.IsUsedUp)
            {
                await Task.Yield();
                turn = TurnBudget.Start();
            }

            metrics.Waited(next.Since);
            handling = handler.HandleAsync(message);
        }
    }

    // Since when is 0 if nobody measures it.
    private readonly record struct Waiting(FrameEvent Message, long Since);
}
