using System.Net;
using System.Net.WebSockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using WebSockets.Runtime.Tests.Infrastructure;
using WebSockets.Runtime.Tests.Wire;
using WebSockets.Transport.Tests.Infrastructure;

namespace WebSockets.Transport.Tests;

/// <summary>WebSockets: taken over from the server where nothing is between, and served by it where TLS or HTTP/2 is.</summary>
internal sealed class WebSocketTests
{
    [Test]
    public async Task An_open_WebSocket_keeps_nothing_of_its_request()
    {
        var requests = new Requests();
        await using var host = await EpollHost.StartAsync(app =>
        {
            requests.Watch(app);
            app.MapWebSocketHandler<Echo>();
        });
        await using var client = await host.OpenAsync("/echo");
        await EchoesAsync(client, "before");

        await requests.CollectedAsync(() => EchoesAsync(client, "meanwhile"));

        await EchoesAsync(client, "after");
        Assert.That(requests.Seen, Is.EqualTo(1));
        await client.CloseAsync();
        await host.Journal.ExpectAsync("close 1000");
    }

    [Test]
    public async Task A_peer_is_not_taken_for_dead_because_its_loop_has_no_time_to_read_what_it_answers()
    {
        var time = new FakeTimeProvider();
        await using var host = await EpollHost.StartAsync(
            app =>
            {
                app.MapWebSocketHandler<Echo>();
                app.MapWebSocketHandler<Holding>(options => options.KeepAliveInterval = Timeout.InfiniteTimeSpan);
            },
            setup => setup.Builder = web => web.UseKestrelCore().UseEpollTransport(options => (options.LoopCount, options.HandOverAfter) = (1, Timeout.InfiniteTimeSpan))
                .ConfigureServices(services => services.AddSingleton<TimeProvider>(time)));
        await using var answering = await host.OpenAsync("/echo");
        await using var silent = await host.OpenAsync("/echo");
        await EchoesAsync(answering, "before");
        await EchoesAsync(silent, "before");
        await using var holding = await host.OpenAsync("/hold");
        do
        {
            await holding.SendTextAsync("hold");
        }
        while (await host.Journal.NextAsync() != "holds");

        time.Pass(16);
        foreach (var client in (RawClient[])[answering, silent])
        {
            await client.ReceiveAsync(RawFrame.Ping);
        }

        await answering.SendAsync(RawFrame.Encode(RawFrame.Pong, []));
        await Bounded.Until(() => host.Services.GetRequiredService<WebSocketConnections<Echo>>().Any(connection => connection.HasUnreadInput), "the answer has come");
        time.Pass(60);
        host.Gate.Open();

        await host.Journal.ExpectAsync("close");
        await answering.ReceiveAsync(RawFrame.Ping);
        await EchoesAsync(answering, "after");
    }

    [Test]
    public async Task ConnectionClosed_is_told_when_a_WebSocket_that_was_taken_over_ends([Values("close", "reset", "abort")] string how)
    {
        var isClosed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var host = await EpollHost.StartAsync(app =>
        {
            app.Use((http, next) =>
            {
                http.Features.GetRequiredFeature<IConnectionLifetimeFeature>().ConnectionClosed.Register(isClosed.SetResult);
                return next(http);
            });
            app.MapWebSocketHandler<Echo>();
        });
        await using var client = await host.OpenAsync("/echo");
        await EchoesAsync(client, "open");
        Assert.That(isClosed.Task.IsCompleted, Is.False);

        switch (how)
        {
            case "close":
                await client.CloseAsync();
                await client.DisposeAsync();
                break;
            case "reset":
                client.Reset();
                break;
            default:
                host.Connections<Echo>().Single().Abort();
                break;
        }

        await isClosed.Task.Within("it is told");
    }

