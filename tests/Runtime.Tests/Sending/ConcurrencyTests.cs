using WebSockets.Runtime.Tests.Infrastructure;
using WebSockets.Runtime.Tests.Wire;

namespace WebSockets.Runtime.Tests.Sending;

/// <summary>Many threads send to one connection.</summary>
internal sealed class ConcurrencyTests
{
    [TestCase(20)]
    [TestCase(5000)]
    public async Task Concurrent_sends_arrive_whole_and_in_the_order_of_each_thread(int size)
    {
        const int Threads = 8;
        const int Each = 250;
        await using var host = await TestHost.StartAsync<Echo>(options => options.SlowConsumer = SlowConsumerPolicy.Wait);
        await using var client = await host.ConnectAsync("/echo");
        await host.Journal.NextAsync();
        var connection = host.Connections<Echo>().Single();

        var sending = Task.WhenAll(Enumerable.Range(0, Threads).Select(thread => Task.Run(async () =>
        {
            for (var i = 0; i < Each; i++)
            {
                await connection.SendTextAsync($"{thread} {i} {new string((char)('a' + thread), size)}");
            }
        })));

        var next = new int[Threads];
        for (var i = 0; i < Threads * Each; i++)
        {
            var words = (await client.ReceiveTextAsync()).Split(' ');
            var thread = int.Parse(words[0], System.Globalization.CultureInfo.InvariantCulture);
            Assert.That(words[1], Is.EqualTo($"{next[thread]++}"));
            Assert.That(words[2], Is.EqualTo(new string((char)('a' + thread), size)));
        }

        await sending.Within("all are sent");
    }

    [Test]
    public async Task Replies_and_sends_from_outside_do_not_mix()
    {
        await using var host = await TestHost.StartAsync<Echo>();
        await using var client = await host.ConnectAsync("/echo");
        await host.Journal.NextAsync();
        var connection = host.Connections<Echo>().Single();

        var outside = Task.Run(async () =>
        {
            for (var i = 0; i < 1000; i++)
            {
                await connection.SendTextAsync($"outside {i}");
            }
        });
        var asking = client.SendAsync([.. Enumerable.Range(0, 1000).SelectMany(i => RawFrame.EncodeText($"echo {i}"))]);

        var next = new Dictionary<string, int> { ["outside"] = 0, ["echo"] = 0 };
        for (var i = 0; i < 2000; i++)
        {
            var words = (await client.ReceiveTextAsync()).Split(' ');
            Assert.That(words[1], Is.EqualTo($"{next[words[0]]++}"));
        }

        await asking;
        await outside;
    }

    [Test]
    public async Task Sends_that_race_with_the_end_never_throw_and_never_follow_the_close_frame()
    {
        await using var host = await TestHost.StartAsync<Echo>();
        for (var round = 0; round < 20; round++)
        {
            await using var client = await host.ConnectAsync("/echo");
            await host.Journal.NextAsync();
            var connection = host.Connections<Echo>().Single();
            var sending = Enumerable.Range(0, 3).Select(_ => Task.Run(async () =>
            {
                while (!connection.Closed.IsCancellationRequested)
                {
                    await connection.SendTextAsync("news");
                    await Task.Yield();
                }
            })).ToArray();

            await client.SendCloseAsync(1000);
            while ((await client.ReceiveFrameAsync()).Opcode != RawFrame.Close)
            {
            }

            await client.ReceiveEndAsync();
            await Task.WhenAll(sending).Within("the senders see the end");
            Assert.That(await host.Journal.NextAsync(), Is.EqualTo("close 1000"));
        }
    }

    [Test]
    public async Task Text_that_is_not_Unicode_is_refused_and_the_connection_stays()
    {
        await using var host = await TestHost.StartAsync<Echo>();
        await using var client = await host.ConnectAsync("/echo");
        await host.Journal.NextAsync();
        var connection = host.Connections<Echo>().Single();

        Assert.That(() => connection.SendTextAsync("\ud800"), Throws.ArgumentException);
        Assert.That(() => connection.SendTextAsync(new byte[] { 0xff }), Throws.ArgumentException);
        await connection.SendTextAsync("grüße €"u8.ToArray());
        await connection.SendTextAsync("😀");

        Assert.That(await client.ReceiveTextAsync(), Is.EqualTo("grüße €"));
        Assert.That(await client.ReceiveTextAsync(), Is.EqualTo("😀"));
    }

    [Test]
    public async Task A_cancelled_token_sends_nothing()
    {
        await using var host = await TestHost.StartAsync<Echo>();
        await using var client = await host.ConnectAsync("/echo");
        await host.Journal.NextAsync();
        var connection = host.Connections<Echo>().Single();

        Assert.That(() => connection.SendTextAsync("no", new CancellationToken(true)), Throws.InstanceOf<OperationCanceledException>());
        await connection.SendTextAsync("yes");

        Assert.That(await client.ReceiveTextAsync(), Is.EqualTo("yes"));
    }
}
