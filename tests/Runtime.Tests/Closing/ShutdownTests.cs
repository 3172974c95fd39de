using System.Net.WebSockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;
using WebSockets.Runtime.Tests.Infrastructure;
using WebSockets.Runtime.Tests.Wire;

namespace WebSockets.Runtime.Tests.Closing;

/// <summary>The app stops: every connection is closed with 1001, and its [OnClose] is waited for.</summary>
internal sealed class ShutdownTests
{
    [Test]
    public async Task Every_connection_gets_1001_and_the_host_stops()
    {
        await using var host = await TestHost.StartAsync<Closer>();
        var clients = new List<RawClient>();
        for (var i = 0; i < 10; i++)
        {
            clients.Add(await host.ConnectAsync("/closing"));
        }

        await Bounded.Until(() => host.Journal.Count("open") == 10, "all are open");
        var stopping = host.StopAsync();
        foreach (var client in clients)
        {
            await client.ReceiveCloseAsync(1001);
            await client.SendCloseAsync(1001);
        }

        await stopping;
        Assert.That(host.Journal.All.Count(entry => entry.StartsWith("close 1001", StringComparison.Ordinal)), Is.EqualTo(10));
        foreach (var client in clients)
        {
            Assert.That(await client.ReceiveEndAsync(), Is.EqualTo(Ending.Finished));
            await client.DisposeAsync();
        }
    }

    [Test]
    public async Task OnClose_is_waited_for()
    {
        await using var host = await TestHost.StartAsync<HeldClose>();
        await using var client = await host.ConnectAsync("/closing/held");
        await host.Journal.ExpectAsync("open");

        var stopping = host.StopAsync();
        await client.ReceiveCloseAsync(1001);
        await client.SendCloseAsync(1001);
        await host.Journal.ExpectAsync("close 1001");
        Assert.That(stopping.IsCompleted, Is.False);
        host.Gate.Open();

        await stopping;
        Assert.That(host.Journal.All, Is.EqualTo(new[] { "open", "close 1001", "closed" }));
    }

    [Test]
    public async Task What_has_not_ended_after_DrainTimeout_is_dropped_and_its_handler_cancelled()
    {
        var time = new FakeTimeProvider();
        await using var host = await TestHost.StartAsync<Closer>(options => options.CloseTimeout = TimeSpan.FromHours(1), setup => setup.Time = time);
        host.Logs.Expect(15);
        await using var client = await host.ConnectAsync("/closing");
        await client.SendTextAsync("for ever");
        await host.Journal.ExpectAsync("open", "waits");

        var stopping = host.StopAsync();
        await client.ReceiveCloseAsync(1001);
        await time.AdvanceUntil(() => host.Journal.Count("token") == 1, TimeSpan.FromSeconds(15));

        await stopping;
        await client.ReceiveEndAsync();
        Assert.That(host.Journal.All[^1], Does.StartWith("close 1001"));
    }

    [Test]
    public async Task A_handshake_that_comes_while_the_app_stops_gets_503_and_the_time_after_which_to_try_again()
    {
        await using var host = await TestHost.StartAsync<HeldClose>(options => options.DrainTimeout = TimeSpan.FromSeconds(20));
        await using var client = await host.ConnectAsync("/closing/held");
        await host.Journal.ExpectAsync("open");
        await using var late = await host.DialAsync();

        var stopping = host.StopAsync();
        await host.Draining();
        await late.SendAsync(host.Handshake("/closing/held").ToString());
        var answer = await late.ReadResponseAsync();

        Assert.That((answer.Status, answer.Header("Retry-After")), Is.EqualTo((503, "20")));
        await client.ReceiveCloseAsync(1001);
        await client.SendCloseAsync(1001);
        host.Gate.Open();
        await stopping;
    }

