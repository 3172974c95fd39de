using Microsoft.Extensions.Time.Testing;
using WebSockets.Runtime.Tests.Infrastructure;
using WebSockets.Runtime.Tests.Wire;

namespace WebSockets.Runtime.Tests.Faults;

/// <summary>What the app's own code may do wrong.</summary>
[NonParallelizable]
internal sealed class UserCodeTests
{
    [Test]
    public async Task While_handlers_block_more_threads_than_the_pool_has_others_go_on_and_the_blocked_lose_nothing()
    {
        ThreadPool.GetMinThreads(out var threads, out _);
        await using var host = await TestHost.StartAsync<Blocking>();
        var blocked = new List<RawClient>();
        for (var i = 0; i < threads + 2; i++)
        {
            blocked.Add(await host.ConnectAsync("/faults/blocking"));
            await blocked[^1].SendAsync([.. RawFrame.EncodeText("block"), .. RawFrame.Encode(RawFrame.Ping, "ping"u8)]);
        }

        await Bounded.Until(() => host.Journal.Count("blocks") == blocked.Count, "all block");
        await using (var other = await host.ConnectAsync("/faults/blocking"))
        {
            await other.SendTextAsync("hello");
            Assert.That(await other.ReceiveTextAsync(), Is.EqualTo("hello"));
            await other.CloseAsync();
        }

        host.Gate.Open();
        foreach (var client in blocked)
        {
            Assert.That(await client.ReceiveTextAsync(), Is.EqualTo("block"));
            Assert.That((await client.ReceiveAsync(RawFrame.Pong)).PayloadText, Is.EqualTo("ping"));
            await client.CloseAsync();
            await client.DisposeAsync();
        }

        await Bounded.Until(() => host.Journal.Count("close 1000") == blocked.Count + 1, "[OnClose] has run for each");
        Assert.That(host.Connections<Blocking>(), Is.Empty);
    }

    [Test]
    public async Task A_connection_whose_handler_blocks_is_not_taken_for_dead_or_idle()
    {
        var time = new FakeTimeProvider();
        await using var host = await TestHost.StartAsync<Blocking>(options => options.IdleTimeout = TimeSpan.FromMinutes(2), setup => setup.Time = time);
        await using var client = await host.ConnectAsync("/faults/blocking");
        await client.SendTextAsync("block");
        await host.Journal.ExpectAsync("open", "blocks");

        time.Pass(300);
        host.Gate.Open();

        Assert.That(await client.ReceiveTextAsync(), Is.EqualTo("block"));
        await client.CloseAsync();
        await host.Journal.ExpectAsync("close 1000");
    }

    [TestCase("""{"type":"services"}""", "services")]
    [TestCase("""{"type":"itself"}""", "itself")]
    [TestCase("""{"type":"stream"}""", "stream 17")]
    [TestCase("""{"type":"own"}""", "own")]
    public async Task A_handler_that_disposes_of_what_it_was_given_harms_nobody(string message, string reply)
    {
        await using var host = await TestHost.StartAsync<Disposing>();
        await using var client = await host.ConnectAsync("/faults/disposing");
        for (var i = 0; i < 2; i++)
        {
            await client.SendTextAsync(message);
            Assert.That(await client.ReceiveTextAsync(), Is.EqualTo(reply));
        }

        await client.CloseAsync();

        var disposed = message.Contains("itself", StringComparison.Ordinal) ? 2 : 0;
        await host.Journal.ExpectAsync([.. Enumerable.Range(1, disposed).Select(i => $"disposed {i}"), "close 1000", $"disposed {disposed + 1}"]);
        Assert.That(host.Connections<Disposing>(), Is.Empty);
    }
}
