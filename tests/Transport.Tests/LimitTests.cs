using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using WebSockets.Runtime.Tests.Infrastructure;
using WebSockets.Runtime.Tests.Wire;
using WebSockets.Transport.Tests.Infrastructure;

namespace WebSockets.Transport.Tests;

/// <summary>The server's own limits hold over this transport, WebSockets included.</summary>
internal sealed class LimitTests
{
    private static readonly TimeSpan Short = TimeSpan.FromSeconds(1);

    [Test]
    public async Task MaxConcurrentConnections_counts_all_but_WebSockets_as_with_any_transport()
    {
        await using var host = await StartAsync(limits => limits.MaxConcurrentConnections = 2, expectsErrors: true);
        await using var webSocket = await host.OpenAsync("/echo");
        await using var first = await IdleAsync(host);
        var second = await IdleAsync(host);

        Assert.That(await AnswersAsync(host), Is.False);

        await second.DisposeAsync();
        await Bounded.Until(() => AnswersAsync(host), "another is let in");
        await EchoesAsync(webSocket);
    }

    [Test]
    public async Task MaxConcurrentUpgradedConnections_counts_WebSockets_until_they_have_ended()
    {
        await using var host = await StartAsync(limits => limits.MaxConcurrentUpgradedConnections = 1);
        await using var first = await host.OpenAsync("/echo");
        await EchoesAsync(first);

        Assert.That(await HandshakeAsync(host), Is.EqualTo(503));
        await EchoesAsync(first);

        await first.CloseAsync();
        await Bounded.Until(async () => await HandshakeAsync(host) == 101, "another is let in");
    }

    [Test]
    public async Task KeepAliveTimeout_ends_an_idle_connection_and_leaves_an_idle_WebSocket()
    {
        await using var host = await StartAsync(limits => limits.KeepAliveTimeout = Short);
        await using var webSocket = await host.OpenAsync("/echo");
        await using var client = await host.DialAsync();
        await client.SendAsync("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
        Assert.That((await client.ReadResponseAsync()).Body, Is.EqualTo("here"));

        Assert.That(await client.ReceiveEndAsync(), Is.EqualTo(Ending.Finished));

        await EchoesAsync(webSocket);
    }

    [Test]
    public async Task RequestHeadersTimeout_ends_a_request_that_does_not_come()
    {
        await using var host = await StartAsync(limits => limits.RequestHeadersTimeout = Short);
        await using var client = await host.DialAsync();
        await client.SendAsync("GET / HTTP/1.1\r\nHost");

        Assert.That((await client.ReadResponseAsync()).Status, Is.EqualTo(408));
        Assert.That(await client.ReceiveEndAsync(), Is.EqualTo(Ending.Finished));
    }

    [Test]
    public async Task MinRequestBodyDataRate_ends_a_request_whose_body_does_not_come()
    {
        await using var host = await StartAsync(limits => limits.MinRequestBodyDataRate = new MinDataRate(10_000, gracePeriod: TimeSpan.FromSeconds(1.1)), expectsErrors: true);
        await using var client = await host.DialAsync();
        await client.SendAsync("POST /read HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\nslow");

        Assert.That((await client.ReadResponseAsync()).Status, Is.EqualTo(408));
        Assert.That(await client.ReceiveEndAsync(), Is.EqualTo(Ending.Finished));
    }

    [Test]
    public async Task MinResponseDataRate_ends_a_response_that_nobody_takes()
    {
        await using var host = await StartAsync(limits => limits.MinResponseDataRate = new MinDataRate(100_000_000, gracePeriod: TimeSpan.FromSeconds(1.1)));
        var before = Descriptors.OfSockets();
        using var socket = await host.ConnectAsync(receiveBuffer: 16 * 1024);
        await socket.SendAsync("GET /endless HTTP/1.1\r\nHost: x\r\n\r\n"u8.ToArray());

        await host.Journal.ExpectAsync("aborted");

        await Bounded.Until(() => Descriptors.OfSockets() <= before + 1, "the server has closed its side");
    }

    private static Task<EpollHost> StartAsync(Action<KestrelServerLimits> limits, bool expectsErrors = false) => EpollHost.StartAsync(
        app =>
        {
            var journal = app.Services.GetService(typeof(Journal)) as Journal;
            app.MapWebSocketHandler<Echo>();
            app.MapPost("/read", async http => await http.Request.Body.CopyToAsync(Stream.Null));
            app.MapGet("/endless", async http =>
            {
                var bytes = new byte[64 * 1024];
                while (!http.RequestAborted.IsCancellationRequested)
                {
                    await http.Response.BodyWriter.WriteAsync(bytes);
                }

                journal!.Write("aborted");
            });
            app.MapFallback(http => http.Response.WriteAsync("here"));
        },
        setup =>
        {
            setup.Kestrel = kestrel => limits(kestrel.Limits);
            setup.ExpectsErrors = expectsErrors;
        });

    private static async Task EchoesAsync(RawClient client)
    {
        await client.SendTextAsync("hello");
        Assert.That(await client.ReceiveTextAsync(), Is.EqualTo("hello"));
    }

    private static async Task<RawClient> IdleAsync(EpollHost host)
    {
        var client = await host.DialAsync();
        await client.SendAsync("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
        Assert.That((await client.ReadResponseAsync()).Body, Is.EqualTo("here"));
        return client;
    }

    private static async Task<int> HandshakeAsync(EpollHost host)
    {
        await using var client = await host.DialAsync();
        await client.SendAsync(host.Handshake("/echo").ToString());
        return (await client.ReadResponseAsync()).Status;
    }

    // Whether a request on a connection of its own is answered at all.
    private static async Task<bool> AnswersAsync(EpollHost host)
    {
        using var socket = await host.ConnectAsync();
        try
        {
            await socket.SendAsync("GET / HTTP/1.0\r\nHost: x\r\n\r\n"u8.ToArray());
            var answer = new byte[1000];
            var length = await socket.ReceiveAsync(answer.AsMemory()).AsTask().Within("it is answered, or ends");
            return Encoding.ASCII.GetString(answer, 0, length).StartsWith("HTTP/1.1 200", StringComparison.Ordinal);
        }
        catch (System.Net.Sockets.SocketException)
        {
            return false;
        }
    }
}
