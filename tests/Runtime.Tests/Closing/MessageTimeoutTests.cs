using Microsoft.Extensions.Time.Testing;
using WebSockets.Runtime.Tests.Infrastructure;

namespace WebSockets.Runtime.Tests.Closing;

/// <summary>A method that takes longer than MessageTimeout: its connection is closed with 1011, and its token is cancelled.</summary>
internal sealed class MessageTimeoutTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Test]
    public async Task A_method_that_waits_for_ever_is_cancelled_and_its_connection_closed()
    {
        var time = new FakeTimeProvider();
        await using var host = await StartAsync<Closer>(time);
        await using var client = await host.ConnectAsync("/closing");
        await client.SendTextAsync("for ever");
        await host.Journal.ExpectAsync("open", "waits");

        await time.AdvanceUntil(() => host.Journal.Count("token") == 1, Second);

        await client.ReceiveCloseAsync(1011);
        await client.SendCloseAsync(1011);
        await host.Journal.ExpectAsync("token", "close 1011 The message took too long.");
        Assert.That(host.Connections<Closer>(), Is.Empty);
    }

    [Test]
    public async Task A_stream_of_replies_is_a_method_too()
    {
        var time = new FakeTimeProvider();
        await using var host = await StartAsync<EndlessStream>(time);
        await using var client = await host.ConnectAsync("/closing/endless-stream");
        await client.SendTextAsync("first");
        Assert.That(await client.ReceiveTextAsync(), Is.EqualTo("first"));

        await time.AdvanceUntil(() => host.Journal.Count("stream ended") == 1, Second);

        await client.ReceiveCloseAsync(1011);
        await client.SendCloseAsync(1011);
        await host.Journal.ExpectAsync("stream ended", "close 1011");
    }

    [Test]
    public async Task A_method_that_blocks_its_thread_is_noticed_too()
    {
        var time = new FakeTimeProvider();
        await using var host = await StartAsync<BlockingMethod>(time);
        await using var client = await host.ConnectAsync("/closing/blocking");
        await client.SendTextAsync("block");
        await host.Journal.ExpectAsync("blocks");

        await time.AdvanceUntil(() => host.Journal.Count("token") == 1, Second);

        await client.ReceiveCloseAsync(1011);
        host.Gate.Open();
        await client.SendCloseAsync(1011);
        await host.Journal.ExpectAsync("token", "close 1011");
    }

    [Test]
    public async Task Each_message_has_the_whole_time()
    {
        var time = new FakeTimeProvider();
        await using var host = await StartAsync<Closer>(time, expectsTimeout: false);
        await using var client = await host.ConnectAsync("/closing");

        for (var i = 0; i < 20; i++)
        {
            await client.SendTextAsync($"{i}");
            Assert.That(await client.ReceiveTextAsync(), Is.EqualTo($"{i}"));
            time.Pass(3);
        }

        await client.CloseAsync();
    }

    [Test]
    public async Task Nothing_is_timed_unless_it_is_asked_for()
    {
        var time = new FakeTimeProvider();
        await using var host = await TestHost.StartAsync<Closer>(options => options.KeepAliveInterval = Timeout.InfiniteTimeSpan, setup => setup.Time = time);
        await using var client = await host.ConnectAsync("/closing");
        await client.SendTextAsync("wait");
        await host.Journal.ExpectAsync("open", "waits");

        time.Pass(3600);
        host.Gate.Open();

        Assert.That(await client.ReceiveTextAsync(), Is.EqualTo("done"));
    }

    private static async Task<TestHost> StartAsync<THandler>(FakeTimeProvider time, bool expectsTimeout = true)
        where THandler : class, IWebSocketHandler<THandler>
    {
        var host = await TestHost.StartAsync<THandler>(
            options => (options.MessageTimeout, options.KeepAliveInterval, options.CloseTimeout) = (TimeSpan.FromSeconds(5), Timeout.InfiniteTimeSpan, TimeSpan.FromHours(1)),
            setup => setup.Time = time);
        if (expectsTimeout)
        {
            host.Logs.Expect(50);
        }

        return host;
    }
}
