using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Time.Testing;
using WebSockets.Runtime.Tests.Closing;
using WebSockets.Runtime.Tests.Infrastructure;
using WebSockets.Runtime.Tests.Sending;
using WebSockets.Runtime.Tests.Wire;

namespace WebSockets.Runtime.Tests.Faults;

/// <summary>Peers over HTTP/2 that break off or break the rules: what ends is one stream, or the TCP connection with all of them.</summary>
internal sealed class Http2FaultTests
{
    private const int MessageSize = 1000;

    private static IEnumerable<TestCaseData> Beginnings()
    {
        yield return Case("the header of a frame", [0x82]);
        yield return Case("the payload", RawFrame.EncodeText("half of this")[..9]);
        yield return Case("a message of fragments", RawFrame.Encode(RawFrame.Text, "half"u8, final: false));
        yield return Case("a close frame", RawFrame.EncodeClose(1000, "bye")[..7]);

        static TestCaseData Case(string what, byte[] bytes) => new TestCaseData(bytes).SetArgDisplayNames(what);
    }

    [TestCaseSource(nameof(Beginnings))]
    public async Task A_reset_of_the_stream_within_anything_has_no_status_and_OnClose_runs_once(byte[] bytes)
    {
        await using var host = await StartAsync();
        using var http = new Http2Client(host.Port);
        await using var client = await http.ConnectAsync("/closing");
        await host.Journal.ExpectAsync("open");
        var connection = host.Connections<Closer>().Single();

        await client.SendAsync(bytes);
        await Bounded.Until(() => connection.Life.Reads > 0, "it is read");
        client.Reset();

        await EndsAloneAsync(host, http);
    }

    [Test]
    public async Task A_reset_of_the_stream_cancels_the_method_that_runs()
    {
        await using var host = await StartAsync();
        using var http = new Http2Client(host.Port);
        await using var client = await http.ConnectAsync("/closing");
        await client.SendTextAsync("for ever");
        await host.Journal.ExpectAsync("open", "waits");

        client.Reset();

        await EndsAloneAsync(host, http);
    }

    [Test]
    public async Task A_reset_of_the_stream_while_so_much_waits_for_a_method_that_nobody_reads_cancels_it()
    {
        var time = new FakeTimeProvider();
        await using var host = await StartAsync(time: time);
        using var http = new Http2Client(host.Port);
        await using var client = await http.ConnectAsync("/closing");
        await client.SendTextAsync("for ever");
        await host.Journal.ExpectAsync("open", "waits");
        await client.SendAsync([.. Enumerable.Range(0, 300).SelectMany(i => RawFrame.EncodeText($"{i}"))]);
        var connection = host.Connections<Closer>().Single();
        await Bounded.Until(() => connection.Life.IsDeaf, "too much waits");

        client.Reset();

        await time.AdvanceUntil(() => host.Journal.Count("token") == 1, TimeSpan.FromSeconds(5));
        await EndsAloneAsync(host, http);
    }

    [Test]
    public async Task A_method_that_goes_on_after_a_reset_of_the_stream_ends_before_OnClose_and_harms_nobody()
    {
        await using var host = await StartAsync(time: new FakeTimeProvider());
        using var http = new Http2Client(host.Port);
        await using var client = await http.ConnectAsync("/closing");
        await client.SendTextAsync("wait");
        await host.Journal.ExpectAsync("open", "waits");

        client.Reset();
        await host.Journal.ExpectAsync("token");
        host.Gate.Open();

        await host.Journal.ExpectAsync("close");
        await AnswersAsync(host, http);
    }

    [Test]
    public async Task A_reset_of_TCP_ends_every_stream_whatever_it_was_doing()
    {
        const int Streams = 80;
        await using var host = await StartAsync(map: app => app.MapWebSocketHandler<Feed>(options => options.SlowConsumer = SlowConsumerPolicy.Drop));
        using var http = new Http2Client(host.Port);
        var clients = new List<RawClient>();
        for (var i = 0; i < Streams; i++)
        {
            clients.Add(await http.ConnectAsync("/closing"));
            await clients[i].SendAsync((i % 5) switch
            {
                0 => RawFrame.EncodeText("for ever"),
                1 => RawFrame.EncodeText("half of this")[..9],
                2 => RawFrame.Encode(RawFrame.Text, "half"u8, final: false),
                3 => RawFrame.EncodeText("answered, and not read"),
                _ => [],
            });
        }

        var stuck = await http.ConnectAsync("/feed");
        await Bounded.Until(() => (host.Journal.Count("open"), host.Journal.Count("waits")) == (Streams + 1, Streams / 5), "all are open");
        var full = host.Connections<Feed>().Single();
        while (full.DroppedMessages == 0)
        {
            await full.SendBinaryAsync(StuckClient.Block);
        }

        http.Reset();

        await Bounded.Until(() => host.Connections<Closer>().Count + host.Connections<Feed>().Count == 0, "all have left");
        await Bounded.Until(() => host.Journal.Count("close") == Streams + 1, "[OnClose] has run for each");
        foreach (var client in clients.Append(stuck))
        {
            await client.DisposeAsync();
        }

        await host.StopAsync();
        Assert.That((host.Journal.Count("close"), host.Journal.Count("token")), Is.EqualTo((Streams + 1, Streams)), "and once");
        Assert.That(full.PendingBytes, Is.Zero);
    }

