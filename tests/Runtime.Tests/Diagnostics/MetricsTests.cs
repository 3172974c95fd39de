using System.Diagnostics.Metrics;
using System.Net;
using System.Net.WebSockets;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;
using Microsoft.Extensions.Time.Testing;
using WebSockets.Diagnostics;
using WebSockets.Runtime.Tests.Infrastructure;
using WebSockets.Runtime.Tests.Sending;
using WebSockets.Runtime.Tests.Wire;

namespace WebSockets.Runtime.Tests.Diagnostics;

/// <summary>What is counted and measured, and by which tags.</summary>
internal sealed class MetricsTests
{
    [Test]
    public async Task Open_connections_are_counted_until_OnClose_has_run()
    {
        await using var host = await TestHost.StartAsync<Observed>();
        using var open = Collect<long>(host, "websocket.server.active_connections");
        await using var first = await host.ConnectAsync("/observed");
        await using var second = await host.ConnectAsync("/observed");
        await host.Journal.ExpectAsync("open", "open");

        Assert.That(Observe(open), Is.EqualTo("2 websocket.handler=Observed"));

        await first.CloseAsync();
        await host.Journal.ExpectAsync("close");
        await Bounded.Until(() => Observe(open) == "1 websocket.handler=Observed", "one is left");
    }

    [Test]
    public async Task A_handler_that_is_mapped_twice_is_counted_as_one()
    {
        await using var host = await TestHost.StartAsync(app =>
        {
            app.MapWebSocketHandler<Observed>();
            app.MapWebSocketHandler<Observed>(options => options.Path = "/again");
        });
        using var open = Collect<long>(host, "websocket.server.active_connections");
        await using var first = await host.ConnectAsync("/observed");
        await using var second = await host.ConnectAsync("/again");
        await host.Journal.ExpectAsync("open", "open");

        Assert.That(Observe(open), Is.EqualTo("2 websocket.handler=Observed"));
    }

    [Test]
    public async Task Handshakes_are_counted_by_what_became_of_them()
    {
        await using var host = await TestHost.StartAsync(app =>
        {
            app.MapWebSocketHandler<Observed>();
            app.MapWebSocketHandler<ClosedDoor>();
        });
        host.Logs.Expect(5);
        using var handshakes = Collect<long>(host, "websocket.server.handshakes");

        await using var client = await host.ConnectAsync("/observed");
        await handshakes.WaitForMeasurementsAsync(1).Within("it is counted");
        await host.AnswerAsync(host.Handshake("/observed").Add("Origin", "https://example.com"));
        await handshakes.WaitForMeasurementsAsync(2).Within("it is counted");
        await host.AnswerAsync(host.Handshake("/observed").Without("Upgrade"));
        await handshakes.WaitForMeasurementsAsync(3).Within("it is counted");
        await host.AnswerAsync(host.Handshake("/closed-door/no"));
        await handshakes.WaitForMeasurementsAsync(4).Within("it is counted");
        await host.AnswerAsync(host.Handshake("/closed-door/fail"));
        await handshakes.WaitForMeasurementsAsync(5).Within("it is counted");
        await using (var leaving = await host.DialAsync())
        {
            await leaving.SendAsync(host.Handshake("/closed-door/wait").ToString());
            await host.Journal.ExpectAsync("open", "no", "fail", "wait");
            leaving.Reset();
        }

        await handshakes.WaitForMeasurementsAsync(6).Within("it is counted");

        Assert.That(Lines(handshakes), Is.EqualTo(new[]
        {
            "1 http.response.status_code=101 websocket.handler=Observed websocket.handshake.outcome=accepted",
            "1 http.response.status_code=403 websocket.handler=Observed websocket.handshake.outcome=refused",
            "1 http.response.status_code=426 websocket.handler=Observed websocket.handshake.outcome=refused",
            "1 http.response.status_code=401 websocket.handler=ClosedDoor websocket.handshake.outcome=refused",
            "1 http.response.status_code=500 websocket.handler=ClosedDoor websocket.handshake.outcome=failed",
            "1 websocket.handler=ClosedDoor websocket.handshake.outcome=abandoned",
        }));
    }

