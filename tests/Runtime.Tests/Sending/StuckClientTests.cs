using Microsoft.Extensions.Time.Testing;
using WebSockets.Runtime.Tests.Infrastructure;

namespace WebSockets.Runtime.Tests.Sending;

/// <summary>A client that has stopped reading, and whom that concerns: nobody else, whatever the policy.</summary>
internal sealed class StuckClientTests
{
    [Test]
    public async Task It_holds_up_no_broadcast_and_no_other_connection([Values] SlowConsumerPolicy policy)
    {
        await using var host = await TestHost.StartAsync<Feed>(options => Choose(options, policy));
        await using var stuck = await StuckClient.FillAsync(host);
        await using var quick = await host.ConnectAsync("/feed");
        await host.Journal.ExpectAsync("open");
        var sends = new List<Task>();

        for (var i = 0; i < 100; i++)
        {
            sends.Add(host.Connections<Feed>().All.SendBinaryAsync(StuckClient.Block).AsTask());
            await quick.ExpectBinaryAsync(StuckClient.Block);
            await quick.SendTextAsync($$"""{"type":"ask","id":{{i}},"symbol":"A","value":1}""");
            Assert.That(await quick.ReceiveTextAsync(), Does.StartWith($$"""{"type":"priced","id":{{i}},"""));
        }

        // Only under Wait does the sender wait, for the one that does not read.
        Assert.That(sends.TrueForAll(send => send.IsCompletedSuccessfully), Is.EqualTo(policy != SlowConsumerPolicy.Wait));
        Assert.That(stuck.Connection.Life.IsClosing, Is.EqualTo(policy == SlowConsumerPolicy.Close));
        Assert.That(stuck.Connection.DroppedMessages > 0, Is.EqualTo(policy is SlowConsumerPolicy.Drop or SlowConsumerPolicy.Latest));
        stuck.Client.Reset();
        await Task.WhenAll(sends).Within("its end lets everybody go on");
    }

    [Test]
    public async Task It_holds_up_no_shutdown([Values] SlowConsumerPolicy policy)
    {
        var host = await TestHost.StartAsync<Feed>(options =>
        {
            Choose(options, policy);
            options.CloseTimeout = TimeSpan.FromMilliseconds(200);
        });
        await using (host)
        {
            await using var stuck = await StuckClient.FillAsync(host);
            await using var quick = await host.ConnectAsync("/feed");
            await host.Journal.ExpectAsync("open");
            var waiting = stuck.Connection.With(SlowConsumerPolicy.Wait).SendTextAsync("waits").AsTask();

            var stopping = host.StopAsync();

            await quick.ReceiveCloseAsync(1001);
            await quick.SendCloseAsync(1001);
            await stopping;
            await waiting.Within("the sender goes on");
            Assert.That(host.Journal.Count("close 1001"), Is.EqualTo(2));
        }
    }

    [Test]
    public async Task Under_Wait_a_method_that_waits_for_it_goes_on_when_it_is_taken_for_dead()
    {
        var time = new FakeTimeProvider();
        await using var host = await TestHost.StartAsync(
            app =>
            {
                app.MapWebSocketHandler<Feed>(options => Choose(options, SlowConsumerPolicy.Wait));
                app.MapWebSocketHandler<Speaker>(options => options.KeepAliveInterval = Timeout.InfiniteTimeSpan);
            },
            setup => setup.Time = time);
        await using var stuck = await StuckClient.FillAsync(host);
        await using var speaker = await host.ConnectAsync("/feed/speaker");

        await speaker.SendTextAsync("to all");
        await Bounded.Until(() => stuck.Connection.PendingBytes > 0, "it waits for the one that does not read");
        time.Pass(34);
        Assert.That(host.Journal.All, Does.Not.Contain("sent"));
        await time.AdvanceUntil(() => host.Journal.Count("sent") == 1, TimeSpan.FromSeconds(1));

        await Bounded.Until(() => host.Journal.Count("close") == 1, "it is dropped");
        Assert.That(host.Logs.Find(11), Is.Not.Null);
    }

    private static void Choose(WebSocketHandlerOptions options, SlowConsumerPolicy policy)
    {
        options.SlowConsumer = policy;
        options.MaxPendingSendBytes = 200_000;
    }
}
