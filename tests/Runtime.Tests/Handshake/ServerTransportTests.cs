using System.Net;
using System.Net.WebSockets;
using System.Text;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using WebSockets.Runtime.Tests.Infrastructure;
using WebSockets.Runtime.Tests.Wire;

namespace WebSockets.Runtime.Tests.Handshake;

/// <summary>The ways by which a request can reach a handler besides HTTP/1.1 in the clear: TLS, and HTTP/2 (RFC 8441).</summary>
internal sealed class ServerTransportTests
{
    [Test]
    public async Task Over_TLS_frames_in_the_packet_of_the_handshake_are_not_lost()
    {
        await using var host = await TestHost.StartAsync<Echo>(setup: setup => setup.Tls = true);
        await using var client = await host.DialAsync();

        await client.SendAsync([.. Encoding.ASCII.GetBytes(host.Handshake("/echo").ToString()), .. RawFrame.EncodeText("first"), .. RawFrame.EncodeText("second")]);

        Assert.That((await client.ReadResponseAsync()).Status, Is.EqualTo(101));
        Assert.That(await client.ReceiveTextAsync(), Is.EqualTo("first"));
        Assert.That(await client.ReceiveTextAsync(), Is.EqualTo("second"));
        await client.CloseAsync();
        Assert.That(await host.Journal.NextAsync(), Is.EqualTo("open"));
        Assert.That(await host.Journal.NextAsync(), Is.EqualTo("close 1000"));
    }

    [Test]
    public async Task Over_TLS_large_messages_pass_both_ways()
    {
        await using var host = await TestHost.StartAsync<Echo>(options => options.MaxMessageSize = 2_000_000, setup => setup.Tls = true);
        await using var client = await host.ConnectAsync("/echo");
        var message = Pattern(1_500_000);

        var sending = client.SendBinaryAsync(message);

        await client.ExpectBinaryAsync(message);
        await sending;
    }

    [Test]
    public async Task Over_TLS_the_same_origin_is_that_of_https()
    {
        await using var host = await TestHost.StartAsync<Echo>(setup: setup => setup.Tls = true);

        var own = await host.AnswerAsync(host.Handshake("/echo").Add("Origin", $"https://127.0.0.1:{host.Port}"));
        var other = await host.AnswerAsync(host.Handshake("/echo").Add("Origin", $"http://127.0.0.1:{host.Port}"));

        Assert.That((own.Status, other.Status), Is.EqualTo((101, 403)));
    }

