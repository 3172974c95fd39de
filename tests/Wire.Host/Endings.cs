using System.Collections.Concurrent;
using System.Net.WebSockets;
using Microsoft.AspNetCore.Mvc;

namespace WebSockets.Wire.Host;

/// <summary>How connections have ended, as their handler was told.</summary>
internal sealed class Endings
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource<string>> _endings = new();

    public Task<string> Of(string key) => Source(key).Task;

    public void Add(string key, string ending)
    {
        if (!Source(key).TrySetResult(ending))
        {
            throw new InvalidOperationException($"{key} has ended twice.");
        }
    }

    private TaskCompletionSource<string> Source(string key) => _endings.GetOrAdd(key, _ => new(TaskCreationOptions.RunContinuationsAsynchronously));
}

/// <summary>Ends as it is told to, and remembers how it has.</summary>
[WebSocketHandler("/watched/{key}")]
internal sealed partial class Watched(Endings endings)
{
    [OnOpen]
    void Open(WebSocketConnection me, string key) => me.Items["key"] = key;

    [OnMessage]
    Task Message(WebSocketConnection me, string text) => text switch
    {
        "close" => me.CloseAsync((WebSocketCloseStatus)4001, "as asked").AsTask(),
        "abort" => Aborted(me),
        _ => me.SendTextAsync(text).AsTask(),
    };

    [OnClose]
    void Close(WebSocketConnection me, WebSocketCloseStatus? status, string? reason) =>
        endings.Add((string)me.Items["key"]!, $"{(int?)status} {reason}");

    private static Task Aborted(WebSocketConnection me)
    {
        me.Abort();
        return Task.CompletedTask;
    }
}

/// <summary>Closes every connection at once, as it is told to.</summary>
[WebSocketHandler("/closing/{status}")]
internal sealed partial class Closing
{
    [OnOpen]
    ValueTask Open(WebSocketConnection me, int status, [FromQuery] string? reason) => me.CloseAsync((WebSocketCloseStatus)status, reason);
}

internal static class EndingEndpoints
{
    /// <summary>Answers when the connection has ended.</summary>
    public static void MapEndings(this WebApplication app)
    {
        var endings = app.Services.GetRequiredService<Endings>();
        app.MapGet("/endings/{key}", async http => await http.Response.WriteAsync(await endings.Of((string)http.Request.RouteValues["key"]!).WaitAsync(http.RequestAborted)));
    }
}
