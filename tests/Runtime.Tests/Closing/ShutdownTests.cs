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
    public async Task A_host_without_connections_stops_at_once()
    {
        await using var host = await TestHost.StartAsync<Closer>();
        await using var client = await host.ConnectAsync("/closing");
        await client.CloseAsync();

        await host.StopAsync();
    }
}
