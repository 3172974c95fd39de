using WebSockets.Runtime.Tests.Infrastructure;
using WebSockets.Runtime.Tests.Wire;

namespace WebSockets.Runtime.Tests.Cves;

/// <summary>What every case of this folder ends with: the peer that attacks is told and let go, and the others notice nothing.</summary>
internal static class Attack
{
    public const int Limit = 64 * 1024;

    /// <summary>Sends bytes after the handshake. The connection is closed with the status, ends, and is forgotten.</summary>
    public static async Task ClosesAsync(byte[] bytes, int status, Action<WebSocketHandlerOptions>? options = null, string? extensions = null)
    {
        await using var host = await TestHost.StartAsync<Echo>(options);
        await ClosesAsync(host, bytes, status, extensions);
    }

    public static async Task ClosesAsync(TestHost host, byte[] bytes, int status, string? extensions = null)
    {
        await using var other = await host.ConnectAsync("/echo");
        await using var attacker = await host.DialAsync();
        var handshake = host.Handshake("/echo");
        await attacker.OpenAsync(extensions is null ? handshake : handshake.Add("Sec-WebSocket-Extensions", extensions));
        await host.Journal.ExpectAsync("open", "open");

        await attacker.SendAsync(bytes);

        var close = await attacker.ReceiveCloseAsync(status);
        attacker.Finish();
        await attacker.ReceiveEndAsync();
        await host.Journal.ExpectAsync($"close {status} {close.Reason}");
        await EchoesAsync(other);
        await Bounded.Until(() => host.Connections<Echo>().Count == 1, "the attacker is forgotten");
        await other.CloseAsync();
        await host.Journal.ExpectAsync("close 1000");
    }

    /// <summary>A handshake gets one of these answers, no connection comes of it, and the next one is accepted.</summary>
    public static async Task RefusesAsync(TestHost host, HandshakeText handshake, params int[] statuses)
    {
        var opened = host.Journal.Count("open");
        await using (var attacker = await host.DialAsync())
        {
            await attacker.SendAsync(handshake.ToString());
            Assert.That((await attacker.ReadResponseAsync()).Status, Is.AnyOf([.. statuses.Cast<object>()]));
        }

        Assert.That(host.Journal.Count("open"), Is.EqualTo(opened));
        await AcceptsAsync(host);
    }

    /// <summary>A handshake is accepted, with no extension, and its connection works.</summary>
    public static async Task AcceptsPlainAsync(TestHost host, HandshakeText handshake)
    {
        await using var attacker = await host.DialAsync();
        var answer = await attacker.OpenAsync(handshake);
        Assert.That(answer.Headers["Sec-WebSocket-Extensions"], Is.Empty);
        Assert.That(answer.Headers["Sec-WebSocket-Protocol"], Is.Empty);
        await EchoesAsync(attacker);
    }

    public static async Task AcceptsAsync(TestHost host)
    {
        await using var client = await host.ConnectAsync("/echo");
        await EchoesAsync(client);
    }

    public static async Task EchoesAsync(RawClient client)
    {
        await client.SendTextAsync("still here");
        Assert.That(await client.ReceiveTextAsync(), Is.EqualTo("still here"));
    }
}