    [Test]
    [Category("RFC 8441")]
    public async Task A_handshake_over_HTTP2_is_counted_with_the_status_that_the_client_got()
    {
        await using var host = await TestHost.StartAsync<Observed>(setup: setup => setup.Protocols = HttpProtocols.Http2);
        using var handshakes = Collect<long>(host, "websocket.server.handshakes");
        using var invoker = new HttpMessageInvoker(new SocketsHttpHandler());
        using var socket = new ClientWebSocket
        {
            Options = { HttpVersion = HttpVersion.Version20, HttpVersionPolicy = HttpVersionPolicy.RequestVersionExact, CollectHttpResponseDetails = true },
        };

        await socket.ConnectAsync(new Uri($"ws://127.0.0.1:{host.Port}/observed"), invoker, CancellationToken.None).Within("it connects");
        await handshakes.WaitForMeasurementsAsync(1).Within("it is counted");

        Assert.That(socket.HttpStatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(Lines(handshakes), Is.EqualTo(new[] { "1 http.response.status_code=200 websocket.handler=Observed websocket.handshake.outcome=accepted" }));
    }

    [Test]
    public async Task Messages_and_their_bytes_are_counted_by_direction_and_name()
    {
        await using var host = await TestHost.StartAsync<Observed>();
        using var messages = Collect<long>(host, "websocket.server.messages");
        using var io = Collect<long>(host, "websocket.server.io");
        await using var client = await host.ConnectAsync("/observed");

        const string ask = """{"type":"ask","id":1}""";
        await client.SendTextAsync(ask);
        var answer = await client.ReceiveTextAsync();
        await client.SendTextAsync("""{"type":"text"}""");
        await client.ReceiveTextAsync();
        await client.SendTextAsync("""{"type":"bytes"}""");
        await client.ReceiveBinaryAsync();
        await io.WaitForMeasurementsAsync(6).Within("the last answer is counted too");

        Assert.That(Lines(messages), Is.EqualTo(new[]
        {
            "1 network.io.direction=receive websocket.handler=Observed websocket.message.name=ask",
            "1 network.io.direction=transmit websocket.handler=Observed websocket.message.name=answer",
            "1 network.io.direction=receive websocket.handler=Observed websocket.message.name=text",
            "1 network.io.direction=transmit websocket.handler=Observed websocket.message.name=_TEXT",
            "1 network.io.direction=receive websocket.handler=Observed websocket.message.name=bytes",
            "1 network.io.direction=transmit websocket.handler=Observed websocket.message.name=_BINARY",
        }));
        Assert.That(io.GetMeasurementSnapshot().Select(measured => measured.Value), Is.EqualTo(new[] { ask.Length, answer.Length, 15, 4, 16, 3 }));
    }

    [Test]
    public async Task Messages_without_a_name_are_counted_as_text_and_binary()
    {
        await using var host = await TestHost.StartAsync<Echo>();
        using var messages = Collect<long>(host, "websocket.server.messages");
        await using var client = await host.ConnectAsync("/echo");

        await client.SendTextAsync("hello");
        await client.ReceiveTextAsync();
        await client.SendBinaryAsync([1]);
        await client.ReceiveBinaryAsync();
        await messages.WaitForMeasurementsAsync(4).Within("the last answer is counted too");

        Assert.That(messages.GetMeasurementSnapshot().Select(measured => measured.Tags["websocket.message.name"]), Is.EqualTo(new[] { "_TEXT", "_TEXT", "_BINARY", "_BINARY" }));
    }

    [Test]
    public async Task A_message_to_many_is_counted_once_for_each_of_them()
    {
        await using var host = await TestHost.StartAsync<Observed>();
        await using var first = await host.ConnectAsync("/observed");
        await using var second = await host.ConnectAsync("/observed");
        await using var third = await host.ConnectAsync("/observed");
        await host.Journal.ExpectAsync("open", "open", "open");
        using var messages = Collect<long>(host, "websocket.server.messages");

        await first.SendTextAsync("""{"type":"spread"}""");
        await third.ReceiveTextAsync();
        await messages.WaitForMeasurementsAsync(4).Within("all are counted");

        Assert.That(Lines(messages).Skip(1), Is.EqualTo(Enumerable.Repeat("1 network.io.direction=transmit websocket.handler=Observed websocket.message.name=answer", 3)));
    }

    [Test]
    public async Task A_request_that_fails_is_answered_by_a_message_that_is_counted_as_error()
    {
        await using var host = await TestHost.StartAsync<Observed>();
        host.Logs.Expect(6);
        using var messages = Collect<long>(host, "websocket.server.messages");
        await using var client = await host.ConnectAsync("/observed");

        await client.SendTextAsync("""{"type":"fail","id":1}""");
        await client.ReceiveTextAsync();
        await messages.WaitForMeasurementsAsync(2).Within("the answer is counted");

        Assert.That(Lines(messages)[1], Is.EqualTo("1 network.io.direction=transmit websocket.handler=Observed websocket.message.name=error"));
    }

    [Test]
    public async Task Ten_thousand_names_that_no_method_has_make_one_series()
    {
        await using var host = await TestHost.StartAsync<Tolerant>();
        using var series = new Series(host);
        await using var client = await host.ConnectAsync("/tolerant");
        foreach (var names in Enumerable.Range(0, 10_000).Chunk(100))
        {
            await client.SendAsync([.. names.SelectMany(i => RawFrame.EncodeText($$"""{"type":"hostile-{{i}}","text":"x"}"""))]);
        }

        await client.SendTextAsync("""{"type":"ask"}""");
        await client.ReceiveTextAsync();
        await Bounded.Until(() => series.Measured.Contains(("websocket.server.handler.duration", "websocket.handler=Tolerant websocket.message.name=ask")), "the last is measured");

        Assert.That(series.Measured.Where(one => one.Instrument.EndsWith(".messages", StringComparison.Ordinal)).Select(one => one.Tags), Is.EqualTo(new[]
        {
            "network.io.direction=receive websocket.handler=Tolerant websocket.message.name=_OTHER",
            "network.io.direction=receive websocket.handler=Tolerant websocket.message.name=ask",
            "network.io.direction=transmit websocket.handler=Tolerant websocket.message.name=answer",
        }));
        Assert.That(series.Measured.Select(one => one.Tags), Has.None.Contains("hostile"));
        Assert.That(series.Measured, Has.Length.LessThan(20));
    }

    [Test]
    public async Task A_name_that_is_an_integer_is_counted_if_a_method_has_it()
    {
        await using var host = await TestHost.StartAsync<Messages.Numbered>();
        using var series = new Series(host);
        await using var client = await host.ConnectAsync("/numbered");

        await client.SendTextAsync("""{"type":2}""");
        await client.SendTextAsync("""{"type":1.5}""");
        await client.SendTextAsync("""{"type":null}""");
        await client.SendTextAsync("""{"type":1,"a":1,"b":2}""");
        await client.ReceiveTextAsync();
        await Bounded.Until(() => series.Measured.Contains(("websocket.server.handler.duration", "websocket.handler=Numbered websocket.message.name=1")), "the last is measured");

        Assert.That(series.Measured.Where(one => one.Instrument.EndsWith(".messages", StringComparison.Ordinal)).Select(one => one.Tags), Is.EquivalentTo(new[]
        {
            "network.io.direction=receive websocket.handler=Numbered websocket.message.name=_OTHER",
            "network.io.direction=receive websocket.handler=Numbered websocket.message.name=_TEXT",
            "network.io.direction=receive websocket.handler=Numbered websocket.message.name=1",
            "network.io.direction=transmit websocket.handler=Numbered websocket.message.name=3",
        }));
    }

    [Test]
    public async Task The_time_of_a_method_is_that_until_it_is_done()
    {
        var time = new FakeTimeProvider();
        await using var host = await TestHost.StartAsync<Observed>(setup: setup => setup.Time = time);
        using var durations = Collect<double>(host, "websocket.server.handler.duration");
        await using var client = await host.ConnectAsync("/observed");

        await client.SendTextAsync("""{"type":"hold"}""");
        await host.Journal.ExpectAsync("open", "holding");
        time.Advance(TimeSpan.FromSeconds(3));
        host.Gate.Open();
        await durations.WaitForMeasurementsAsync(1).Within("it is measured");

        Assert.That(Lines(durations), Is.EqualTo(new[] { "3 websocket.handler=Observed websocket.message.name=hold" }));
    }

    [Test]
    public async Task The_time_of_a_method_that_fails_has_the_kind_of_error()
    {
        await using var host = await TestHost.StartAsync<Observed>(setup: setup => setup.Time = new FakeTimeProvider());
        host.Logs.Expect(6);
        using var durations = Collect<double>(host, "websocket.server.handler.duration");
        await using var client = await host.ConnectAsync("/observed");

        await client.SendTextAsync("""{"type":"fail"}""");
        await durations.WaitForMeasurementsAsync(1).Within("it is measured");

        Assert.That(Lines(durations), Is.EqualTo(new[] { "0 error.type=failed websocket.handler=Observed websocket.message.name=fail" }));
    }

    [Test]
    public async Task The_time_that_a_message_waits_for_another_is_measured_and_only_that()
    {
        var time = new FakeTimeProvider();
        await using var host = await TestHost.StartAsync<Observed>(setup: setup => setup.Time = time);
        using var waits = Collect<double>(host, "websocket.server.queue.duration");
        await using var client = await host.ConnectAsync("/observed");

        await client.SendTextAsync("""{"type":"hold"}""");
        await host.Journal.ExpectAsync("open", "holding");
        await client.SendTextAsync("""{"type":"ask"}""");
        await client.SendPingAsync();
        await client.ReceiveAsync(RawFrame.Pong);
        time.Advance(TimeSpan.FromSeconds(2));
        host.Gate.Open();
        await client.ReceiveTextAsync();
        await client.ReceiveTextAsync();

        Assert.That(Lines(waits), Is.EqualTo(new[] { "2 websocket.handler=Observed" }));
    }

    [TestCase("failed", """{"type":"fail"}""")]
    [TestCase("malformed", """{"type":"ask",""")]
    [TestCase("unknown", """{"type":"nobody"}""")]
    public async Task An_error_of_a_message_is_counted_by_its_kind(string kind, string message)
    {
        await using var host = await TestHost.StartAsync<Observed>();
        if (kind == "failed")
        {
            host.Logs.Expect(6);
        }

        Assert.That(await FirstErrorAsync(host, client => client.SendTextAsync(message)), Is.EqualTo($"1 error.type={kind} websocket.handler=Observed"));
    }

    [TestCase("protocol", new byte[] { 0x83, 0x80, 0, 0, 0, 0 })]
    [TestCase("too_big", new byte[] { 0x82, 0xff, 0, 0, 0, 0, 0x7f, 0, 0, 0, 0, 0, 0, 0 })]
    [TestCase("invalid_data", new byte[] { 0x81, 0x81, 0, 0, 0, 0, 0xff })]
    public async Task An_error_of_the_peer_is_counted_by_its_kind(string kind, byte[] bytes)
    {
        await using var host = await TestHost.StartAsync<Observed>();
        Assert.That(await FirstErrorAsync(host, client => client.SendAsync(bytes)), Is.EqualTo($"1 error.type={kind} websocket.handler=Observed"));
    }

    [Test]
    public async Task A_peer_that_answers_no_ping_is_counted_as_dead()
    {
        var time = new FakeTimeProvider();
        await using var host = await TestHost.StartAsync<Observed>(setup: setup => setup.Time = time);
        using var errors = Collect<long>(host, "websocket.server.errors");
        using var closes = Collect<long>(host, "websocket.server.closes");
        await using var client = await host.ConnectAsync("/observed");
        await host.Journal.ExpectAsync("open");

        await time.AdvanceUntil(() => errors.LastMeasurement is not null, TimeSpan.FromSeconds(1));
        await closes.WaitForMeasurementsAsync(1).Within("it is closed");

        Assert.That(Lines(errors), Is.EqualTo(new[] { "1 error.type=peer_dead websocket.handler=Observed" }));
        Assert.That(Lines(closes), Is.EqualTo(new[] { "1 websocket.close.code=1006 websocket.close.initiator=none websocket.handler=Observed" }));
    }

    [Test]
    public async Task Messages_that_come_too_soon_are_counted_and_close_the_connection_once()
    {
        await using var host = await TestHost.StartAsync<Observed>(options => options.MessageRateLimit = 5);
        using var limited = Collect<long>(host, "websocket.server.rate_limited_messages");
        using var errors = Collect<long>(host, "websocket.server.errors");
        await using var client = await host.ConnectAsync("/observed");

        await client.SendAsync([.. Enumerable.Range(0, 1000).SelectMany(_ => RawFrame.EncodeText("""{"type":"spread"}"""))]);
        await limited.WaitForMeasurementsAsync(1).Within("it is counted");
        await errors.WaitForMeasurementsAsync(1).Within("it is counted");

        Assert.That(Lines(limited), Is.EqualTo(new[] { "1 websocket.handler=Observed" }));
        Assert.That(Lines(errors), Is.EqualTo(new[] { "1 error.type=rate_limited websocket.handler=Observed" }));
    }

    [TestCase(SlowConsumerPolicy.Drop)]
    [TestCase(SlowConsumerPolicy.Close)]
    public async Task What_a_slow_peer_loses_is_counted_by_name(SlowConsumerPolicy policy)
    {
        await using var host = await TestHost.StartAsync<Observed>(options => (options.SlowConsumer, options.MaxPendingSendBytes) = (policy, 100_000));
        using var dropped = Collect<long>(host, "websocket.server.dropped_messages");
        using var errors = Collect<long>(host, "websocket.server.errors");
        using var messages = Collect<long>(host, "websocket.server.messages");
        await using var slow = await RawClient.DialAsync(host.Port, receiveBuffer: 4096);
        await slow.OpenAsync(host.Handshake("/observed"));
        await host.Journal.ExpectAsync("open");
        var victim = host.Connections<Observed>().Single();

        var answer = new Answer(new string('x', 50_000));
        var accepted = 0;
        for (; dropped.LastMeasurement is null; accepted++)
        {
            Assert.That(accepted, Is.LessThan(10_000), "nothing is ever dropped");
            await victim.SendAsync(answer);
        }

        Assert.That(Lines(dropped), Is.EqualTo(new[] { "1 websocket.handler=Observed websocket.message.name=answer" }));
        Assert.That(messages.GetMeasurementSnapshot(), Has.Count.EqualTo(accepted - 1), "what was dropped was not sent");
        Assert.That(Lines(errors), Is.EqualTo(policy == SlowConsumerPolicy.Close ? ["1 error.type=slow_consumer websocket.handler=Observed"] : Array.Empty<string>()));
    }

    [Test]
    public async Task What_Latest_drops_is_counted_by_its_own_name_and_not_by_that_of_what_takes_its_place()
    {
        await using var host = await TestHost.StartAsync<Feed>(options => (options.SlowConsumer, options.MaxPendingSendBytes) = (SlowConsumerPolicy.Latest, 2000));
        using var dropped = Collect<long>(host, "websocket.server.dropped_messages");
        await using var client = new MemoryConnection(host, room: 1000);
        await client.Server.SendBinaryAsync(StuckClient.Block);

        await client.Server.With(SlowConsumerPolicy.Latest, "key").SendAsync(new Priced("A", 1));
        await client.Server.With(SlowConsumerPolicy.Latest, "key").SendAsync(new Sending.Status("newer"));
        Assert.That(Lines(dropped), Is.EqualTo(new[] { "1 websocket.handler=Feed websocket.message.name=priced" }));

        dropped.Clear();
        await client.Server.With(SlowConsumerPolicy.Latest, "A").SendAsync(new Priced("A", 1));
        await client.Server.With(SlowConsumerPolicy.Latest, "B").SendAsync(new Priced("B", 1));
        await client.Server.SendTextAsync("text");
        await client.Server.SendBinaryAsync(new byte[1700]);
        Assert.That(Lines(dropped), Is.EqualTo(new[]
        {
            "1 websocket.handler=Feed websocket.message.name=status",
            "2 websocket.handler=Feed websocket.message.name=priced",
            "1 websocket.handler=Feed websocket.message.name=_TEXT",
        }));

        dropped.Clear();
        await client.Server.SendAsync(new Priced(new string('x', 2000), 1));
        Assert.That(Lines(dropped), Is.EqualTo(new[] { "1 websocket.handler=Feed websocket.message.name=priced" }), "there cannot be room for it");
    }

    [Test]
    public async Task What_waits_for_slow_peers_is_observed_as_the_sum_of_their_bytes()
    {
        await using var host = await TestHost.StartAsync<Observed>(options => options.SlowConsumer = SlowConsumerPolicy.Drop);
        using var pending = Collect<long>(host, "websocket.server.pending");
        await using var first = await RawClient.DialAsync(host.Port, receiveBuffer: 4096);
        await first.OpenAsync(host.Handshake("/observed"));
        await using var second = await RawClient.DialAsync(host.Port, receiveBuffer: 4096);
        await second.OpenAsync(host.Handshake("/observed"));
        await host.Journal.ExpectAsync("open", "open");
        var victims = host.Connections<Observed>().ToArray();
        Assert.That(Observe(pending), Is.EqualTo("0 websocket.handler=Observed"));

        // The system's own buffers take much, and may go on to take more between two looks.
        var block = new byte[50_000];
        await Bounded.Until(
            async () =>
            {
                await host.Connections<Observed>().All.SendBinaryAsync(block);
                return victims.All(victim => victim.PendingBytes > 0) && Observe(pending) == $"{victims.Sum(victim => victim.PendingBytes)} websocket.handler=Observed";
            },
            "it is what waits for both");
    }

    [TestCase("client 1001", "1001", "client")]
    [TestCase("client 3999", "3xxx", "client")]
    [TestCase("client 4123", "4xxx", "client")]
    [TestCase("client", "1005", "client")]
    [TestCase("server", "4xxx", "server")]
    [TestCase("nobody", "1006", "none")]
    public async Task The_end_of_a_connection_is_counted_by_its_code_and_whose_it_is(string how, string code, string initiator)
    {
        await using var host = await TestHost.StartAsync<Observed>();
        using var closes = Collect<long>(host, "websocket.server.closes");
        await using var client = await host.ConnectAsync("/observed");
        await host.Journal.ExpectAsync("open");
        switch (how.Split(' '))
        {
            case ["client", var status]:
                await client.SendCloseAsync(int.Parse(status, System.Globalization.CultureInfo.InvariantCulture));
                break;
            case ["client"]:
                await client.SendCloseAsync(null);
                break;
            case ["server"]:
                await client.SendTextAsync("""{"type":"end"}""");
                await client.ReceiveCloseAsync(4001);
                await client.SendCloseAsync(4001);
                break;
            default:
                client.Reset();
                break;
        }

        await closes.WaitForMeasurementsAsync(1).Within("it is counted");

        Assert.That(Lines(closes), Is.EqualTo(new[] { $"1 websocket.close.code={code} websocket.close.initiator={initiator} websocket.handler=Observed" }));
    }

    [Test]
    public void Whatever_close_code_there_may_be_there_are_few_values_for_it()
    {
        var values = Enumerable.Range(0, 65536).Select(code => Tags.Code((WebSocketCloseStatus)code)).Append(Tags.Code(null)).Distinct().ToArray();
        Assert.That(values, Has.Length.EqualTo(16 + 4));
    }

    [Test]
    public async Task No_clock_is_read_for_a_message_unless_somebody_measures_time()
    {
        var time = new CountingTime();
        await using var host = await TestHost.StartAsync<Observed>(setup: setup => setup.Services = services => services.AddSingleton<TimeProvider>(time));
        using var messages = Collect<long>(host, "websocket.server.messages");
        await using var client = new MemoryConnection(host);
        var frame = RawFrame.EncodeText("""{"type":"ask"}""");

        client.Send(frame);
        var before = time.Reads;
        client.Send(frame);
        Assert.That(time.Reads, Is.EqualTo(before));

        using var durations = Collect<double>(host, "websocket.server.handler.duration");
        client.Send(frame);
        Assert.That(time.Reads, Is.EqualTo(before + 2), "once when it begins, once at its end");
    }

    private static async Task<string> FirstErrorAsync(TestHost host, Func<RawClient, Task> provoke)
    {
        using var errors = Collect<long>(host, "websocket.server.errors");
        await using var client = await host.ConnectAsync("/observed");
        await provoke(client);
        await errors.WaitForMeasurementsAsync(1).Within("it is counted");
        return Lines(errors).Single();
    }

    private static MetricCollector<T> Collect<T>(TestHost host, string instrument) where T : struct =>
        new(host.Services.GetRequiredService<IMeterFactory>(), "WebSockets", instrument);

    private static string[] Lines<T>(MetricCollector<T> collector) where T : struct => [.. collector.GetMeasurementSnapshot().Select(Line)];

    private static string Observe(MetricCollector<long> collector)
    {
        collector.Clear();
        collector.RecordObservableInstruments();
        return Line(collector.GetMeasurementSnapshot().Single());
    }

    private static string Line<T>(CollectedMeasurement<T> measured) where T : struct => FormattableString.Invariant(
        $"{measured.Value} {string.Join(' ', measured.Tags.OrderBy(tag => tag.Key, StringComparer.Ordinal).Select(tag => $"{tag.Key}={tag.Value}"))}");

    private sealed class CountingTime : TimeProvider
    {
        private int _reads;

        public int Reads => Volatile.Read(ref _reads);

        public override long GetTimestamp()
        {
            Interlocked.Increment(ref _reads);
            return base.GetTimestamp();
        }
    }
}
