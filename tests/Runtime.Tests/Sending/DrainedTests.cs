using WebSockets.Runtime.Tests.Infrastructure;

namespace WebSockets.Runtime.Tests.Sending;

/// <summary>WhenDrainedAsync: when a sender may go on.</summary>
internal sealed class DrainedTests
{
    [Test]
    public async Task It_completes_at_once_where_the_transport_has_room()
    {
        await using var host = await StartAsync();
        await using var client = await host.ConnectAsync("/feed");
        await host.Journal.ExpectAsync("open");
        var connection = host.Connections<Feed>().Single();

        await connection.SendTextAsync("x");

        Assert.That(connection.WhenDrainedAsync().IsCompletedSuccessfully, Is.True);
    }

    [Test]
    public async Task It_completes_when_the_client_has_taken_what_waited()
    {
        await using var host = await StartAsync();
        await using var stuck = await StuckClient.FillAsync(host);
        await stuck.Connection.SendBinaryAsync(StuckClient.Block);

        var drained = stuck.Connection.WhenDrainedAsync().AsTask();
        var also = stuck.Connection.WhenDrainedAsync().AsTask();
        Assert.That(drained.IsCompleted, Is.False);
        await stuck.ReadFillAsync();
        await stuck.Client.ExpectBinaryAsync(StuckClient.Block);

        await Task.WhenAll(drained, also).Within("both go on");
        Assert.That(stuck.Connection.PendingBytes, Is.Zero);
    }

    [TestCase("reset")]
    [TestCase("abort")]
    public async Task It_completes_when_the_connection_ends(string how)
    {
        await using var host = await StartAsync();
        await using var stuck = await StuckClient.FillAsync(host);
        var drained = stuck.Connection.WhenDrainedAsync().AsTask();
        Assert.That(drained.IsCompleted, Is.False);

        if (how == "reset")
        {
            stuck.Client.Reset();
        }
        else
        {
            stuck.Connection.Abort();
        }

        await drained.Within("the wait ends");
        await host.Journal.ExpectAsync("close");
        Assert.That(stuck.Connection.WhenDrainedAsync().IsCompletedSuccessfully, Is.True, "and of one that has ended it completes at once");
    }

    [Test]
    public async Task It_ends_with_its_token()
    {
        await using var host = await StartAsync();
        await using var stuck = await StuckClient.FillAsync(host);
        using var impatient = new CancellationTokenSource();
        var drained = stuck.Connection.WhenDrainedAsync(impatient.Token).AsTask();

        await impatient.CancelAsync();

        await Assert.ThatAsync(() => drained, Throws.InstanceOf<OperationCanceledException>());
        Assert.That(() => stuck.Connection.WhenDrainedAsync(impatient.Token), Throws.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public async Task A_sender_that_waits_for_it_loses_nothing_under_Drop_and_lets_little_wait()
    {
        const int Count = 500;
        await using var host = await StartAsync();
        await using var stuck = await StuckClient.FillAsync(host);

        var sending = Task.Run(async () =>
        {
            var most = 0L;
            for (var i = 0; i < Count; i++)
            {
                await stuck.Connection.WhenDrainedAsync();
                await stuck.Connection.SendBinaryAsync(StuckClient.Block);
                most = Math.Max(most, stuck.Connection.PendingBytes);
            }

            return most;
        });
        await stuck.ReadFillAsync();
        for (var i = 0; i < Count; i++)
        {
            await stuck.Client.ExpectBinaryAsync(StuckClient.Block);
        }

        Assert.That(await sending.Within("all is sent"), Is.LessThanOrEqualTo(StuckClient.Block.Length + 4));
        Assert.That(stuck.Connection.DroppedMessages, Is.Zero);
    }

    private static Task<TestHost> StartAsync() => TestHost.StartAsync<Feed>(options =>
    {
        options.SlowConsumer = SlowConsumerPolicy.Drop;
        options.MaxPendingSendBytes = 200_000;
    });
}
