using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Time.Testing;
using WebSockets.Runtime.Tests.Infrastructure;
using WebSockets.Runtime.Tests.Sending;
using WebSockets.Runtime.Tests.Wire;

namespace WebSockets.Runtime.Tests.Faults;

/// <summary>A client that has used up the window of its stream of HTTP/2 and reads nothing (RFC 9113, section 5.2): whatever is sent to it waits, and what ends it ends it all the same.</summary>
internal sealed class Http2StallTests
{
    private const int Limit = 200_000;
    private const int CloseTimeout = 5;

    // More than TCP takes of a client that does not read.
    private const int Wide = 16_000_000;

    [Test]
    public async Task It_is_closed_as_too_slow_and_the_other_streams_of_its_TCP_connection_are_served()
    {
        var time = new FakeTimeProvider();
        await using var host = await StartAsync(SlowConsumerPolicy.Close, time);
        using var http = new Http2Client(host.Port);
        await using var stuck = await StuckClient.FillAsync(host, http);
        await using var quick = await http.ConnectAsync("/feed");
        await host.Journal.ExpectAsync("open");

        for (var i = 0; !stuck.Connection.Life.IsClosing; i++)
        {
            await host.Connections<Feed>().All.SendBinaryAsync(StuckClient.Block);
            await quick.ExpectBinaryAsync(StuckClient.Block);
            Assert.That(stuck.Connection.PendingBytes, Is.LessThanOrEqualTo(Limit + 100));
            Assert.That(i, Is.LessThan(10), "it is never closed");
        }

        await EndsInTimeAsync(host, time, "close 1013");
        Assert.That(host.Connections<Feed>(), Has.Count.EqualTo(1));
        await AnswersAsync(quick);
        await quick.CloseAsync();
        await host.Journal.ExpectAsync("close 1000");
    }

    [Test]
    public async Task The_apps_close_frame_ends_it_when_CloseTimeout_is_over()
    {
        var time = new FakeTimeProvider();
        await using var host = await StartAsync(SlowConsumerPolicy.Drop, time);
        using var http = new Http2Client(host.Port);
        await using var stuck = await StuckClient.FillAsync(host, http);

        await stuck.Connection.CloseAsync();
        await EndsInTimeAsync(host, time, "close 1000");

        Assert.That(host.Connections<Feed>(), Is.Empty);
        await using var next = await http.ConnectAsync("/feed");
        await AnswersAsync(next);
    }

    [Test]
    public async Task The_apps_close_frame_comes_to_it_when_it_reads_in_time()
    {
        await using var host = await StartAsync(SlowConsumerPolicy.Drop, new FakeTimeProvider());
        using var http = new Http2Client(host.Port);
        await using var stuck = await StuckClient.FillAsync(host, http);
        await stuck.Connection.SendTextAsync("waits");
        await stuck.Connection.CloseAsync();

        await stuck.ReadFillAsync();

        Assert.That(await stuck.Client.ReceiveTextAsync(), Is.EqualTo("waits"));
        await stuck.Client.ReceiveCloseAsync(1000);
        await stuck.Client.SendCloseAsync(1000);
        Assert.That(await stuck.Client.ReceiveEndAsync(), Is.EqualTo(Ending.Finished));
        await host.Journal.ExpectAsync("close 1000");
    }

    [TestCase("abort")]
    [TestCase("reset of the stream")]
    [TestCase("reset of TCP")]
    public async Task Under_Wait_who_sends_goes_on_when_it_ends(string how)
    {
        await using var host = await StartAsync(SlowConsumerPolicy.Wait, new FakeTimeProvider());
        using var http = new Http2Client(host.Port);
        await using var stuck = await StuckClient.FillAsync(host, http);
        Task[] waiting = [stuck.Connection.SendBinaryAsync(StuckClient.Block).AsTask(), host.Connections<Feed>().All.SendTextAsync("x").AsTask(), stuck.Connection.WhenDrainedAsync().AsTask()];
        Assert.That(waiting.Any(wait => wait.IsCompleted), Is.False);

        switch (how)
        {
            case "abort":
                stuck.Connection.Abort();
                break;
            case "reset of the stream":
                stuck.Client.Reset();
                break;
            default:
                http.Reset();
                break;
        }

        await Task.WhenAll(waiting).Within("all go on");
        await host.Journal.ExpectAsync("close");
        Assert.That((stuck.Connection.PendingBytes, host.Connections<Feed>().Count), Is.EqualTo((0L, 0)));
    }

    [Test]
    public async Task It_is_taken_for_dead_when_it_neither_takes_nor_says_anything()
    {
        var time = new FakeTimeProvider();
        await using var host = await StartAsync(SlowConsumerPolicy.Drop, time, options => options.KeepAliveInterval = TimeSpan.FromSeconds(15));
        using var http = new Http2Client(host.Port);
        await using var stuck = await StuckClient.FillAsync(host, http);
        await stuck.Connection.SendTextAsync("waits");

        await time.AdvanceUntil(() => host.Journal.Count("close") == 1, TimeSpan.FromSeconds(1));

        Assert.That(host.Logs.Find(11), Is.Not.Null);
        Assert.That((stuck.Connection.PendingBytes, host.Connections<Feed>().Count), Is.EqualTo((0L, 0)));
    }

