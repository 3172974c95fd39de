using System.Net.WebSockets;
using System.Runtime.CompilerServices;
using WebSockets.Runtime.Tests.Infrastructure;

namespace WebSockets.Runtime.Tests.Closing;

/// <summary>Does to its connection what the text says, and echoes what says nothing.</summary>
[WebSocketHandler("/closing")]
internal sealed partial class Closer(Journal journal, Gate gate)
{
    [OnOpen]
    public void Open(WebSocketConnection me)
    {
        journal.Write("open");
        me.Closed.Register(() => journal.Write("token"));
    }

    [OnMessage]
    public async Task<string?> Text(WebSocketConnection me, string text, CancellationToken ct)
    {
        switch (text)
        {
            case "close":
                await me.CloseAsync((WebSocketCloseStatus)4001, "bye", CancellationToken.None);
                await me.SendTextAsync("after the close frame", CancellationToken.None);
                return "nor this";

            case "close twice":
                await me.CloseAsync((WebSocketCloseStatus)4001, "first", CancellationToken.None);
                await me.CloseAsync((WebSocketCloseStatus)4002, "second", CancellationToken.None);
                return null;

            case "close empty":
                await me.CloseAsync(WebSocketCloseStatus.Empty, "is not sent", CancellationToken.None);
                return null;

            case "abort":
                me.Abort();
                return null;

            case "wait":
                journal.Write("waits");
                await gate.Opened;
                return "done";

            case "for ever":
                journal.Write("waits");
                await Task.Delay(Timeout.Infinite, ct);
                return null;

            default:
                return text;
        }
    }

    [OnClose]
    public void Close(WebSocketCloseStatus? status, string? reason) => journal.Write($"close {(int?)status} {reason}".Trim());
}

/// <summary>Its [OnClose] waits for the gate.</summary>
[WebSocketHandler("/closing/held")]
internal sealed partial class HeldClose(Journal journal, Gate gate)
{
    [OnOpen]
    public void Open() => journal.Write("open");

    [OnClose]
    public async Task Close(WebSocketCloseStatus? status)
    {
        journal.Write($"close {(int?)status}");
        await gate.Opened;
        journal.Write("closed");
    }
}

[WebSocketHandler("/closing/open-throws")]
internal sealed partial class FailingOpen(Journal journal)
{
    [OnOpen]
    public async Task Open()
    {
        await Task.Yield();
        throw new InvalidOperationException("the password of the database");
    }

    [OnClose]
    public void Close(WebSocketCloseStatus? status) => journal.Write($"close {(int?)status}");
}

[WebSocketHandler("/closing/close-throws")]
internal sealed partial class FailingClose(Journal journal)
{
    [OnOpen]
    public string Open() => "open";

    [OnClose]
    public void Close()
    {
        journal.Write("close");
        throw new InvalidOperationException("in [OnClose]");
    }
}

/// <summary>An [OnOpen] and a stream of replies that go on until the connection ends.</summary>
[WebSocketHandler("/closing/endless-open")]
internal sealed partial class EndlessOpen(Journal journal)
{
    [OnOpen]
    public async Task Open(CancellationToken ct)
    {
        journal.Write("open");
        try
        {
            await Task.Delay(Timeout.Infinite, ct);
        }
        finally
        {
            journal.Write("open ended");
        }
    }

    [OnClose]
    public void Close(WebSocketCloseStatus? status) => journal.Write($"close {(int?)status}");
}

[WebSocketHandler("/closing/endless-stream")]
internal sealed partial class EndlessStream(Journal journal)
{
    [OnMessage]
    public async IAsyncEnumerable<string> Text(string text, [EnumeratorCancellation] CancellationToken ct)
    {
        try
        {
            yield return text;
            await Task.Delay(Timeout.Infinite, ct);
        }
        finally
        {
            journal.Write("stream ended");
        }
    }

    [OnClose]
    public void Close(WebSocketCloseStatus? status) => journal.Write($"close {(int?)status}");
}

/// <summary>Methods that do not heed the token, or have none.</summary>
[WebSocketHandler("/closing/stubborn")]
internal sealed partial class Stubborn(Journal journal, Gate gate) : IDisposable
{
    [OnMessage]
    public async IAsyncEnumerable<string> Text(string text)
    {
        yield return text;
        await gate.Opened;
        yield return "never sent";
    }

    [OnMessage]
    public async Task Bytes(ReadOnlyMemory<byte> bytes)
    {
        await gate.Opened;
        journal.Write($"still has {bytes.Length} bytes, {bytes.Span[0]} first");
    }

    [OnClose]
    public void Close(WebSocketCloseStatus? status) => journal.Write($"close {(int?)status}".Trim());

    public void Dispose() => journal.Write("disposed");
}

/// <summary>What it does when its token is cancelled blocks the thread until the gate opens.</summary>
[WebSocketHandler("/closing/blocking-token")]
internal sealed partial class BlockingToken(Journal journal, Gate gate)
{
    [OnOpen]
    public void Open(WebSocketConnection me)
    {
        me.Closed.Register(() =>
        {
            journal.Write("token");
#pragma warning disable WSG0215 // That it blocks is what is tested.
            gate.Opened.Wait();
#pragma warning restore WSG0215
        });
        journal.Write("open");
    }

    [OnClose]
    public void Close(WebSocketCloseStatus? status) => journal.Write($"close {(int?)status}");
}

/// <summary>Its method blocks its thread until the gate opens.</summary>
[WebSocketHandler("/closing/blocking")]
internal sealed partial class BlockingMethod(Journal journal, Gate gate)
{
    [OnOpen]
    public void Open(WebSocketConnection me) => me.Closed.Register(() => journal.Write("token"));

    [OnMessage]
    public void Text(string text)
    {
        journal.Write("blocks");
#pragma warning disable WSG0215 // That it blocks is what is tested.
        gate.Opened.Wait();
#pragma warning restore WSG0215
    }

    [OnClose]
    public void Close(WebSocketCloseStatus? status) => journal.Write($"close {(int?)status}");
}
