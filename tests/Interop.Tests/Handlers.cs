using System.Collections.Concurrent;
using System.Net.WebSockets;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace WebSockets.Interop.Tests;

/// <summary>Sends everything back as it came.</summary>
[WebSocketHandler("/echo", Protocols = ["v2.example", "v1.example"])]
internal sealed partial class Echo
{
    [OnMessage]
    string Text(string text) => text;

    [OnMessage]
    byte[] Binary(byte[] bytes) => bytes;
}

/// <summary>Tells of the pings that it gets.</summary>
[WebSocketHandler("/pings")]
internal sealed partial class Pings
{
    [OnMessage]
    void Ignore(string _)
    {
    }

    [OnPing]
    ValueTask Tell(WebSocketConnection me, ReadOnlyMemory<byte> payload) => me.SendBinaryAsync(payload);
}

/// <summary>Closes every connection at once, as it is told to.</summary>
[WebSocketHandler("/closing/{code}")]
internal sealed partial class Closing
{
    [OnOpen]
    ValueTask Open(WebSocketConnection me, int code, [FromQuery] string? reason) => me.CloseAsync((WebSocketCloseStatus)code, reason);
}

/// <summary>How connections have ended, as the handler was told.</summary>
internal sealed class Endings
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource<(int? Status, string? Reason)>> _endings = new();

    public Task<(int? Status, string? Reason)> Of(string key) => Source(key).Task;

    public void Add(string key, int? status, string? reason)
    {
        if (!Source(key).TrySetResult((status, reason)))
        {
            throw new InvalidOperationException($"{key} has ended twice.");
        }
    }

    private TaskCompletionSource<(int?, string?)> Source(string key) =>
        _endings.GetOrAdd(key, _ => new(TaskCreationOptions.RunContinuationsAsynchronously));
}

/// <summary>Remembers how its connections end.</summary>
[WebSocketHandler("/watched")]
internal sealed partial class Watched(Endings endings)
{
    [OnOpen]
    void Open(WebSocketConnection me, [FromQuery] string key) => me.Items["key"] = key;

    [OnClose]
    void Close(WebSocketConnection me, WebSocketCloseStatus? status, string? reason) => endings.Add((string)me.Items["key"]!, (int?)status, reason);
}

/// <summary>Answers requests.</summary>
[WebSocketHandler("/calc")]
internal sealed partial class Calc
{
    [OnMessage]
    Sum Add(Add add) => new(add.A + add.B);
}

[Message]
internal sealed record Add(long A, long B);

[Message]
internal sealed record Sum(long Value);

/// <summary>Passes on what is said in a room.</summary>
[WebSocketHandler("/rooms/{room}")]
internal sealed partial class Crowd
{
    [OnOpen]
    Joined Open(WebSocketConnection me, string room)
    {
        me.Channels.Add(room);
        return new Joined();
    }

    [OnMessage]
    ValueTask Say(WebSocketConnection me, string room, Say say) => me.To(room).SendAsync(new Said(say.Text));
}

[Message]
internal sealed record Joined;

[Message]
internal sealed record Say(string Text);

[Message]
internal sealed record Said(string Text);

/// <summary>Lets in who knows the word.</summary>
[WebSocketHandler("/secret")]
internal sealed partial class Secret
{
    [OnLogin]
    bool Login(HttpRequest request) => request.Headers.Authorization == "Bearer open-sesame";

    [OnMessage]
    void Ignore(string _)
    {
    }
}
