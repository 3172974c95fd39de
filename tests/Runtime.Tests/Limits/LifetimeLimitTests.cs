using Microsoft.Extensions.Time.Testing;
using WebSockets.Runtime.Tests.Closing;
using WebSockets.Runtime.Tests.Infrastructure;
using WebSockets.Runtime.Tests.Wire;

namespace WebSockets.Runtime.Tests.Limits;

/// <summary>MaxLifetime, by a clock that only the tests move.</summary>
internal sealed class LifetimeLimitTests
{
    private const int Seconds = 1000;

    [Test]
    public async Task A_connection_is_closed_with_1001_in_the_last_tenth_of_MaxLifetime_however_busy_it_is()
    {
        var time = new FakeTimeProvider();
        await using var host = await StartAsync(time);
        await using var client = await host.ConnectAsync("/closing");
        var connection = await host.ConnectionAsync<Closer>();

        for (var second = 0; second < Seconds - (Seconds / 10) - 1; second++)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            if (second % 100 == 0)
            {
                await client.SendTextAsync("busy");
                Assert.That(await client.ReceiveTextAsync(), Is.EqualTo("busy"));
            }
        }

        Assert.That(connection.Life.IsClosing, Is.False);
        time.Pass((Seconds / 10) + 2);
        Assert.That((await client.ReceiveCloseAsync(1001)).Reason, Is.EqualTo("Lifetime."));
        await client.SendCloseAsync(1001);
        await host.Journal.ExpectAsync("open", "token", "close 1001 Lifetime.");
    }

    [Test]
    public async Task An_OnOpen_that_does_not_end_is_not_held_to_MessageTimeout_but_ends_with_MaxLifetime()
    {
        var time = new FakeTimeProvider();
        await using var host = await TestHost.StartAsync<EndlessOpen>(
            options => (options.MessageTimeout, options.MaxLifetime, options.KeepAliveInterval) = (TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(Seconds), Timeout.InfiniteTimeSpan),
            setup => setup.Time = time);
        await using var client = await host.ConnectAsync("/closing/endless-open");
        var connection = await host.ConnectionAsync<EndlessOpen>();

        await client.SendTextAsync("waits for it");
        time.Pass(Seconds - (Seconds / 10) - 1);

        Assert.That(connection.Life.IsClosing, Is.False);
        await time.AdvanceUntil(() => connection.Life.IsClosing, TimeSpan.FromSeconds(1));
        Assert.That((await client.ReceiveCloseAsync(1001)).Reason, Is.EqualTo("Lifetime."));
        await client.SendCloseAsync(1001);
        await host.Journal.ExpectAsync("open", "open ended", "close 1001");
    }

    [Test]
    public async Task Those_that_came_together_do_not_all_end_together()
    {
        const int Count = 50;
        var time = new FakeTimeProvider();
        await using var host = await StartAsync(time);
        var clients = new List<RawClient>();
        for (var i = 0; i < Count; i++)
        {
            clients.Add(await host.ConnectAsync("/closing"));
        }

        await Bounded.Until(() => host.Connections<Closer>().Count == Count, "all are open");
        var connections = host.Connections<Closer>().ToArray();
        var ends = new Dictionary<WebSocketConnection, int>();
        for (var second = 1; second <= Seconds + 1; second++)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            foreach (var connection in connections.Where(connection => connection.Life.IsClosing))
            {
                ends.TryAdd(connection, second);
            }
        }

        Assert.That(ends, Has.Count.EqualTo(Count));
        Assert.That(ends.Values, Has.All.InRange(Seconds * 9 / 10, Seconds + 1));
        Assert.That(ends.Values.Distinct().Count(), Is.GreaterThan(10), "of fifty, spread over a hundred seconds");
        foreach (var client in clients)
        {
            await client.ReceiveCloseAsync(1001);
            await client.DisposeAsync();
        }
    }

    // Without pings, which the clients here would have to answer.
    private static Task<TestHost> StartAsync(FakeTimeProvider time) => TestHost.StartAsync<Closer>(
        options =>
        {
            options.MaxLifetime = TimeSpan.FromSeconds(Seconds);
            options.KeepAliveInterval = Timeout.InfiniteTimeSpan;
            options.CloseTimeout = TimeSpan.FromHours(1);
        },
        setup => setup.Time = time);
}