    [Test]
    public async Task RequestAborted_is_told_while_OnOpen_waits_and_the_peer_goes()
    {
        await using var host = await EpollHost.StartAsync(app => app.MapWebSocketHandler<AbortedOpen>());
        await using var client = await host.DialAsync();
        await client.OpenAsync(host.Handshake("/aborted-open"));
        await host.Journal.ExpectAsync("opening");

        client.Reset();

        await host.Journal.ExpectAsync("aborted");
    }

    [Test]
    public async Task A_limiter_of_concurrent_requests_counts_a_connection_as_long_as_it_lasts()
    {
        await using var host = await EpollHost.StartAsync(
            app =>
            {
                app.UseRateLimiter();
                app.MapWebSocketHandler<Echo>().RequireRateLimiting("one");
            },
            setup => setup.Builder = web => web.UseKestrelCore().UseEpollTransport().ConfigureServices(services => services.AddRateLimiter(limiter =>
            {
                limiter.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
                limiter.AddConcurrencyLimiter("one", options => options.PermitLimit = 1);
            })));
        await using (var first = await host.OpenAsync("/echo"))
        {
            await EchoesAsync(first, "in");
            await using var second = await host.DialAsync();
            await second.SendAsync(host.Handshake("/echo").ToString());
            Assert.That((await second.ReadResponseAsync()).Status, Is.EqualTo(429));
            await first.CloseAsync();
        }

        await Bounded.Until(() => host.Connections<Echo>().Count == 0, "the first has ended");
        await using var third = await host.OpenAsync("/echo");
        await EchoesAsync(third, "in");
    }

    [Test]
    public async Task An_OnOpen_that_is_not_done_has_a_request_that_works_and_afterwards_it_is_let_go()
    {
        var requests = new Requests();
        await using var host = await EpollHost.StartAsync(app =>
        {
            requests.Watch(app);
            app.MapWebSocketHandler<SlowOpen>();
        });
        await using var client = await host.DialAsync();
        await client.OpenAsync(host.Handshake("/slow-open").Add("X-Test", "yes"));
        await host.Journal.ExpectAsync("opening");
        await client.SendTextAsync("early");
        GC.Collect();

        host.Gate.Open();

        await host.Journal.ExpectAsync("/slow-open yes 127.0.0.1 False");
        Assert.That(await client.ReceiveTextAsync(), Is.EqualTo("early"));
        await requests.CollectedAsync(() => EchoesAsync(client, "meanwhile"));
        await EchoesAsync(client, "later");
    }

    [Test]
    public async Task Frames_in_the_packet_of_the_handshake_are_not_lost()
    {
        await using var host = await EpollHost.StartAsync(app => app.MapWebSocketHandler<Echo>());
        await using var client = await host.DialAsync();
        var messages = Enumerable.Range(0, 500).Select(i => $"message {i}").ToArray();

        await client.SendAsync([.. Encoding.ASCII.GetBytes(host.Handshake("/echo").ToString()), .. messages.SelectMany(RawFrame.EncodeText)]);

        Assert.That((await client.ReadResponseAsync()).Status, Is.EqualTo(101));
        foreach (var message in messages)
        {
            Assert.That(await client.ReceiveTextAsync(), Is.EqualTo(message));
        }
    }

    [Test]
    public async Task Messages_of_every_size_come_back_as_they_were([Values] bool tls)
    {
        await using var host = await EchoHostAsync(HttpProtocols.Http1, tls);
        await using var client = await host.OpenAsync("/echo", tls);

        foreach (var size in new[] { 0, 1, 125, 126, 4095, 4096, 16_384, 65_535, 65_536, 262_144, 1_000_000 })
        {
            var message = Pattern(size);
            var sending = client.SendBinaryAsync(message);
            await client.ExpectBinaryAsync(message);
            await sending;
        }

        await client.CloseAsync();
    }

