using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace WebSockets.Soak.Tests;

/// <summary>Holds threads until a test lets them go.</summary>
internal sealed class Gates : IDisposable
{
    private volatile bool _isOpen;
    private int _blocked;
    private readonly ManualResetEventSlim _event = new();
    private readonly object _monitor = new();
    private readonly ConcurrentQueue<TaskCompletionSource> _waiters = new();

    /// <summary>Threads that are held now.</summary>
    public int Blocked => Volatile.Read(ref _blocked);

    public bool IsOpen => _isOpen;

    public void Open()
    {
        _isOpen = true;
        _event.Set();
        lock (_monitor)
        {
            Monitor.PulseAll(_monitor);
        }
    }

    /// <summary>Completes when the next handler has come here.</summary>
    public Task NextBlocked()
    {
        var waiter = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _waiters.Enqueue(waiter);
        return waiter.Task;
    }

    /// <summary>Blocks in one of the ways that user code does.</summary>
    public void Wait(string way)
    {
        Interlocked.Increment(ref _blocked);
        if (_waiters.TryDequeue(out var waiter))
        {
            waiter.SetResult();
        }

        switch (way)
        {
            case "event":
                _event.Wait();
                break;
            case "monitor":
                lock (_monitor)
                {
                    while (!_isOpen)
                    {
                        Monitor.Wait(_monitor);
                    }
                }

                break;
            case "sleep":
                while (!_isOpen)
                {
                    Thread.Sleep(1);
                }

                break;
            case "spin":
                while (!_isOpen)
                {
                    Thread.SpinWait(100);
                }

                break;
            default:
                throw new ArgumentException(way, nameof(way));
        }

        Interlocked.Decrement(ref _blocked);
    }

    /// <summary>Blocks for a while.</summary>
    public static void Pause(int milliseconds) => Thread.Sleep(milliseconds);

    public void Dispose() => _event.Dispose();
}

/// <summary>Echoes; "block ..." sends before it blocks; "pause ..." sleeps.</summary>
[WebSocketHandler("/held/{channel?}")]
internal sealed partial class Held(Gates gates)
{
    [OnOpen]
    void Open(WebSocketConnection me, string? channel)
    {
        if (channel is not null)
        {
            me.Channels.Add(channel);
        }
    }

    [OnMessage]
    async ValueTask<string?> Text(WebSocketConnection me, string text)
    {
        if (text.StartsWith("block ", StringComparison.Ordinal))
        {
            await me.SendTextAsync("before");
            await me.To("listeners").SendTextAsync("to listeners");
            gates.Wait(text["block ".Length..]);
            return "after";
        }

        if (text.StartsWith("pause ", StringComparison.Ordinal))
        {
            Gates.Pause(int.Parse(text["pause ".Length..], CultureInfo.InvariantCulture));
        }
        else if (text.StartsWith("all ", StringComparison.Ordinal))
        {
            await me.To("listeners").SendTextAsync(text);
        }

        return text;
    }

    [OnMessage]
    byte[] Binary(byte[] bytes) => bytes;
}

/// <summary>Counts the messages and requests of floods that were handled.</summary>
internal sealed class FloodCount
{
    private static readonly TimeSpan Time = TimeSpan.FromMicroseconds(20);
    private long _handled;

    public long Handled => Interlocked.Read(ref _handled);

    /// <summary>Takes 20 µs of a processor, and counts one.</summary>
    public void Work()
    {
        for (var start = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(start) < Time;)
        {
        }

        Interlocked.Increment(ref _handled);
    }
}

/// <summary>Takes 20 µs of a processor for each message, and answers none.</summary>
[WebSocketHandler("/flooded")]
internal sealed partial class Flooded(FloodCount count)
{
    [OnMessage]
    void Message(ReadOnlyMemory<byte> message) => count.Work();
}
