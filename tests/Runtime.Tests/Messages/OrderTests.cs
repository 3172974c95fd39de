using WebSockets.Runtime.Tests.Infrastructure;
using WebSockets.Runtime.Tests.Wire;

namespace WebSockets.Runtime.Tests.Messages;

/// <summary>One message at a time, in the order in which they came; meanwhile the connection goes on to read.</summary>
internal sealed class OrderTests
{
    [Test]
    public async Task Messages_are_handled_one_at_a_time_in_their_order()
    {
        await using var host = await TestHost.StartAsync<Ordered>();
        await using var client = await host.ConnectAsync("/order");
        var messages = Enumerable.Range(0, 2000).Select(i => $"m{i}").ToArray();

        var sending = client.SendAsync([.. messages.SelectMany(RawFrame.EncodeText)]);

        foreach (var message in messages)
        {
            Assert.That(await client.ReceiveTextAsync(), Is.EqualTo(message));
        }

        await sending;
    }

    [Test]
    public async Task A_ping_is_answered_while_a_handler_runs()
    {
        await using var host = await TestHost.StartAsync<Ordered>();
        await using var client = await host.ConnectAsync("/order");

        await client.SendTextAsync("wait 1");
        await client.SendTextAsync("m2");
        await client.SendPingAsync("are you there");

        Assert.That((await client.ReceiveAsync(RawFrame.Pong)).PayloadText, Is.EqualTo("are you there"));
        host.Gate.Open();
        Assert.That(await client.ReceiveTextAsync(), Is.EqualTo("wait 1"));
        Assert.That(await client.ReceiveTextAsync(), Is.EqualTo("m2"));
    }

    [TestCase(10, 10)]
    [TestCase(600, 10)]
    [TestCase(40, 20_000)]
    public async Task Whatever_waits_for_a_handler_is_kept_whole(int count, int size)
    {
        await using var host = await TestHost.StartAsync<Ordered>();
        await using var client = await host.ConnectAsync("/order");
        await client.SendTextAsync("wait");

        var sending = client.SendAsync([.. Enumerable.Range(0, count).SelectMany(i => RawFrame.EncodeText(Text(i)))]);
        host.Gate.Open();

        Assert.That(await client.ReceiveTextAsync(), Is.EqualTo("wait"));
        for (var i = 0; i < count; i++)
        {
            Assert.That(await client.ReceiveTextAsync(), Is.EqualTo(Text(i)));
        }

        await sending;

        string Text(int i) => $"{i} {new string((char)('a' + i % 26), size)}";
    }

    [Test]
    public async Task The_first_message_waits_for_OnOpen()
    {
        await using var host = await TestHost.StartAsync<SlowOpen>();
        await using var client = await host.ConnectAsync("/order/open");

        await client.SendTextAsync("early");
        await client.SendPingAsync();
        await client.ReceiveAsync(RawFrame.Pong);
        host.Gate.Open();

        Assert.That(await client.ReceiveTextAsync(), Is.EqualTo("hello"));
        Assert.That(await client.ReceiveTextAsync(), Is.EqualTo("opened early"));
    }

    [Test]
    public async Task Pings_and_pongs_are_told_in_the_order_of_the_messages()
    {
        await using var host = await TestHost.StartAsync<Pings>();
        await using var client = await host.ConnectAsync("/order/pings");

        await client.SendAsync([
            .. RawFrame.EncodeText("one"),
            .. RawFrame.Encode(RawFrame.Ping, "a"u8),
            .. RawFrame.Encode(RawFrame.Pong, "b"u8),
            .. RawFrame.EncodeText("two"),
            .. RawFrame.Encode(RawFrame.Ping, ""u8),
        ]);

        Assert.That((await client.ReceiveAsync(RawFrame.Pong)).PayloadText, Is.EqualTo("a"));
        Assert.That((await client.ReceiveAsync(RawFrame.Pong)).PayloadText, Is.Empty);
        foreach (var entry in new[] { "one", "ping a 23", "pong b", "two", "ping  23" })
        {
            Assert.That(await host.Journal.NextAsync(), Is.EqualTo(entry));
        }
    }

    [Test]
    public async Task A_pong_that_nobody_asked_for_is_no_matter()
    {
        await using var host = await TestHost.StartAsync<Echo>();
        await using var client = await host.ConnectAsync("/echo");

        await client.SendAsync(RawFrame.Encode(RawFrame.Pong, "hello"u8));
        await client.SendTextAsync("still here");

        Assert.That(await client.ReceiveTextAsync(), Is.EqualTo("still here"));
    }
}