    [Test]
    public async Task It_holds_up_no_shutdown([Values] SlowConsumerPolicy policy)
    {
        await using var host = await StartAsync(policy, time: null, options => options.CloseTimeout = TimeSpan.FromMilliseconds(200));
        using var http = new Http2Client(host.Port);
        await using var stuck = await StuckClient.FillAsync(host, http);
        await using var quick = await http.ConnectAsync("/feed");
        await host.Journal.ExpectAsync("open");
        var waiting = stuck.Connection.With(SlowConsumerPolicy.Wait).SendTextAsync("waits").AsTask();

        var stopping = host.StopAsync();

        await quick.ReceiveCloseAsync(1001);
        await quick.SendCloseAsync(1001);
        Assert.That(await quick.ReceiveEndAsync(), Is.EqualTo(Ending.Finished));
        await stopping;
        await waiting.Within("the sender goes on");
        await host.Journal.ExpectAsync("close 1001", "close 1001");
    }

    [Test]
    public async Task Where_TCP_itself_takes_nothing_every_stream_ends_when_its_CloseTimeout_is_over_and_keeps_no_place()
    {
        var time = new FakeTimeProvider();
        await using var host = await StartAsync(SlowConsumerPolicy.Drop, time);
        using var http = new Http2Client(host.Port, host.IsTls, Wide);
        await using var silent = await http.ConnectAsync("/feed");
        await host.Journal.ExpectAsync("open");
        await using var stuck = await StuckClient.FillAsync(host, http, readsTcp: false);

        foreach (var connection in host.Connections<Feed>())
        {
            await connection.CloseAsync();
        }

        await EndsInTimeAsync(host, time, "close 1000");
        await host.Journal.ExpectAsync("close 1000");
        Assert.That((stuck.Connection.PendingBytes, host.Connections<Feed>().Count), Is.EqualTo((0L, 0)));
        await time.AdvanceUntil(() => stuck.Connection.Mapping.Monitor.Entered == 0, TimeSpan.FromSeconds(1));
    }

    [Test]
    public async Task Where_TCP_itself_takes_nothing_it_holds_up_no_shutdown([Values] bool tls)
    {
        await using var host = await StartAsync(SlowConsumerPolicy.Drop, time: null, options => options.CloseTimeout = TimeSpan.FromMilliseconds(200), tls);
        using var http = new Http2Client(host.Port, host.IsTls, Wide);
        await using var silent = await http.ConnectAsync("/feed");
        await host.Journal.ExpectAsync("open");
        await using var stuck = await StuckClient.FillAsync(host, http, readsTcp: false);

        await host.StopAsync(); // with no word that connections did not end in time

        await host.Journal.ExpectAsync("close 1001", "close 1001");
    }

    [Test]
    public async Task Where_TCP_itself_takes_nothing_what_is_left_to_read_holds_up_no_shutdown()
    {
        await using var host = await StartAsync(SlowConsumerPolicy.Drop, time: null, options => options.CloseTimeout = TimeSpan.FromMilliseconds(200));
        using var http = new Http2Client(host.Port, host.IsTls, Wide);
        await using var stuck = await StuckClient.FillAsync(host, http, readsTcp: false);
        await stuck.Client.SendAsync([.. Enumerable.Range(0, 4).SelectMany(i => RawFrame.EncodeText($"{i}"))]);
        await Bounded.Until(() => host.Journal.All.Contains("0"), "the first is handled, and the others wait for room");

        await host.StopAsync();

        Assert.That(host.Journal.Count("close 1001"), Is.EqualTo(1));
    }

    private static Task<TestHost> StartAsync(SlowConsumerPolicy policy, FakeTimeProvider? time, Action<WebSocketHandlerOptions>? choose = null, bool tls = false) => TestHost.StartAsync<Feed>(
        options =>
        {
            options.SlowConsumer = policy;
            options.MaxPendingSendBytes = Limit;
            options.CloseTimeout = TimeSpan.FromSeconds(CloseTimeout);
            options.KeepAliveInterval = Timeout.InfiniteTimeSpan; // time passes for what is tested alone
            choose?.Invoke(options);
        },
        setup => (setup.Protocols, setup.Time, setup.Tls) = (HttpProtocols.Http2, time, tls));

    // Not before CloseTimeout is over, and then at once.
    private static async Task EndsInTimeAsync(TestHost host, FakeTimeProvider time, string entry)
    {
        time.Pass(CloseTimeout - 1);
        Assert.That(host.Journal.Count(entry), Is.Zero);
        time.Pass(2);
        await host.Journal.ExpectAsync(entry);
    }

    private static async Task AnswersAsync(RawClient client)
    {
        await client.SendTextAsync("""{"type":"ask","id":1,"symbol":"A","value":1}""");
        Assert.That(await client.ReceiveTextAsync(), Does.StartWith("""{"type":"priced","id":1,"""));
    }
}
