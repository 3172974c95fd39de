using System.Net.WebSockets;
using Microsoft.AspNetCore.Http;
using WebSockets.Testing;

namespace WebSockets.Parity.Tests.Plugin;

/// <summary><c>websocket_on_open</c>, <c>websocket_on_message</c> and <c>websocket_on_close</c>.</summary>
public sealed partial class LifecycleTests
{
    [Test]
    public async Task websocket_on_open_gets_the_connection_and_the_request()
    {
        await using var app = await TestApp.StartAsync(app => app.MapWebSocketHandler<Lifecycle>());
        await using var client = await app.ConnectAsync("/lifecycle?who=dancer");

        var id = await client.ReceiveAsync();

        Assert.That(await app.Journal.NextAsync(), Is.EqualTo($"open {id} /lifecycle ?who=dancer"));
    }

    [Test]
    public async Task websocket_on_message_gets_each_message_in_order_and_can_answer()
    {
        await using var app = await TestApp.StartAsync(app => app.MapWebSocketHandler<Lifecycle>());
        await using var client = await app.ConnectAsync("/lifecycle");
        await client.ReceiveAsync();

        await client.SendAsync("hello");
        await client.SendAsync("goodbye");

        Assert.That(await client.ReceiveAsync(), Is.EqualTo("hello world!"));
        Assert.That(await client.ReceiveAsync(), Is.EqualTo("goodbye world!"));
    }

    [Test]
    public async Task websocket_on_close_runs_once_with_the_status_and_the_reason_of_the_client()
    {
        await using var app = await TestApp.StartAsync(app => app.MapWebSocketHandler<Lifecycle>());
        await using var client = await app.ConnectAsync("/lifecycle");
        var id = await client.ReceiveAsync();

        await client.CloseAsync((WebSocketCloseStatus)4321, "done");
        await using var next = await app.ConnectAsync("/lifecycle");
        var nextId = await next.ReceiveAsync();

        Assert.That(await app.Journal.NextAsync(3), Is.EquivalentTo(new[] { $"open {id} /lifecycle ", $"close {id} 4321 done", $"open {nextId} /lifecycle " }));
    }

    [Test]
    public async Task websocket_on_close_runs_with_no_status_when_the_client_vanishes()
    {
        await using var app = await TestApp.StartAsync(app => app.MapWebSocketHandler<Lifecycle>());
        await using var client = await app.ConnectAsync("/lifecycle");
        var id = await client.ReceiveAsync();

        client.Socket.Abort();

        Assert.That(await app.Journal.NextAsync(2), Is.EqualTo(new[] { $"open {id} /lifecycle ", $"close {id}  " }));
    }

    [WebSocketHandler("/lifecycle")]
    internal sealed partial class Lifecycle(Journal journal)
    {
        [OnOpen]
        string Open(WebSocketConnection me, HttpRequest request)
        {
            journal.Write($"open {me.Id} {request.Path} {request.QueryString}");
            return me.Id;
        }

        [OnMessage]
        ValueTask Message(WebSocketConnection me, string message) => me.SendTextAsync(message + " world!");

        [OnClose]
        void Close(WebSocketConnection me, WebSocketCloseStatus? status, string? reason) => journal.Write($"close {me.Id} {(int?)status} {reason}");
    }
}
