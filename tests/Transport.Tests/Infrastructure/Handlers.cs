using System.Net.WebSockets;
using Microsoft.AspNetCore.Http;
using WebSockets.Runtime.Tests.Infrastructure;
using WebSockets.Transport.Loops;

namespace WebSockets.Transport.Tests.Infrastructure;

/// <summary>Sends back what it gets.</summary>
[WebSocketHandler("/echo")]
internal sealed partial class Echo(Journal journal)
{
    [OnMessage]
    public string Text(string text) => text;

    [OnMessage]
    public byte[] Binary(byte[] bytes) => bytes;

    [OnClose]
    public void Close(WebSocketCloseStatus? status) => journal.Write($"close {(int?)status}".Trim());
}

/// <summary>Opens slowly, and asks the request for something at the end of it.</summary>
[WebSocketHandler("/slow-open")]
internal sealed partial class SlowOpen(Journal journal, Gate gate)
{
    [OnOpen]
    public async Task Open(HttpContext http)
    {
        journal.Write("opening");
        await gate.Opened;
        journal.Write($"{http.Request.Path} {http.Request.Headers["X-Test"]} {http.Connection.RemoteIpAddress} {http.RequestAborted.IsCancellationRequested}");
    }

    [OnMessage]
    public string Text(string text) => text;
}

/// <summary>Opens until its request is aborted.</summary>
[WebSocketHandler("/aborted-open")]
internal sealed partial class AbortedOpen(Journal journal)
{
    [OnOpen]
    public async Task Open(HttpContext http)
    {
        journal.Write("opening");
        var aborted = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var registration = http.RequestAborted.Register(aborted.SetResult);
        await aborted.Task;
        journal.Write("aborted");
    }
}

/// <summary>Sends in several ways from one call of a method.</summary>
[WebSocketHandler("/order")]
internal sealed partial class Sender
{
    public const int Count = 200;

    [OnOpen]
    public void Open(WebSocketConnection me) => me.Channels.Add("all");

    [OnMessage]
    public async Task Text(WebSocketConnection me, string text)
    {
        switch (text)
        {
            case "group":
                for (var i = 0; i < Count; i++)
                {
                    await me.To("all").SendTextAsync($"{i}");
                }

                break;
            case "mixed":
                for (var i = 0; i < Count; i += 2)
                {
                    await me.SendTextAsync($"{i}");
                    SendByAnother(me, $"{i + 1}");
                }

                break;
        }
    }

    // The turn goes on meanwhile: what it has sent before is still held back.
    private static void SendByAnother(WebSocketConnection me, string text)
    {
        var thread = new Thread(() => _ = me.SendTextAsync(text));
        thread.Start();
        thread.Join();
    }
}

/// <summary>Blocks its thread until another connection says that it may go on.</summary>
[WebSocketHandler("/blocking")]
internal sealed partial class Blocking(Barrier barrier)
{
    [OnMessage]
    public async Task Text(WebSocketConnection me, string text)
    {
        switch (text)
        {
            case "block":
                await me.SendTextAsync("before");
                barrier.Pass();
                await me.SendTextAsync("after");
                break;
            case "open":
                barrier.Open();
                await me.SendTextAsync("opened");
                break;
        }
    }
}

/// <summary>Holds a thread, not only a method.</summary>
internal sealed class Barrier : IDisposable
{
    private readonly ManualResetEventSlim _opened = new();

    public void Pass() => _opened.Wait(Bounded.Limit);

    public void Open() => _opened.Set();

    public void Dispose() => _opened.Dispose();
}

/// <summary>Holds the loop that it runs on until the gate is open; a first message may be read elsewhere.</summary>
[WebSocketHandler("/hold")]
internal sealed partial class Holding(Journal journal, Gate gate)
{
    [OnMessage]
    public void Text(string text)
    {
        var holds = LoopThread.Active is not null;
        journal.Write(holds ? "holds" : "elsewhere");
        SpinWait.SpinUntil(() => !holds || gate.Opened.IsCompleted);
    }
}
