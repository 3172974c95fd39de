using WebSockets.Connections;
using WebSockets.Hosting;
using WebSockets.Runtime.Tests.Infrastructure;

namespace WebSockets.Runtime.Tests.Sending;

/// <summary>MaxTotalPendingSendBytes: what waits for all peers together.</summary>
internal sealed class BudgetTests
{
    private const int Budget = 1024 * 1024;

    [TestCase(SlowConsumerPolicy.Close)]
    [TestCase(SlowConsumerPolicy.Wait)]
    public async Task Over_it_the_slowest_are_closed_first_and_what_waits_for_them_is_freed(SlowConsumerPolicy policy)
    {
        await using var host = await StartAsync(policy);
        await using var slowest = await StuckClient.FillAsync(host);
        await using var slow = await StuckClient.FillAsync(host);
        var budget = Mapping(host).Budget;

        _ = slow.Connection.SendBinaryAsync(StuckClient.Block);
        for (var i = 0; !slowest.Connection.Life.IsClosing; i++)
        {
            _ = slowest.Connection.SendBinaryAsync(StuckClient.Block);
            Assert.That(budget.Total, Is.LessThan(2 * Budget));
            Assert.That(i, Is.LessThan(100), "it is closed");
        }

        Assert.That(budget.Total, Is.LessThan(Budget / 4));
        Assert.That((slow.Connection.Life.IsClosing, slow.Connection.PendingBytes), Is.EqualTo((false, StuckClient.Block.Length + 4)));
        Assert.That(host.Logs.Find(10), Is.Not.Null);
        await slowest.ReadFillAsync();
        await slowest.Client.ReceiveCloseAsync(1013);
        await slow.ReadFillAsync();
        await slow.Client.ExpectBinaryAsync(StuckClient.Block);
    }

    [TestCase(SlowConsumerPolicy.Drop)]
    [TestCase(SlowConsumerPolicy.Latest)]
    public async Task Over_it_what_waits_for_the_slowest_is_dropped_and_they_stay(SlowConsumerPolicy policy)
    {
        await using var host = await StartAsync(policy);
        await using var stuck = await StuckClient.FillAsync(host);
        var budget = Mapping(host).Budget;

        for (var i = 0; i < 100; i++)
        {
            await stuck.Connection.With(policy, policy == SlowConsumerPolicy.Latest ? $"{i}" : null).SendBinaryAsync(StuckClient.Block);
            Assert.That(budget.Total, Is.LessThan(2 * Budget));
        }

        Assert.That(stuck.Connection.Life.IsClosing, Is.False);
        Assert.That(stuck.Connection.DroppedMessages, Is.GreaterThan(70));
        await stuck.ReadFillAsync();
        await stuck.Client.ExpectBinaryAsync(StuckClient.Block);
    }

    [Test]
    public async Task What_is_freed_of_a_frame_that_has_begun_is_not_its_rest()
    {
        var pipe = new System.IO.Pipelines.Pipe(new System.IO.Pipelines.PipeOptions(pauseWriterThreshold: 1024, resumeWriterThreshold: 1, useSynchronizationContext: false));
        var output = new ConnectionOutput(pipe.Writer, 1_000_000);
        byte[] full = [0x82, 126, 4, 0, .. new byte[1024]];
        byte[] large = [0x82, 127, 0, 0, 0, 0, 0, 1, 0x86, 0xa0, .. Enumerable.Repeat((byte)1, 100_000)];
        output.Send(full);
        output.Send(large);
        output.Send(full);
        await TakeAsync(pipe);
        await Bounded.Until(() => output.PendingLength < large.Length, "it has begun");

        output.DropWaiting(counts: true);
        output.SendClose(System.Net.WebSockets.WebSocketCloseStatus.NormalClosure, null);

        Assert.That(output.DroppedMessages, Is.EqualTo(1), "the one that had not begun");
        var rest = new List<byte>();
        while (rest.Count < large.Length + 4)
        {
            rest.AddRange(await TakeAsync(pipe));
        }

        Assert.That(rest, Is.EqualTo((byte[])[.. large, 0x88, 2, 3, 232]));
    }

    private static HandlerMapping Mapping(TestHost host) => ((HandlerRegistry)host.Services.GetService(typeof(HandlerRegistry))!).Mappings.Single();

    private static async Task<byte[]> TakeAsync(System.IO.Pipelines.Pipe pipe)
    {
        var result = await pipe.Reader.ReadAsync();
        var bytes = System.Buffers.BuffersExtensions.ToArray(result.Buffer);
        pipe.Reader.AdvanceTo(result.Buffer.End);
        return bytes;
    }

    private static Task<TestHost> StartAsync(SlowConsumerPolicy policy) => TestHost.StartAsync<Feed>(options =>
    {
        options.SlowConsumer = policy;
        options.MaxPendingSendBytes = 16 * Budget;
        options.MaxTotalPendingSendBytes = Budget;
        options.KeepAliveInterval = Timeout.InfiniteTimeSpan;
    });
}
