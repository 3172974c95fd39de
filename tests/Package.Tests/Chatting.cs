using System.Net.WebSockets;
using System.Text;

namespace WebSockets.Package.Tests;

/// <summary>Talks to an app that has the handler of <see cref="ConsumerSource"/>.</summary>
internal static class Chatting
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(60);

    /// <summary>Starts the app, and lets two clients chat.</summary>
    public static async Task AssertAsync(Consumer consumer)
    {
        await using var app = await consumer.StartAsync();
        using var one = await ConnectAsync(app.Chat("lobby"));
        using var two = await ConnectAsync(app.Chat("lobby"));

        await SendAsync(one, """{"type":"add","id":1,"a":2,"b":3}""");
        Assert.That(await ReceiveAsync(one), Is.EqualTo("""{"type":"sum","id":1,"value":5}"""));
        await SendAsync(two, """{"type":"add","id":2,"a":2,"b":2}""");
        Assert.That(await ReceiveAsync(two), Is.EqualTo("""{"type":"sum","id":2,"value":4}"""));
        await SendAsync(one, """{"type":"say","text":"hi"}""");

        Assert.That(await ReceiveAsync(one), Does.Match("""^\{"type":"said","from":"~[\w-]{22}","text":"hi"\}$"""));
        Assert.That(await ReceiveAsync(two), Does.Match("""^\{"type":"said","from":"~[\w-]{22}","text":"hi"\}$"""));
    }

    private static async Task<ClientWebSocket> ConnectAsync(Uri address)
    {
        var socket = new ClientWebSocket();
        using var bound = new CancellationTokenSource(Bound);
        await socket.ConnectAsync(address, bound.Token);
        return socket;
    }

    private static async Task SendAsync(ClientWebSocket socket, string text)
    {
        using var bound = new CancellationTokenSource(Bound);
        await socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, true, bound.Token);
    }

    private static async Task<string> ReceiveAsync(ClientWebSocket socket)
    {
        using var bound = new CancellationTokenSource(Bound);
        var buffer = new byte[4096];
        var result = await socket.ReceiveAsync(buffer, bound.Token);
        return Encoding.UTF8.GetString(buffer, 0, result.Count);
    }
}