    [TestCase(false, TestName = "HTTP/2 in the clear carries a connection")]
    [TestCase(true, TestName = "HTTP/2 over TLS carries a connection")]
    public async Task Http2_carries_a_connection(bool tls)
    {
        await using var host = await StartHttp2Async(tls);
        using var socket = Http2Socket();
        socket.Options.AddSubProtocol("v1.echo");
        using var invoker = Invoker();
        await socket.ConnectAsync(Address(host), invoker, CancellationToken.None).Within("it connects");

        Assert.That(socket.SubProtocol, Is.EqualTo("v1.echo"));
        foreach (var size in new[] { 0, 1, 125, 126, 65_535, 65_536, 300_000 })
        {
            var message = Pattern(size);
            await socket.SendAsync(message, WebSocketMessageType.Binary, true, CancellationToken.None);
            Assert.That((await ReceiveAsync(socket, size)).AsSpan().SequenceEqual(message), Is.True);
        }

        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, "done", CancellationToken.None).Within("it closes");
        Assert.That(await host.Journal.NextAsync(), Is.EqualTo("open v1.echo"));
        Assert.That(await host.Journal.NextAsync(), Is.EqualTo("close 1000 done"));
    }

    [Test]
    public async Task Http2_connections_share_one_TCP_connection_and_end_one_by_one()
    {
        await using var host = await StartHttp2Async(tls: false);
        using var invoker = Invoker();
        using var first = Http2Socket();
        using var second = Http2Socket();
        await first.ConnectAsync(Address(host), invoker, CancellationToken.None).Within("the first connects");
        await second.ConnectAsync(Address(host), invoker, CancellationToken.None).Within("the second connects");

        await first.CloseAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None).Within("the first closes");
        await second.SendAsync(new byte[] { 1, 2 }, WebSocketMessageType.Binary, true, CancellationToken.None);

        Assert.That(await ReceiveAsync(second, 2), Is.EqualTo(new byte[] { 1, 2 }));
        await second.CloseAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None).Within("the second closes");
    }

    [Test]
    public async Task Http2_client_that_vanishes_is_closed_without_a_status()
    {
        await using var host = await StartHttp2Async(tls: false);
        using var invoker = Invoker();
        using var socket = Http2Socket();
        await socket.ConnectAsync(Address(host), invoker, CancellationToken.None).Within("it connects");

        socket.Abort();

        Assert.That(await host.Journal.NextAsync(), Is.EqualTo("open"));
        Assert.That(await host.Journal.NextAsync(), Is.EqualTo("close"));
    }

    [Test]
    public async Task Http2_streams_that_have_ended_are_not_touched_by_an_abort()
    {
        await using var host = await StartHttp2Async(tls: false);
        using var invoker = Invoker();
        var ended = new List<WebSocketConnection>();
        for (var i = 0; i < 3; i++)
        {
            using var socket = Http2Socket();
            await socket.ConnectAsync(Address(host), invoker, CancellationToken.None).Within("it connects");
            ended.Add(host.Connections<Echo>().Single());
            await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None).Within("it closes");
            await Bounded.Until(() => host.Connections<Echo>().Count == 0, "it has ended");
        }

        // The server uses what served the others again for this one.
        using var next = Http2Socket();
        await next.ConnectAsync(Address(host), invoker, CancellationToken.None).Within("the next connects");
        ended.ForEach(connection => connection.Abort());

        await next.SendAsync(new byte[] { 1, 2 }, WebSocketMessageType.Binary, true, CancellationToken.None);
        Assert.That(await ReceiveAsync(next, 2), Is.EqualTo(new byte[] { 1, 2 }));
    }

    [Test]
    public async Task Http2_request_of_a_foreign_page_is_refused()
    {
        await using var host = await StartHttp2Async(tls: false);
        using var invoker = Invoker();
        using var socket = Http2Socket();
        socket.Options.CollectHttpResponseDetails = true;
        socket.Options.SetRequestHeader("Origin", "http://evil.com");

        await Assert.ThatAsync(() => socket.ConnectAsync(Address(host), invoker, CancellationToken.None), Throws.InstanceOf<WebSocketException>());

        Assert.That(socket.HttpStatusCode, Is.EqualTo(HttpStatusCode.Forbidden));
    }

    private static Task<TestHost> StartHttp2Async(bool tls) => TestHost.StartAsync<Echo>(options => options.MaxMessageSize = 1_000_000, setup =>
    {
        setup.Protocols = HttpProtocols.Http2;
        setup.Tls = tls;
    });

    private static Uri Address(TestHost host) => new($"{(host.IsTls ? "wss" : "ws")}://127.0.0.1:{host.Port}/echo");

    private static ClientWebSocket Http2Socket() => new()
    {
        Options = { HttpVersion = HttpVersion.Version20, HttpVersionPolicy = HttpVersionPolicy.RequestVersionExact, KeepAliveInterval = TimeSpan.Zero },
    };

    private static HttpMessageInvoker Invoker() => new(new SocketsHttpHandler { SslOptions = { RemoteCertificateValidationCallback = (_, _, _, _) => true } });

    private static async Task<byte[]> ReceiveAsync(WebSocket socket, int size)
    {
        using var limit = new CancellationTokenSource(Bounded.Limit);
        var message = new byte[size + 1];
        var length = 0;
        while (true)
        {
            var part = await socket.ReceiveAsync(message.AsMemory(length), limit.Token);
            length += part.Count;
            if (part.EndOfMessage)
            {
                return message[..length];
            }
        }
    }

    private static byte[] Pattern(int size) => [.. Enumerable.Range(0, size).Select(i => (byte)(i * 31))];
}
