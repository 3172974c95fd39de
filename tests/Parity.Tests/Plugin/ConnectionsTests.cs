using Microsoft.AspNetCore.Builder;
using WebSockets.Testing;

namespace WebSockets.Parity.Tests.Plugin;

/// <summary><c>websocket_connections</c>, and <c>send</c>.</summary>
public sealed partial class ConnectionsTests
{
    [Test]
    public async Task websocket_connections_are_reached_from_an_HTTP_route()
    {
        await using var app = await TestApp.StartAsync(app =>
        {
            app.MapWebSocketHandler<Listener>();
            app.MapGet("/say_hi", async (WebSocketConnections<Listener> connections) =>
            {
                foreach (var connection in connections)
                {
                    await connection.SendAsync(new[] { "Hello!" });
                }

                return connections.Count;
            });
        });
        await using var one = await app.ConnectAsync("/listener");
        await using var two = await app.ConnectAsync("/listener");
        await app.Journal.NextAsync(2);

        Assert.That(await app.Client.GetStringAsync("/say_hi", Bounded.Token), Is.EqualTo("2"));
        Assert.That(await one.ReceiveAsync(), Is.EqualTo("""["Hello!"]"""));
        Assert.That(await two.ReceiveAsync(), Is.EqualTo("""["Hello!"]"""));
    }

    [Test]
    public async Task websocket_connections_lists_a_connection_from_its_opening_to_its_end()
    {
        await using var app = await TestApp.StartAsync(app => app.MapWebSocketHandler<Listener>());
        var connections = app.Services.Connections<Listener>();
        Assert.That(connections, Is.Empty);

        await using var client = await app.ConnectAsync("/listener");
        var id = await app.Journal.NextAsync();
        Assert.That(connections.Select(connection => connection.Id), Is.EqualTo(new[] { id }));
        Assert.That(connections.Find(id)?.Id, Is.EqualTo(id));

        await client.CloseAsync();
        Assert.That(await app.Journal.NextAsync(), Is.EqualTo($"closed {id}"));
        Assert.That(connections, Is.Empty);
        Assert.That(connections.Find(id), Is.Null);
    }

    [Test]
    public async Task send_sends_text_bytes_and_data()
    {
        await using var app = await TestApp.StartAsync(app => app.MapWebSocketHandler<Listener>());
        await using var client = await app.ConnectAsync("/listener");
        var connection = app.Services.Connections<Listener>().Find(await app.Journal.NextAsync())!;

        await connection.SendTextAsync("text");
        await connection.SendTextAsync("text in UTF-8"u8.ToArray());
        await connection.SendBinaryAsync(new byte[] { 1, 2, 3 });
        await connection.SendAsync(new Dictionary<string, int[]> { ["data"] = [1, 2] });
        await connection.SendAsync(new Said("data with a name"));

        Assert.That(await client.ReceiveAsync(), Is.EqualTo("text"));
        Assert.That(await client.ReceiveAsync(), Is.EqualTo("text in UTF-8"));
        Assert.That(await client.ReceiveBytesAsync(), Is.EqualTo(new byte[] { 1, 2, 3 }));
        Assert.That(await client.ReceiveAsync(), Is.EqualTo("""{"data":[1,2]}"""));
        Assert.That(await client.ReceiveAsync(), Is.EqualTo("""{"type":"said","text":"data with a name"}"""));
    }

    [Test]
    public async Task send_to_a_connection_that_has_ended_does_nothing()
    {
        await using var app = await TestApp.StartAsync(app => app.MapWebSocketHandler<Listener>());
        await using var client = await app.ConnectAsync("/listener");
        var connection = app.Services.Connections<Listener>().Find(await app.Journal.NextAsync())!;
        await client.CloseAsync();
        await app.Journal.NextAsync();

        Assert.That(async () => await connection.SendTextAsync("too late"), Throws.Nothing);
        Assert.That(connection.Closed.IsCancellationRequested);
    }

    [Message("said")]
    internal sealed record Said(string Text);

    [WebSocketHandler("/listener")]
    internal sealed partial class Listener(Journal journal)
    {
        [OnOpen]
        void Open(WebSocketConnection me) => journal.Write(me.Id);

        [OnClose]
        void Close(WebSocketConnection me) => journal.Write($"closed {me.Id}");
    }
}
