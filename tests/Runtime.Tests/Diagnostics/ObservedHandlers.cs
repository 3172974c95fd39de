using System.Net.WebSockets;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.RateLimiting;
using WebSockets.Runtime.Tests.Infrastructure;

namespace WebSockets.Runtime.Tests.Diagnostics;

/// <summary>A method for each thing that is measured.</summary>
[WebSocketHandler("/observed")]
internal sealed partial class Observed(Journal journal, Gate gate)
{
    [OnOpen]
    public void Open(WebSocketConnection me)
    {
        me.Channels.Add("room");
        journal.Write("open");
    }

    [OnMessage("ask")]
    public Answer Ask() => new("yes");

    [OnMessage("spread")]
    public ValueTask Spread(WebSocketConnection me) => me.To("room").SendAsync(new Answer("all"));

    [OnMessage("text")]
    public string Text() => "text";

    [OnMessage("bytes")]
    public byte[] Bytes() => [1, 2, 3];

    [OnMessage("fail")]
    public void Fail() => throw new InvalidOperationException("A secret.");

    [OnMessage("hold")]
    public async Task<Answer> Hold()
    {
        journal.Write("holding");
        await gate.Opened;
        return new("held");
    }

    [OnMessage("end")]
    public ValueTask End(WebSocketConnection me) => me.CloseAsync((WebSocketCloseStatus)4001, "The end.");

    [OnClose]
    public void Close() => journal.Write("close");
}

/// <summary>Keeps connections whose messages it does not know.</summary>
[WebSocketHandler("/tolerant")]
internal sealed partial class Tolerant
{
    [OnMessage("ask")]
    public Answer Ask() => new("yes");

    [OnError]
    public void Error(WebSocketMessageException error)
    {
    }
}

/// <summary>Admits nobody: it fails, or waits for as long as it can.</summary>
[WebSocketHandler("/closed-door/{how}")]
internal sealed partial class ClosedDoor(Journal journal, Gate gate)
{
    [OnLogin]
    public async Task<bool> Login(string how)
    {
        journal.Write(how);
        switch (how)
        {
            case "wait":
                await gate.Opened;
                return false;
            case "fail":
                throw new InvalidOperationException("The door is stuck.");
            default:
                return false;
        }
    }

    [OnOpen]
    public void Open()
    {
    }
}

/// <summary>Admits members alone.</summary>
[WebSocketHandler("/members"), Authorize(Roles = "member")]
internal sealed partial class Members
{
    [OnMessage]
    public string Text(string text) => text;
}

/// <summary>Is asked for by name of a rate limiter.</summary>
[WebSocketHandler("/rationed"), EnableRateLimiting("one")]
internal sealed partial class Rationed
{
    [OnMessage]
    public string Text(string text) => text;
}

/// <summary>Takes its time, and ends in one way or another.</summary>
[WebSocketHandler("/late")]
internal sealed partial class Late(Journal journal, Gate gate)
{
    [OnOpen]
    public void Open(WebSocketConnection me) => me.Closed.Register(() => journal.Write("token"));

    [OnMessage("heed")]
    public Task Heed(CancellationToken ct)
    {
        journal.Write("heed");
        return Task.Delay(Timeout.Infinite, ct);
    }

    [OnMessage("return")]
    public Task Return()
    {
        journal.Write("return");
        return gate.Opened;
    }

    [OnMessage("block")]
    public void Block()
    {
        journal.Write("block");
#pragma warning disable WSG0215 // That it blocks is what is tested.
        gate.Opened.Wait();
#pragma warning restore WSG0215
    }

    [OnMessage("throw")]
    public async Task Throw()
    {
        journal.Write("throw");
        await gate.Opened;
        throw new InvalidOperationException("It failed.");
    }
}

[Message("answer")]
internal sealed record Answer(string Text);
