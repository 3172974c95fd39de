using System.Net.WebSockets;
using Microsoft.Extensions.Time.Testing;
using WebSockets.Runtime.Tests.Infrastructure;
using WebSockets.Runtime.Tests.Wire;

namespace WebSockets.Runtime.Tests.Closing;

/// <summary>What the clock does to a connection. Only the tests move it.</summary>
internal sealed class ClockTests
{
    [Test]
    public async Task A_silent_peer_is_pinged_after_KeepAliveInterval_and_stays_if_it_answers()
    {
        var time = new FakeTimeProvider();
        await using var host = await StartAsync(time);
        await using var client = await OpenAsync(host);

        for (var round = 0; round < 3; round++)
        {
            await host.RestsAsync<Closer>();
            time.Pass(16);
            var ping = await client.ReceiveAsync(RawFrame.Ping);
            await client.SendAsync(RawFrame.Encode(RawFrame.Pong, ping.Payload));
            await AnswerAsync(client);
        }

        await host.RestsAsync<Closer>();
        time.Pass(14);
        await AnswerAsync(client);
    }

    [Test]
    public async Task A_peer_that_answers_no_ping_is_dropped_after_KeepAliveTimeout()
    {
        var time = new FakeTimeProvider();
        await using var host = await StartAsync(time);
        await using var client = await OpenAsync(host);

        await host.RestsAsync<Closer>();
        time.Pass(16);
        await client.ReceiveAsync(RawFrame.Ping);
        time.Pass(18);
        Assert.That(host.Journal.All, Is.EqualTo(new[] { "open" }));
        await time.AdvanceUntil(() => host.Journal.Count("close") == 1, TimeSpan.FromSeconds(1));

        await client.ReceiveEndAsync();
        await host.Journal.ExpectAsync("token", "close");
        Assert.That(host.Logs.Find(11), Is.Not.Null);
    }

    [Test]
    public async Task Any_byte_is_a_sign_of_life()
    {
        var time = new FakeTimeProvider();
        await using var host = await StartAsync(time, options => options.MessageReceiveTimeout = Timeout.InfiniteTimeSpan);
        await using var client = await OpenAsync(host);
        var frame = RawFrame.EncodeText(new string('x', 60));

        foreach (var part in frame.Chunk(10))
        {
            time.Pass(10);
            var reads = host.Connections<Closer>().Single().Life.Reads;
            await client.SendAsync(part);
            await Bounded.Until(() => host.Connections<Closer>().Single().Life.Reads > reads, "the part is read");
        }

        Assert.That(await client.ReceiveTextAsync(), Has.Length.EqualTo(60), "no ping came before it");
    }

    [Test]
    public async Task Keep_alive_can_be_turned_off()
    {
        var time = new FakeTimeProvider();
        await using var host = await StartAsync(time, options => options.KeepAliveInterval = Timeout.InfiniteTimeSpan);
        await using var client = await OpenAsync(host);

        time.Advance(TimeSpan.FromDays(1));

        await AnswerAsync(client);
    }

    [Test]
    public async Task A_connection_without_messages_for_IdleTimeout_is_closed_with_1001()
    {
        var time = new FakeTimeProvider();
        await using var host = await StartAsync(time, options =>
        {
            options.IdleTimeout = TimeSpan.FromMinutes(1);
            options.KeepAliveInterval = Timeout.InfiniteTimeSpan;
        });
        await using var client = await OpenAsync(host);

        await host.RestsAsync<Closer>();
        time.Pass(58);
        await AnswerAsync(client);
        await host.RestsAsync<Closer>();
        time.Pass(58);
        await client.SendPingAsync("a ping is no message");
        await client.ReceiveAsync(RawFrame.Pong);
        time.Pass(4);

        await client.ReceiveCloseAsync(1001);
    }

    [Test]
    public async Task A_message_that_goes_out_is_no_idleness()
    {
        var time = new FakeTimeProvider();
        await using var host = await StartAsync(time, options =>
        {
            options.IdleTimeout = TimeSpan.FromSeconds(10);
            options.KeepAliveInterval = Timeout.InfiniteTimeSpan;
        });
        await using var client = await OpenAsync(host);

        for (var i = 0; i < 4; i++)
        {
            time.Pass(8);
            await host.Connections<Closer>().All.SendTextAsync("news");
            Assert.That(await client.ReceiveTextAsync(), Is.EqualTo("news"));
        }
    }

    [Test]
    public async Task A_connection_whose_method_is_running_is_not_idle()
    {
        var time = new FakeTimeProvider();
        await using var host = await StartAsync(time, options => options.IdleTimeout = TimeSpan.FromMinutes(1));
        await using var client = await OpenAsync(host);
        await client.SendTextAsync("wait");
        await Bounded.Until(() => host.Journal.All.Contains("waits"), "the method runs");

        for (var i = 0; i < 90; i++)
        {
            time.Pass(1);
            await client.SendPingAsync();
            await client.ReceiveAsync(RawFrame.Pong);
        }

        host.Gate.Open();
        Assert.That(await client.ReceiveTextAsync(), Is.EqualTo("done"));
    }

    [Test]
    public async Task A_connection_that_has_ended_is_judged_no_more_while_its_OnClose_runs()
    {
        var time = new FakeTimeProvider();
        await using var host = await TestHost.StartAsync<HeldClose>(options => options.IdleTimeout = TimeSpan.FromMinutes(1), setup => setup.Time = time);
        await using var client = await host.ConnectAsync("/closing/held");
        await host.Journal.ExpectAsync("open");
        var connection = await host.ConnectionAsync<HeldClose>();

        client.Reset();
        await host.Journal.ExpectAsync("close ");
        time.Pass(120);

        Assert.That((connection.Life.Status, connection.Life.Initiator), Is.EqualTo(((WebSocketCloseStatus?)null, "none")));
        Assert.That(host.Logs.Find(11), Is.Null, "it is not taken for dead");
        host.Gate.Open();
        await host.Journal.ExpectAsync("closed");
    }

    [Test]
    public async Task More_messages_a_second_than_MessageRateLimit_close_with_1008()
    {
        await using var host = await TestHost.StartAsync<Closer>(options => options.MessageRateLimit = 5);
        await using var client = await host.ConnectAsync("/closing");
        await client.SendAsync([.. Enumerable.Range(0, 1000).SelectMany(i => RawFrame.EncodeText($"{i}"))]);

        var answered = 0;
        RawFrame frame;
        while ((frame = await client.ReceiveFrameAsync()).Opcode == RawFrame.Text)
        {
            Assert.That(frame.PayloadText, Is.EqualTo($"{answered++}"));
        }

        Assert.That(frame.Status, Is.EqualTo(1008));
        Assert.That(answered, Is.GreaterThanOrEqualTo(5).And.LessThan(1000));
    }

    private static Task<TestHost> StartAsync(FakeTimeProvider time, Action<WebSocketHandlerOptions>? options = null) =>
        TestHost.StartAsync<Closer>(options, setup => setup.Time = time);

    private static async Task<RawClient> OpenAsync(TestHost host)
    {
        var client = await host.ConnectAsync("/closing");
        await host.Journal.ExpectAsync("open");
        return client;
    }

    // Also proves that no ping came before it.
    private static async Task AnswerAsync(RawClient client)
    {
        await client.SendTextAsync("are you there");
        Assert.That(await client.ReceiveTextAsync(), Is.EqualTo("are you there"));
    }
}
