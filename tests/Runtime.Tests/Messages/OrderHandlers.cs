using WebSockets.Runtime.Tests.Infrastructure;

namespace WebSockets.Runtime.Tests.Messages;

/// <summary>Takes turns between methods that complete at once and such that don't, and tells what overlaps.</summary>
[WebSocketHandler("/order")]
internal sealed partial class Ordered(Gate gate)
{
    private int _running;

    [OnMessage]
    public async Task<string> Text(string text)
    {
        var overlaps = Interlocked.Increment(ref _running) > 1;
        if (text.StartsWith("wait", StringComparison.Ordinal))
        {
            await gate.Opened;
        }
        else if (text.EndsWith('7'))
        {
            await Task.Yield();
        }

        Interlocked.Decrement(ref _running);
        return overlaps ? "overlaps" : text;
    }
}

/// <summary>[OnOpen] that waits: messages wait for it.</summary>
[WebSocketHandler("/order/open")]
internal sealed partial class SlowOpen(Gate gate)
{
    private string _greeting = "not open";

    [OnOpen]
    public async Task<string> Open()
    {
        await gate.Opened;
        _greeting = "opened";
        return "hello";
    }

    [OnMessage]
    public string Text(string text) => $"{_greeting} {text}";
}

/// <summary>Tells of pings and pongs.</summary>
[WebSocketHandler("/order/pings")]
internal sealed partial class Pings(Journal journal)
{
    [OnPing]
    public void Ping(WebSocketConnection me, ReadOnlyMemory<byte> payload) => journal.Write($"ping {System.Text.Encoding.UTF8.GetString(payload.Span)} {me.Id.Length}");

    [OnPong]
    public async Task Pong(ReadOnlyMemory<byte> payload)
    {
        await Task.Yield();
        journal.Write($"pong {System.Text.Encoding.UTF8.GetString(payload.Span)}");
    }

    [OnMessage]
    public async Task Text(string text)
    {
        await Task.Yield();
        journal.Write(text);
    }
}
