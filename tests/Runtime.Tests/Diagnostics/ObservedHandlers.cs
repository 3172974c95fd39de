using System.Net.WebSockets;
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

[Message("answer")]
internal sealed record Answer(string Text);