    [Test]
    public async Task A_message_that_comes_byte_by_byte_is_one()
    {
        await using var host = await EpollHost.StartAsync(app => app.MapWebSocketHandler<Echo>());
        await using var client = await host.OpenAsync("/echo");
        foreach (var one in RawFrame.EncodeText("in pieces"))
        {
            await client.SendAsync(one);
        }

        Assert.That(await client.ReceiveTextAsync(), Is.EqualTo("in pieces"));
    }

    [TestCase(false, TestName = "A WebSocket over HTTP/2 with prior knowledge echoes")]
    [TestCase(true, TestName = "A WebSocket over HTTP/2 and TLS echoes")]
    public async Task Http2_echoes(bool tls)
    {
        await using var host = await EchoHostAsync(HttpProtocols.Http2, tls);
        using var handler = EpollHost.Trusting();
        using var invoker = new HttpMessageInvoker(handler);
        var sockets = new List<ClientWebSocket>();
        for (var i = 0; i < 10; i++)
        {
            var socket = new ClientWebSocket
            {
                Options = { HttpVersion = HttpVersion.Version20, HttpVersionPolicy = HttpVersionPolicy.RequestVersionExact },
            };
            sockets.Add(socket);
            await socket.ConnectAsync(new Uri($"{(tls ? "wss" : "ws")}://127.0.0.1:{host.Port}/echo"), invoker, CancellationToken.None).Within("it connects");
        }

        await Task.WhenAll(sockets.Select((socket, i) => EchoesAsync(socket, Pattern(100_000 + i))));

        foreach (var socket in sockets)
        {
            await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None).Within("it closes");
            await host.Journal.ExpectAsync("close 1000");
            socket.Dispose();
        }
    }

    [Test]
    public async Task Under_connection_logging_a_WebSocket_works()
    {
        await using var host = await EpollHost.StartAsync(app => app.MapWebSocketHandler<Echo>(), setup => setup.Listen = listen => listen.UseConnectionLogging());
        await using var client = await host.OpenAsync("/echo");

        await EchoesAsync(client, "seen by the log");

        await client.CloseAsync();
        await host.Journal.ExpectAsync("close 1000");
    }

    [TestCase("group", TestName = "Messages to a group from one call of a method arrive in order")]
    [TestCase("mixed", TestName = "What another thread sends after a send of the turn stays behind it")]
    public async Task Order_is_kept(string how)
    {
        await using var host = await EpollHost.StartAsync(app => app.MapWebSocketHandler<Sender>());
        await using var client = await host.OpenAsync("/order");
        await using var other = await host.OpenAsync("/order");
        await Bounded.Until(() => host.Connections<Sender>().In("all").Count() == 2, "both are in the channel");

        await client.SendTextAsync(how);

        for (var i = 0; i < Sender.Count; i++)
        {
            Assert.That(await client.ReceiveTextAsync(), Is.EqualTo($"{i}"));
            if (how == "group")
            {
                Assert.That(await other.ReceiveTextAsync(), Is.EqualTo($"{i}"));
            }
        }
    }

    [Test]
    public async Task A_method_that_blocks_the_only_loop_holds_up_nobody_and_what_it_sent_before_arrives()
    {
        await using var host = await EpollHost.StartAsync(app => app.MapWebSocketHandler<Blocking>(), setup => setup.Transport = options => options.LoopCount = 1);
        await using var other = await host.OpenAsync("/blocking");
        await using var client = await host.OpenAsync("/blocking");

        for (var i = 0; i < 6; i++)
        {
            await client.SendTextAsync("block");
        }

        Assert.That(await client.ReceiveTextAsync(), Is.EqualTo("before"));
        await using var late = await host.OpenAsync("/blocking");
        await other.SendTextAsync("open");

        Assert.That(await other.ReceiveTextAsync(), Is.EqualTo("opened"));
        Assert.That(await client.ReceiveTextAsync(), Is.EqualTo("after"));
        for (var i = 1; i < 6; i++)
        {
            Assert.That(await client.ReceiveTextAsync(), Is.EqualTo("before"));
            Assert.That(await client.ReceiveTextAsync(), Is.EqualTo("after"));
        }
    }

    [Test]
    public async Task Replies_and_pongs_of_a_burst_come_in_the_order_of_the_burst_and_the_close_is_last()
    {
        await using var host = await EpollHost.StartAsync(app => app.MapWebSocketHandler<Echo>());
        await using var client = await host.OpenAsync("/echo");
        var burst = new List<byte>();
        for (var i = 0; i < 300; i++)
        {
            burst.AddRange(RawFrame.EncodeText($"text {i}"));
            burst.AddRange(RawFrame.Encode(RawFrame.Ping, Encoding.UTF8.GetBytes($"ping {i}")));
            burst.AddRange(RawFrame.Encode(RawFrame.Binary, Pattern(i)));
        }

        burst.AddRange(RawFrame.EncodeClose(1000));
        await client.SendAsync([.. burst]);

        for (var i = 0; i < 300; i++)
        {
            Assert.That(await client.ReceiveTextAsync(), Is.EqualTo($"text {i}"));
            Assert.That((await client.ReceiveAsync(RawFrame.Pong)).PayloadText, Is.EqualTo($"ping {i}"));
            Assert.That(await client.ReceiveBinaryAsync(), Is.EqualTo(Pattern(i)));
        }

        await client.ReceiveCloseAsync(1000);
        Assert.That(await client.ReceiveEndAsync(), Is.EqualTo(Ending.Finished));
    }

    private static Task<EpollHost> EchoHostAsync(HttpProtocols protocols, bool tls) =>
        EpollHost.StartAsync(app => app.MapWebSocketHandler<Echo>(options => options.MaxMessageSize = 1_000_000), setup => setup.Listen = listen =>
        {
            listen.Protocols = protocols;
            if (tls)
            {
                listen.UseHttps(TestCertificate.Value);
            }
        });

    private static async Task EchoesAsync(RawClient client, string text)
    {
        await client.SendTextAsync(text);
        Assert.That(await client.ReceiveTextAsync(), Is.EqualTo(text));
    }

    private static async Task EchoesAsync(ClientWebSocket socket, byte[] message)
    {
        await socket.SendAsync(message, WebSocketMessageType.Binary, true, CancellationToken.None).Within("it is sent");
        var echo = new byte[message.Length + 1];
        var length = 0;
        ValueWebSocketReceiveResult part;
        do
        {
            part = await socket.ReceiveAsync(echo.AsMemory(length), CancellationToken.None).AsTask().Within("the echo comes");
            length += part.Count;
        }
        while (!part.EndOfMessage);

        Assert.That((length, echo.AsSpan().CommonPrefixLength(message)), Is.EqualTo((message.Length, message.Length)));
    }

    private static byte[] Pattern(int size) => [.. Enumerable.Range(0, size).Select(i => (byte)(i * 31))];

    /// <summary>Sees the requests of a host, and does not keep them.</summary>
    private sealed class Requests
    {
        private readonly Lock _gate = new();
        private readonly List<WeakReference> _requests = [];

        public int Seen => _requests.Count;

        public void Watch(WebApplication app) => app.Use((HttpContext http, RequestDelegate next) =>
        {
            lock (_gate)
            {
                _requests.Add(new WeakReference(http));
            }

            return next(http);
        });

        /// <summary>Until none is left.</summary>
        /// <param name="work">A thread that has nothing to do may still have a request on its stack: this gives it something else to do.</param>
        public async Task CollectedAsync(Func<Task> work)
        {
            for (var i = 0; !AreCollected(); i++)
            {
                Assert.That(i, Is.LessThan(500), "the request is collected");
                await work();
            }
        }

        private bool AreCollected()
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            lock (_gate)
            {
                return _requests.TrueForAll(request => !request.IsAlive);
            }
        }
    }
}