    private static IEnumerable<TestCaseData> Violations()
    {
        yield return Case("an unmasked frame", RawFrame.Encode(RawFrame.Text, "x"u8, masked: false), 1002);
        yield return Case("a reserved opcode", RawFrame.Encode(3, "x"u8), 1002);
        yield return Case("half a status", RawFrame.Encode(RawFrame.Close, [3]), 1002);
        yield return Case("text that is not UTF-8", RawFrame.Encode(RawFrame.Text, [0xff]), 1007);
        yield return Case("a message that is too long", RawFrame.Encode(RawFrame.Binary, new byte[MessageSize + 1]), 1009);
        yield return Case("the header of one", RawFrame.Encode(RawFrame.Binary, new byte[MessageSize + 1])[..4], 1009);
        yield return Case("messages over the rate", [.. RawFrame.EncodeText("second"), .. RawFrame.EncodeText("third")], 1008);

        static TestCaseData Case(string what, byte[] bytes, int status) => new TestCaseData(bytes, status).SetArgDisplayNames(what);
    }

    [TestCaseSource(nameof(Violations))]
    public async Task A_message_before_a_violation_is_answered_and_then_the_violation_before_the_stream_ends(byte[] violation, int status)
    {
        await using var host = await StartAsync(options => options.MessageRateLimit = status == 1008 ? 2 : null, new FakeTimeProvider());
        using var http = new Http2Client(host.Port);
        await using var client = await http.ConnectAsync("/closing");

        await client.SendAsync([.. RawFrame.EncodeText("first"), .. violation]);

        Assert.That(await client.ReceiveTextAsync(), Is.EqualTo("first"));
        if (status == 1008)
        {
            Assert.That(await client.ReceiveTextAsync(), Is.EqualTo("second"));
        }

        var reason = (await client.ReceiveCloseAsync(status)).Reason;
        await client.SendCloseAsync(status);
        Assert.That(await client.ReceiveEndAsync(), Is.EqualTo(Ending.Finished));
        await host.Journal.ExpectAsync("open", "token", $"close {status} {reason}");
        Assert.That(host.Connections<Closer>(), Is.Empty);
    }

    [Test]
    public async Task What_still_comes_after_a_violation_is_discarded_so_that_the_window_stays_open_and_the_close_frame_arrives()
    {
        await using var host = await StartAsync();
        using var http = new Http2Client(host.Port);
        await using var client = await http.ConnectAsync("/closing");

        await client.SendAsync([0xff, 0xff, .. new byte[2_000_000]]); // more than its window, and than Kestrel's for the connection
        await client.SendCloseAsync(1002);

        await client.ReceiveCloseAsync(1002);
        Assert.That(await client.ReceiveEndAsync(), Is.EqualTo(Ending.Finished));
        await AnswersAsync(host, http);
    }

    [Test]
    public async Task Who_does_not_answer_the_close_frame_of_a_violation_is_dropped_when_CloseTimeout_is_over()
    {
        var time = new FakeTimeProvider();
        await using var host = await StartAsync(time: time);
        using var http = new Http2Client(host.Port);
        await using var client = await http.ConnectAsync("/closing");
        await host.Journal.ExpectAsync("open");

        await client.SendAsync(0xff, 0xff);
        var reason = (await client.ReceiveCloseAsync(1002)).Reason;
        time.Pass(4);
        Assert.That(host.Journal.Count("token"), Is.Zero);
        time.Pass(2);

        Assert.That(await client.ReceiveEndAsync(), Is.EqualTo(Ending.Reset));
        await host.Journal.ExpectAsync("token", $"close 1002 {reason}");
        await AnswersAsync(host, http);
    }

    private static Task<TestHost> StartAsync(
        Action<WebSocketHandlerOptions>? options = null, FakeTimeProvider? time = null, Action<Microsoft.AspNetCore.Builder.WebApplication>? map = null) => TestHost.StartAsync(
        app =>
        {
            app.MapWebSocketHandler<Closer>(closer =>
            {
                closer.MaxMessageSize = MessageSize;
                options?.Invoke(closer);
            });
            map?.Invoke(app);
        },
        setup => (setup.Protocols, setup.Time) = (HttpProtocols.Http2, time));

    private static async Task EndsAloneAsync(TestHost host, Http2Client http)
    {
        await host.Journal.ExpectAsync("token", "close");
        Assert.That(host.Connections<Closer>(), Is.Empty);
        await AnswersAsync(host, http);
    }

    // Its TCP connection goes on for others.
    private static async Task AnswersAsync(TestHost host, Http2Client http)
    {
        var closes = host.Journal.All.Count(entry => entry.StartsWith("close", StringComparison.Ordinal));
        await using var next = await http.ConnectAsync("/closing");
        await next.SendTextAsync("hello");
        Assert.That(await next.ReceiveTextAsync(), Is.EqualTo("hello"));
        await next.CloseAsync();
        await Bounded.Until(() => host.Journal.Count("close 1000") == 1, "it is closed");
        Assert.That(host.Journal.All.Count(entry => entry.StartsWith("close", StringComparison.Ordinal)), Is.EqualTo(closes + 1), "[OnClose] has run once for each");
    }
}
