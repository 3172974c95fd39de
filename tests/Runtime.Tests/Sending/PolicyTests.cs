using System.Buffers;
using System.Net.WebSockets;
using System.Text;
using WebSockets.Runtime.Tests.Infrastructure;
using WebSockets.Runtime.Tests.Wire;

namespace WebSockets.Runtime.Tests.Sending;

/// <summary>The policy of a send in place of its handler's, and what Latest makes of messages of every kind.</summary>
internal sealed class PolicyTests
{
    private const int Limit = 200_000;
    private const int ManyBlocks = 20;

    [Test]
    public async Task A_send_with_Drop_drops_where_the_handler_would_close([Values] bool toGroup)
    {
        await using var host = await StartAsync(SlowConsumerPolicy.Close);
        await using var stuck = await StuckClient.FillAsync(host);

        for (var i = 0; i < ManyBlocks; i++)
        {
            await Target(host, stuck, toGroup).With(SlowConsumerPolicy.Drop).SendBinaryAsync(StuckClient.Block);
        }

        Assert.That(stuck.Connection.Life.IsClosing, Is.False);
        Assert.That(stuck.Connection.DroppedMessages, Is.EqualTo(ManyBlocks - (Limit / StuckClient.Block.Length) + 1), "three have room, with their headers");
        await Target(host, stuck, toGroup).SendBinaryAsync(StuckClient.Block);
        Assert.That(stuck.Connection.Life.IsClosing, Is.True, "the handler's policy");
    }

    [Test]
    public async Task A_send_with_Close_closes_where_the_handler_would_not([Values(SlowConsumerPolicy.Drop, SlowConsumerPolicy.Wait, SlowConsumerPolicy.Latest)] SlowConsumerPolicy handlers)
    {
        await using var host = await StartAsync(handlers);
        await using var stuck = await StuckClient.FillAsync(host);

        for (var i = 0; i < ManyBlocks; i++)
        {
            await stuck.Connection.With(SlowConsumerPolicy.Close).SendBinaryAsync(StuckClient.Block);
        }

        // The system may have found room for some more.
        await stuck.ReadFillAsync();
        var blocks = 0;
        RawFrame frame;
        while ((frame = await stuck.Client.ReceiveFrameAsync()).Opcode == RawFrame.Binary)
        {
            blocks++;
        }

        Assert.That(blocks, Is.InRange((Limit / StuckClient.Block.Length) - 1, ManyBlocks - 1));
        Assert.That((frame.Opcode, frame.Status), Is.EqualTo((RawFrame.Close, 1013)));
    }

    [Test]
    public async Task However_many_senders_find_it_full_a_slow_consumer_is_counted_once()
    {
        await using var host = await StartAsync(SlowConsumerPolicy.Close);
        for (var i = 1; i <= 3; i++)
        {
            var stuck = await StuckClient.FillAsync(host);
            using var together = new Barrier(4);
            await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Factory.StartNew(Send, TaskCreationOptions.LongRunning)));

            Assert.That(stuck.Connection.Life.IsClosing, Is.True);
            Assert.That(host.Logs.Lines.Count(line => line.Id == 10), Is.EqualTo(i));
            stuck.Client.Reset();
            Assert.That(await host.Journal.NextAsync(), Is.EqualTo("close 1013"));

