using WebSockets.Runtime.Tests.Infrastructure;
using WebSockets.Runtime.Tests.Wire;

namespace WebSockets.Runtime.Tests.Sending;

/// <summary>A client that does not read. It holds up nobody, and costs no more than MaxPendingSendBytes.</summary>
internal sealed class SlowConsumerTests
{
    private const int Limit = 200_000;
    private static readonly byte[] Block = [.. Enumerable.Range(0, 50_000).Select(i => (byte)i)];

    private const int MoreThanFits = 20_000_000;

    [Test]
    public async Task Under_Close_it_is_closed_with_1013_and_the_others_are_served()
    {
        await using var host = await StartAsync(SlowConsumerPolicy.Close);
        await using var slow = await OpenAsync(host, receiveBuffer: 4096);
        var victim = host.Connections<Flood>().Single();
        await using var quick = await OpenAsync(host);

        var sent = 0;
        while (!victim.Life.IsClosing)
        {
            await host.Connections<Flood>().All.SendBinaryAsync(Block);
            await quick.ExpectBinaryAsync(Block);
            Assert.That(victim.PendingBytes, Is.LessThanOrEqualTo(Limit + 100));
            Assert.That(++sent, Is.LessThan(2000), "it is never closed");
        }

        var received = 0;
        RawFrame frame;
        while ((frame = await slow.ReceiveFrameAsync()).Opcode == RawFrame.Binary)
        {
            Assert.That(frame.Payload.AsSpan().SequenceEqual(Block), Is.True);
            received++;
        }

        Assert.That(frame.Status, Is.EqualTo(1013));
        Assert.That(received, Is.EqualTo(sent - 1), "all but the one that was too much");
        Assert.That(host.Logs.Find(10), Is.Not.Null);
    }

    [Test]
    public async Task Under_Drop_what_is_too_much_is_dropped_and_the_connection_stays()
    {
        await using var host = await StartAsync(SlowConsumerPolicy.Drop);
        await using var slow = await OpenAsync(host, receiveBuffer: 4096);
        var victim = host.Connections<Flood>().Single();

        for (var i = 0; i < 500; i++)
        {
            await victim.SendBinaryAsync(Block);
        }

        Assert.That(victim.PendingBytes, Is.GreaterThan(0).And.LessThanOrEqualTo(Limit));
        var received = 0;
        while (victim.PendingBytes > 0)
        {
            await slow.ExpectBinaryAsync(Block);
            received++;
        }

        await victim.SendTextAsync("the end");
        RawFrame frame;
        while ((frame = await slow.ReceiveFrameAsync()).Opcode == RawFrame.Binary)
        {
            received++;
        }

        Assert.That(frame.PayloadText, Is.EqualTo("the end"));
        Assert.That(received, Is.LessThan(500));
    }

    [Test]
    public async Task Under_Wait_a_send_completes_when_there_is_room_and_nothing_is_lost()
    {
        await using var host = await StartAsync(SlowConsumerPolicy.Wait);
        await using var slow = await OpenAsync(host, receiveBuffer: 4096);
        var victim = host.Connections<Flood>().Single();

        // More than all buffers on the way can hold, so that the last of them waits until the client reads.
        var sends = Enumerable.Range(0, MoreThanFits / Block.Length).Select(_ => victim.SendBinaryAsync(Block).AsTask()).ToArray();
        Assert.That(sends[^1].IsCompleted, Is.False);
        using var impatient = new CancellationTokenSource();
        var second = victim.SendBinaryAsync(Block, impatient.Token).AsTask();
        await impatient.CancelAsync();
        await Assert.ThatAsync(() => second, Throws.InstanceOf<OperationCanceledException>());

        for (var i = 0; i < sends.Length + 1; i++)
        {
            await slow.ExpectBinaryAsync(Block);
        }

        await Task.WhenAll(sends).Within("the sends complete");
        await Bounded.Until(() => victim.PendingBytes == 0, "nothing is pending");
    }

    [Test]
    public async Task Under_Wait_a_send_to_a_client_that_vanishes_completes()
    {
        await using var host = await StartAsync(SlowConsumerPolicy.Wait);
        await using var slow = await OpenAsync(host, receiveBuffer: 4096);
        var victim = host.Connections<Flood>().Single();
        var waiting = Task.CompletedTask;
        while (waiting.IsCompleted)
        {
            waiting = victim.SendBinaryAsync(Block).AsTask();
        }

        slow.Reset();

        await waiting.Within("the send completes");
        Assert.That(await host.Journal.NextAsync(), Is.EqualTo("close"));
        Assert.That(victim.PendingBytes, Is.Zero);
    }

    [TestCase(SlowConsumerPolicy.Close)]
    [TestCase(SlowConsumerPolicy.Drop)]
    [TestCase(SlowConsumerPolicy.Wait)]
    [TestCase(SlowConsumerPolicy.Latest)]
    public async Task Its_own_messages_are_not_read_while_their_replies_have_no_room(SlowConsumerPolicy policy)
    {
        await using var host = await StartAsync(policy);
        await using var slow = await OpenAsync(host, receiveBuffer: 4096);
        var frame = RawFrame.Encode(RawFrame.Binary, Block);

        // More than all buffers on the way can hold: it can only be sent in full when the replies are read.
        var asking = Task.Run(async () =>
        {
            for (var i = 0; i < 400; i++)
            {
                await slow.SendAsync(frame);
            }
        });
        var victim = host.Connections<Flood>().Single();
        await Bounded.Until(() => victim.Output.IsFull, "the transport is full");

        for (var i = 0; i < 400; i++)
        {
            await slow.ExpectBinaryAsync(Block);
        }

        await asking;
        await slow.CloseAsync();
    }

    [Test]
    public async Task A_handler_that_closes_it_still_gets_its_close_frame_through()
    {
        await using var host = await StartAsync(SlowConsumerPolicy.Drop);
        await using var slow = await OpenAsync(host, receiveBuffer: 4096);
        var victim = host.Connections<Flood>().Single();
        for (var i = 0; i < 500; i++)
        {
            await victim.SendBinaryAsync(Block);
        }

        await slow.SendPingAsync("while it is full");
        await Bounded.Until(() => victim.Life.Reads > 0, "the ping is read");
        await victim.CloseAsync();

        var opcodes = new List<int>();
        do
        {
            opcodes.Add((await slow.ReceiveFrameAsync()).Opcode);
        }
        while (opcodes[^1] != RawFrame.Close);

        await slow.SendCloseAsync(1000);
        Assert.That(await slow.ReceiveEndAsync(), Is.EqualTo(Ending.Finished), "nothing follows the close frame");
    }

    private static Task<TestHost> StartAsync(SlowConsumerPolicy policy) => TestHost.StartAsync<Flood>(options =>
    {
        options.SlowConsumer = policy;
        options.MaxPendingSendBytes = Limit;
    });

    private static async Task<RawClient> OpenAsync(TestHost host, int? receiveBuffer = null)
    {
        var client = await RawClient.DialAsync(host.Port, receiveBuffer: receiveBuffer);
        await client.OpenAsync(host.Handshake("/flood"));
        Assert.That(await host.Journal.NextAsync(), Is.EqualTo("open"));
        return client;
    }
}
