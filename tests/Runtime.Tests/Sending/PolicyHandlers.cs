using WebSockets.Runtime.Tests.Infrastructure;

namespace WebSockets.Runtime.Tests.Sending;

/// <summary>Sends nothing by itself but what answers a text; its clients are sent to by the tests.</summary>
[WebSocketHandler("/feed")]
internal sealed partial class Feed(Journal journal)
{
    [OnOpen]
    public void Open() => journal.Write("open");

    [OnMessage]
    public void Text(string text) => journal.Write(text);

    [OnMessage]
    public Priced Ask(Ask ask) => new(ask.Symbol, ask.Value);

    [OnClose]
    public void Close(System.Net.WebSockets.WebSocketCloseStatus? status) => journal.Write($"close {(int?)status}".Trim());
}

/// <summary>Sends to everybody and waits until that is accepted.</summary>
[WebSocketHandler("/feed/speaker")]
internal sealed partial class Speaker(Journal journal, WebSocketConnections<Feed> feed)
{
    [OnMessage]
    public async Task Text(string text)
    {
        await feed.All.SendTextAsync(text);
        journal.Write("sent");
    }
}

[Message("ask")]
internal sealed record Ask(string Symbol, int Value);

[Message("priced")]
internal sealed record Priced(string Symbol, int Value);

[Message("status")]
internal sealed record Status(string Text);

/// <summary>No message by name: plain JSON.</summary>
internal sealed record Tick(int Value);