            void Send()
            {
                together.SignalAndWait();
                for (var block = 0; block < ManyBlocks; block++)
                {
                    _ = stuck.Connection.SendBinaryAsync(StuckClient.Block);
                }
            }
        }
    }

    [Test]
    public async Task A_send_with_Wait_waits_where_the_handler_would_not([Values] bool toGroup)
    {
        await using var host = await StartAsync(SlowConsumerPolicy.Drop);
        await using var stuck = await StuckClient.FillAsync(host);

        var waiting = Target(host, stuck, toGroup).With(SlowConsumerPolicy.Wait).SendTextAsync("taken").AsTask();
        using var impatient = new CancellationTokenSource();
        var cancelled = Target(host, stuck, toGroup).With(SlowConsumerPolicy.Wait).SendTextAsync("taken too", impatient.Token).AsTask();
        await impatient.CancelAsync();

        await Assert.ThatAsync(() => cancelled, Throws.InstanceOf<OperationCanceledException>());
        Assert.That(waiting.IsCompleted, Is.False);
        await stuck.ReadFillAsync();
        Assert.That(await stuck.Client.ReceiveTextAsync(), Is.EqualTo("taken"));
        Assert.That(await stuck.Client.ReceiveTextAsync(), Is.EqualTo("taken too"));
        await waiting.Within("the send completes");
    }

    [Test]
    public async Task Latest_keeps_the_newest_of_each_message_name_of_each_type_of_texts_and_of_binary_messages([Values] bool byHandler)
    {
        await using var host = await StartAsync(byHandler ? SlowConsumerPolicy.Latest : SlowConsumerPolicy.Close);
        await using var stuck = await StuckClient.FillAsync(host);
        var to = byHandler ? host.Connections<Feed>().All : host.Connections<Feed>().All.With(SlowConsumerPolicy.Latest);

        for (var i = 1; i <= 3; i++)
        {
            await to.SendAsync(new Priced("A", i));
            await to.SendAsync(new Status($"{i}"));
            await to.SendAsync(new Tick(i));
            await to.SendTextAsync($"text {i}");
            await to.SendTextAsync(Encoding.UTF8.GetBytes($"text {i}."));
            await to.SendBinaryAsync(new byte[] { 1, (byte)i });
            await to.SendAsync(new WebSocketMessage(WebSocketMessageType.Binary, new ReadOnlySequence<byte>([2, (byte)i])));
        }

        Assert.That(stuck.Connection.DroppedMessages, Is.EqualTo((3 * 7) - 5));
        await stuck.ReadFillAsync();
        Assert.That(await stuck.Client.ReceiveTextAsync(), Is.EqualTo("""{"type":"priced","symbol":"A","value":3}"""));
        Assert.That(await stuck.Client.ReceiveTextAsync(), Is.EqualTo("""{"type":"status","text":"3"}"""));
        Assert.That(await stuck.Client.ReceiveTextAsync(), Is.EqualTo("""{"value":3}"""));
        Assert.That(await stuck.Client.ReceiveTextAsync(), Is.EqualTo("text 3."));
        Assert.That(await stuck.Client.ReceiveBinaryAsync(), Is.EqualTo(new byte[] { 2, 3 }));
        await stuck.Client.CloseAsync();
    }

    [Test]
    public async Task Latest_keeps_the_newest_of_each_key_that_the_send_names()
    {
        await using var host = await StartAsync(SlowConsumerPolicy.Close);
        await using var stuck = await StuckClient.FillAsync(host);
        var all = host.Connections<Feed>().All;

        for (var i = 1; i <= 3; i++)
        {
            foreach (var symbol in (string[])["A", "B"])
            {
                await all.With(SlowConsumerPolicy.Latest, new string(symbol)).SendAsync(new Priced(symbol, i));
            }

            await stuck.Connection.With(SlowConsumerPolicy.Latest, "A or text").SendTextAsync($"text {i}");
            await stuck.Connection.With(SlowConsumerPolicy.Latest, "A or text").SendBinaryAsync(new byte[] { (byte)i });
        }

        Assert.That(stuck.Connection.DroppedMessages, Is.EqualTo((3 * 4) - 3));
        await stuck.ReadFillAsync();
        Assert.That(await stuck.Client.ReceiveTextAsync(), Is.EqualTo("""{"type":"priced","symbol":"A","value":3}"""));
        Assert.That(await stuck.Client.ReceiveTextAsync(), Is.EqualTo("""{"type":"priced","symbol":"B","value":3}"""));
        Assert.That(await stuck.Client.ReceiveBinaryAsync(), Is.EqualTo(new byte[] { 3 }));
    }

    [Test]
    public async Task Under_Latest_replies_to_requests_with_ids_are_not_replaced()
    {
        await using var host = await StartAsync(SlowConsumerPolicy.Latest);
        await using var stuck = await StuckClient.FillAsync(host);

        await stuck.Client.SendAsync(RawFrame.EncodeText("""{"type":"ask","id":1,"symbol":"A","value":1}"""));
        await Bounded.Until(() => stuck.Connection.PendingBytes > 0, "the reply waits");
        await stuck.Connection.SendAsync(new Priced("A", 2));
        await stuck.Connection.SendAsync(new Priced("A", 3));
        await stuck.ReadFillAsync();

        Assert.That(await stuck.Client.ReceiveTextAsync(), Is.EqualTo("""{"type":"priced","id":1,"symbol":"A","value":1}"""));
        Assert.That(await stuck.Client.ReceiveTextAsync(), Is.EqualTo("""{"type":"priced","symbol":"A","value":3}"""));
        Assert.That(stuck.Connection.DroppedMessages, Is.EqualTo(1));
    }

    [Test]
    public async Task Under_Latest_a_client_that_reads_is_heard_although_something_always_waits_for_it()
    {
        await using var host = await TestHost.StartAsync<Feed>(options => options.SlowConsumer = SlowConsumerPolicy.Latest);
        await using var client = new MemoryConnection(host, room: 1000);
        for (var i = 0; i < 10; i++)
        {
            await client.Server.With(SlowConsumerPolicy.Latest, $"{i}").SendBinaryAsync(StuckClient.Block);
        }

        client.Send([.. RawFrame.EncodeText("first"), .. RawFrame.EncodeText("no more")]);
        Assert.That(host.Journal.All, Is.EqualTo(new[] { "first" }));
        Assert.That(client.Receive(), Is.Positive);

        await host.Journal.ExpectAsync("first", "no more");
        Assert.That(client.Server.PendingBytes, Is.GreaterThan(5 * StuckClient.Block.Length), "far from all is handed over");
    }

    [Test]
    public async Task A_client_that_reads_is_heard_although_sends_that_do_not_wait_keep_its_transport_full(
        [Values] SlowConsumerPolicy handlers, [Values(SlowConsumerPolicy.Drop, SlowConsumerPolicy.Latest)] SlowConsumerPolicy sends)
    {
        await using var host = await TestHost.StartAsync<Feed>(options => options.SlowConsumer = handlers);
        await using var client = new MemoryConnection(host, room: 1000);
        await FillAsync();

        client.Send([.. RawFrame.EncodeText("first"), .. RawFrame.EncodeText("no more")]);
        await Bounded.Until(
            async () =>
            {
                client.Receive(); // it reads as much as the transport holds, and the app sends as much as there is room for
                await FillAsync();
                return host.Journal.All.Contains("no more");
            },
            "it is received");

        Assert.That(host.Journal.All, Is.EqualTo(new[] { "first", "no more" }));

        async Task FillAsync()
        {
            for (var i = 0; i < 30; i++)
            {
                await client.Server.With(sends, $"{i}").SendBinaryAsync(StuckClient.Block);
            }
        }
    }

    [Test]
    public async Task What_is_received_and_what_was_dropped_are_all_that_was_sent(
        [Values(SlowConsumerPolicy.Drop, SlowConsumerPolicy.Latest)] SlowConsumerPolicy policy, [Values] bool compresses)
    {
        const int Count = 2000;
        await using var host = await StartAsync(policy, compresses);
        await using var stuck = await StuckClient.FillAsync(host, compresses);

        await SendAsync(0, Count / 2);
        Assert.That(stuck.Connection.DroppedMessages, Is.Positive);
        var sending = SendAsync(Count / 2, Count);
        await stuck.ReadFillAsync();
        await sending;
        var end = stuck.Connection.With(SlowConsumerPolicy.Wait).SendTextAsync("the end").AsTask();

        var received = 0;
        while ((await stuck.Client.ReceiveFrameAsync()).Opcode == RawFrame.Binary)
        {
            received++;
        }

        Assert.That(received + stuck.Connection.DroppedMessages, Is.EqualTo(Count));
        Assert.That(stuck.Connection.PendingBytes, Is.Zero);
        await end.Within("the send completes");

        Task SendAsync(int from, int to) => Task.Run(async () =>
        {
            for (var i = from; i < to; i++)
            {
                await stuck.Connection.SendBinaryAsync(StuckClient.Block.AsMemory(0, 1000 + i));
            }
        });
    }

    [Test]
    public async Task PendingBytes_are_exact_whatever_the_policy([Values] SlowConsumerPolicy policy)
    {
        await using var host = await StartAsync(SlowConsumerPolicy.Drop);
        await using var stuck = await StuckClient.FillAsync(host);
        var start = stuck.Connection.PendingBytes;
        var sends = new List<Task>();

        foreach (var length in (int[])[10, 1000, 100])
        {
            sends.Add(stuck.Connection.With(policy).SendBinaryAsync(new byte[length]).AsTask());
        }

        Assert.That(stuck.Connection.PendingBytes - start, Is.EqualTo(policy == SlowConsumerPolicy.Latest ? 2 + 100 : 2 + 10 + 4 + 1000 + 2 + 100));
        Assert.That(stuck.Connection.DroppedMessages, Is.EqualTo(policy == SlowConsumerPolicy.Latest ? 2 : 0));
        await stuck.ReadFillAsync();
        await Task.WhenAll(sends).Within("the sends complete");
        await Bounded.Until(() => stuck.Connection.PendingBytes == 0, "nothing is pending");
    }

    [Test]
    public async Task Control_frames_and_the_close_frame_come_through_whatever_the_policy_and_however_much_is_sent([Values] SlowConsumerPolicy policy, [Values] bool compresses)
    {
        await using var host = await StartAsync(policy, compresses);
        await using var stuck = await StuckClient.FillAsync(host, compresses);

        stuck.Connection.Output.SendPing();
        var reads = stuck.Connection.Life.Reads;
        await stuck.Client.SendPingAsync("while it is full");
        await Bounded.Until(() => stuck.Connection.Life.Reads > reads, "the ping is read");
        await Bounded.Until(() => stuck.Connection.PendingBytes > 2 || !stuck.Connection.Output.IsFull, "the pong waits, or is on its way");
        for (var i = 0; i < ManyBlocks; i++)
        {
            _ = stuck.Connection.SendBinaryAsync(StuckClient.Block).AsTask();
        }

        await stuck.Connection.CloseAsync((WebSocketCloseStatus)4001);

        await stuck.ReadFillAsync();
        var controls = new List<RawFrame>();
        while (controls.Count == 0 || controls[^1].Opcode != RawFrame.Close)
        {
            var frame = await stuck.Client.ReceiveFrameAsync();
            if (frame.Opcode != RawFrame.Binary)
            {
                controls.Add(frame);
            }
        }

        Assert.That(controls.Select(frame => frame.Opcode), Is.EqualTo(new[] { RawFrame.Ping, RawFrame.Pong, RawFrame.Close }));
        Assert.That(controls[1].PayloadText, Is.EqualTo("while it is full"));
        Assert.That(controls[2].Status, Is.EqualTo(policy == SlowConsumerPolicy.Close ? 1013 : 4001));
        await stuck.Client.SendCloseAsync(controls[2].Status);
        Assert.That(await stuck.Client.ReceiveEndAsync(), Is.EqualTo(Ending.Finished), "nothing follows the close frame");
    }

    [Test]
    public async Task A_connection_as_a_group_of_one_is_sent_to_in_every_way()
    {
        await using var host = await StartAsync(SlowConsumerPolicy.Close);
        await using var client = await host.ConnectAsync("/feed");
        await host.Journal.ExpectAsync("open");
        var connection = host.Connections<Feed>().Single();
        await using var other = await host.ConnectAsync("/feed");
        await host.Journal.ExpectAsync("open");
        var group = connection.With(SlowConsumerPolicy.Latest, "key");

        await group.SendAsync(new Status("typed"));
        await group.SendTextAsync("text");
        await group.SendTextAsync("utf-8"u8.ToArray());
        await group.SendBinaryAsync(new byte[] { 1 });
        await group.BroadcastTextAsync("to nobody: the group was asked of its only member");
        await host.Connections<Feed>().All.SendTextAsync("end");

        Assert.That(await client.ReceiveTextAsync(), Is.EqualTo("""{"type":"status","text":"typed"}"""));
        Assert.That(await client.ReceiveTextAsync(), Is.EqualTo("text"));
        Assert.That(await client.ReceiveTextAsync(), Is.EqualTo("utf-8"));
        Assert.That(await client.ReceiveBinaryAsync(), Is.EqualTo(new byte[] { 1 }));
        Assert.That(await client.ReceiveTextAsync(), Is.EqualTo("end"));
        Assert.That(await other.ReceiveTextAsync(), Is.EqualTo("end"));
    }

    [Test]
    public async Task A_policy_that_does_not_exist_is_refused()
    {
        await using var host = await StartAsync(SlowConsumerPolicy.Close);

        Assert.That(() => host.Connections<Feed>().All.With((SlowConsumerPolicy)9), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    private static WebSocketGroup Target(TestHost host, StuckClient stuck, bool toGroup) =>
        toGroup ? host.Connections<Feed>().All : host.Connections<Feed>().To(stuck.Connection);

    private static Task<TestHost> StartAsync(SlowConsumerPolicy policy, bool compresses = false) => TestHost.StartAsync<Feed>(options =>
    {
        options.SlowConsumer = policy;
        options.MaxPendingSendBytes = Limit;
        options.Compression = compresses;
    });
}