    [Test]
    public async Task Connections_are_closed_one_after_the_other_over_DrainSpread_with_DrainStatus()
    {
        var time = new FakeTimeProvider();
        await using var host = await TestHost.StartAsync<Closer>(
            options =>
            {
                (options.DrainSpread, options.DrainStatus) = (TimeSpan.FromHours(10), (WebSocketCloseStatus)1012);
                options.DrainTimeout = options.CloseTimeout = TimeSpan.FromDays(10);
                options.KeepAliveInterval = Timeout.InfiniteTimeSpan;
            },
            setup => setup.Time = time);
        var clients = new List<RawClient>();
        for (var i = 0; i < 10; i++)
        {
            clients.Add(await host.ConnectAsync("/closing"));
        }

        await Bounded.Until(() => host.Journal.Count("open") == 10, "all are open");
        var connections = host.Connections<Closer>().ToArray();
        int Closed() => connections.Count(connection => connection.Life.IsClosing);

        var stopping = host.StopAsync();
        await host.Draining();
        await time.AdvanceUntil(() => Closed() > 0, TimeSpan.FromMilliseconds(20));
        Assert.That(Closed(), Is.EqualTo(1), "the others have time");
        time.Advance(TimeSpan.FromHours(5));
        await time.AdvanceUntil(() => Closed() > 1, TimeSpan.FromMilliseconds(20));
        Assert.That(Closed(), Is.EqualTo(6));
        await time.AdvanceUntil(() => Closed() == 10, TimeSpan.FromHours(1));

        foreach (var client in clients)
        {
            await client.ReceiveCloseAsync(1012);
            await client.SendCloseAsync(1012);
        }

        await stopping;
        Assert.That(host.Journal.All.Count(entry => entry.StartsWith("close 1012", StringComparison.Ordinal)), Is.EqualTo(10));
        foreach (var client in clients)
        {
            await client.DisposeAsync();
        }
    }

    [Test]
    public async Task A_host_that_has_no_more_time_drops_those_that_were_to_be_closed_later()
    {
        await using var host = await TestHost.StartAsync<Closer>(
            options => (options.DrainSpread, options.DrainTimeout) = (TimeSpan.FromHours(1), TimeSpan.FromHours(2)),
            setup => setup.Services = services => services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromMilliseconds(100)));
        host.Logs.Expect(15);
        var clients = new List<RawClient>();
        for (var i = 0; i < 5; i++)
        {
            clients.Add(await host.ConnectAsync("/closing"));
        }

        await Bounded.Until(() => host.Journal.Count("open") == 5, "all are open");
        try
        {
            await host.StopAsync();
        }
        catch (OperationCanceledException)
        {
            // The host tells that its time was over.
        }

        await Bounded.Until(() => host.Journal.All.Count(entry => entry.StartsWith("close", StringComparison.Ordinal)) == 5, "every [OnClose] has run");
        foreach (var client in clients)
        {
            await client.DisposeAsync();
        }
    }

    [Test]
    public async Task A_method_that_goes_on_after_the_drain_keeps_no_OnClose_from_running()
    {
        await using var host = await TestHost.StartAsync<Stubborn>(options => options.DrainTimeout = options.CloseTimeout = TimeSpan.FromMilliseconds(100));
        host.Logs.Expect(15);
        host.Logs.Expect(16);
        await using var client = await host.ConnectAsync("/closing/stubborn");
        await client.SendBinaryAsync([7, 8]);
        await Bounded.Until(() => host.Connections<Stubborn>().SingleOrDefault()?.Life.MessagesPassed == 1, "the message is handled");

        var stopping = host.StopAsync();
        await host.Journal.ExpectAsync("close 1001");
        host.Gate.Open();

        await stopping;
        await host.Journal.ExpectAsync("still has 2 bytes, 7 first", "disposed");
    }

    [Test]
    public async Task What_blocks_when_a_token_is_cancelled_does_not_hold_the_others_up()
    {
        await using var host = await TestHost.StartAsync<BlockingToken>(options => (options.DrainTimeout, options.CloseTimeout) = (TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(1)));
        host.Logs.Expect(15);
        await using var first = await host.ConnectAsync("/closing/blocking-token");
        await using var second = await host.ConnectAsync("/closing/blocking-token");
        await host.Journal.ExpectAsync("open", "open");

        var stopping = host.StopAsync();
        await host.Journal.ExpectAsync("token", "token");
        host.Gate.Open();

        await stopping;
        await host.Journal.ExpectAsync("close 1001", "close 1001");
    }

    [Test]
    public async Task An_OnClose_that_goes_on_after_the_drain_is_told_of()
    {
        await using var host = await TestHost.StartAsync<HeldClose>(options => options.DrainTimeout = options.CloseTimeout = TimeSpan.FromMilliseconds(100));
        host.Logs.Expect(15);
        host.Logs.Expect(51);
        await using var client = await host.ConnectAsync("/closing/held");
        await host.Journal.ExpectAsync("open");

        var stopping = host.StopAsync();
        await Bounded.Until(() => host.Logs.Find(51) is not null, "the drain gives up");
        await host.Journal.ExpectAsync("close 1001");
        host.Gate.Open();

        await stopping;
        await host.Journal.ExpectAsync("closed");
    }

    [Test]
    public async Task A_host_without_connections_stops_at_once()
    {
        await using var host = await TestHost.StartAsync<Closer>();
        await using var client = await host.ConnectAsync("/closing");
        await client.CloseAsync();

        await host.StopAsync();
    }
}
