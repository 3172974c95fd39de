using System.Net;
using System.Net.WebSockets;
using WebSockets.Parity.Tests.Plugin;
using WebSockets.Testing;

namespace WebSockets.Parity.Tests.Stress;

/// <summary>Connections that come and go in numbers.</summary>
[Category("Stress")]
[NonParallelizable]
public sealed partial class TurnoverTests
{
    private const int Cycles = 10_000;
    private const int AtOnce = 8;

    [Test]
    public async Task Ten_thousand_connections_that_have_come_and_gone_are_in_no_list()
    {
        var tally = new Tally(Cycles);
        await using var app = await TestApp.StartAsync(
            app => app.MapWebSocketHandler<Passing>(options => options.MaxConnections = 2 * AtOnce),
            builder => Microsoft.Extensions.DependencyInjection.ServiceCollectionServiceExtensions.AddSingleton(builder.Services, tally));
        using var handler = new SocketsHttpHandler();
        using var invoker = new HttpMessageInvoker(handler);

        await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(lane => Task.Run(async () =>
        {
            for (var i = lane; i < Cycles; i += AtOnce)
            {
                await PassAsync(app.Ws("/passing"), invoker, i);
            }
        })));
        await tally.AllClosed.Soon();

        var connections = app.Services.Connections<Passing>();
        Assert.That(connections, Is.Empty);
        Assert.That(connections.In("*"), Is.Empty);
        Assert.That(connections.In("passengers"), Is.Empty);
        Assert.That(tally.Ids.Where(id => connections.Find(id) is not null || connections.In(id).Count > 0 || connections.In($"of {id}").Count > 0), Is.Empty);
        Assert.That(tally.Ids.Distinct().Count(), Is.EqualTo(Cycles));
    }

    // Ends in each of the ways: by the client, by the server, by nobody.
    private static async Task PassAsync(Uri address, HttpMessageInvoker invoker, int number)
    {
        using var socket = await ConnectAsync(address, invoker);
        switch (number % 3)
        {
            case 0:
                await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, Bounded.Token);
                break;
            case 1:
                await socket.SendAsync("bye"u8.ToArray(), WebSocketMessageType.Text, true, Bounded.Token);
                await socket.ReceiveAsync(new byte[16], Bounded.Token);
                await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, Bounded.Token);
                break;
            default:
                socket.Abort();
                break;
        }
    }

    // A connection that was dropped holds its place until the server has seen its end: then the next is refused, and tries again.
    private static async Task<ClientWebSocket> ConnectAsync(Uri address, HttpMessageInvoker invoker)
    {
        while (true)
        {
            var socket = new ClientWebSocket();
            socket.Options.CollectHttpResponseDetails = true;
            try
            {
                await socket.ConnectAsync(address, invoker, Bounded.Token);
                return socket;
            }
            catch (WebSocketException) when (socket.HttpStatusCode == HttpStatusCode.ServiceUnavailable)
            {
                socket.Dispose();
            }
        }
    }

    [WebSocketHandler("/passing")]
    internal sealed partial class Passing(Tally tally)
    {
        [OnOpen]
        void Open(WebSocketConnection me) => me.Channels.Add("passengers", $"of {me.Id}");

        [OnMessage]
        ValueTask Bye(WebSocketConnection me, string text) => me.CloseAsync(reason: text);

        [OnClose]
        void Close(WebSocketConnection me) => tally.Closed(me.Id);
    }
}
