using Microsoft.Extensions.DependencyInjection;
using WebSockets.Hosting;
using WebSockets.Runtime.Tests.Infrastructure;
using WebSockets.Runtime.Tests.Wire;
using WebSockets.Testing;

namespace WebSockets.Runtime.Tests.Closing;

/// <summary>Methods that go on when their connection has ended.</summary>
internal sealed class StubbornMethodTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(50);

    [TestCase(true, "close 1000", TestName = "A stream that does not heed the token is left when the peer closes")]
    [TestCase(false, "close", TestName = "A stream that does not heed the token is left when the peer vanishes")]
    public async Task A_stream_that_does_not_heed_the_token_is_left(bool closes, string close)
    {
        await using var host = await TestHost.StartAsync<Stubborn>(options => options.CloseTimeout = Soon);
        host.Logs.Expect(16);
        var client = await host.ConnectAsync("/closing/stubborn");
        await client.SendTextAsync("one");
        Assert.That(await client.ReceiveTextAsync(), Is.EqualTo("one"));

        if (closes)
        {
            await client.SendCloseAsync(1000);
            await client.ReceiveCloseAsync(1000);
        }

        await client.DisposeAsync();

        await host.Journal.ExpectAsync(close);
        Assert.That(host.Connections<Stubborn>(), Is.Empty);
        host.Gate.Open();
        await host.Journal.ExpectAsync("disposed");
    }

    [TestCase(true, "close 1000", TestName = "A method that reads the transport's memory keeps that, and not the connection, when the peer closes")]
    [TestCase(false, "close", TestName = "A method that reads the transport's memory keeps that, and not the connection, when the peer vanishes")]
    public async Task A_method_that_reads_the_transports_memory_keeps_it(bool closes, string close)
    {
        await using var host = await StartAsync();
        await using var client = await host.ConnectAsync("/closing/stubborn");
        await client.SendBinaryAsync([7, 8]);
        await IsHandledAsync(host);

        if (closes)
        {
            await client.SendCloseAsync(1000);
            await client.DiscardUntilEndAsync(); // it need not wait for the method either
        }
        else
        {
            client.Reset();
        }

        await host.Journal.ExpectAsync(close);
        await HasLeftAsync(host);
        await ExpectMemoryIsKeptAsync(host);
    }

    [Test]
    public async Task A_method_that_reads_the_transports_memory_keeps_it_when_the_peer_breaks_the_protocol()
    {
        await using var host = await StartAsync();
        await using var client = await host.ConnectAsync("/closing/stubborn");
        await client.SendBinaryAsync([7, 8]);
        await IsHandledAsync(host);

        await client.SendAsync(RawFrame.Encode(3, [1, 2, 3]));
        await client.DiscardUntilEndAsync();

        await host.Journal.ExpectAsync("close 1002");
        await HasLeftAsync(host);
        await ExpectMemoryIsKeptAsync(host);
    }

    [Test]
    public async Task What_waits_behind_a_method_that_does_not_heed_the_token_is_forgotten_when_the_peer_is_gone()
    {
        await using var host = await TestHost.StartAsync<Stubborn>(options => options.CloseTimeout = Soon);
        host.Logs.Expect(16);
        var client = await host.ConnectAsync("/closing/stubborn");
        byte[] messages = [.. Enumerable.Range(0, 3000).SelectMany(i => RawFrame.EncodeText($"{i}"))];
        await client.SendAsync(messages);
        Assert.That(await client.ReceiveTextAsync(), Is.EqualTo("0"));
        await Bounded.Until(() => host.Connections<Stubborn>().SingleOrDefault()?.Life.IsDeaf == true, "nothing more is read");

        client.Reset();

        await host.Journal.ExpectAsync("close");
        Assert.That(host.Connections<Stubborn>(), Is.Empty);
        host.Gate.Open();
        await host.Journal.ExpectAsync("disposed");
        await client.DisposeAsync();
    }

    [Test]
    public async Task While_a_method_holds_its_memory_a_flood_of_pings_fills_none()
    {
        await using var host = await TestHost.StartAsync<Stubborn>();
        await using var client = await host.ConnectAsync("/closing/stubborn");
        await client.SendBinaryAsync([7, 8]);

        byte[] pings = [.. Enumerable.Repeat(RawFrame.Encode(RawFrame.Ping, new byte[125]), 1000).SelectMany(frame => frame)];
        await client.SendAsync(pings);

        if (!TransportUnderTest.IsEpoll)
        {
            // Kestrel's pipes keep what follows the held memory too.
            await Bounded.Until(() => host.Connections<Stubborn>().SingleOrDefault()?.Life.IsDeaf == true, "reading has stopped");
            host.Gate.Open();
        }

        for (var i = 0; i < 1000; i++)
        {
            Assert.That((await client.ReceiveFrameAsync()).Opcode, Is.EqualTo(RawFrame.Pong));
        }

        host.Gate.Open();
    }

    private static async Task<TestHost> StartAsync()
    {
        var host = await TestHost.StartAsync<Stubborn>(options => options.CloseTimeout = Soon);
        host.Logs.Expect(16);
        return host;
    }

    private static Task IsHandledAsync(TestHost host) =>
        Bounded.Until(() => host.Connections<Stubborn>().SingleOrDefault()?.Life.MessagesPassed == 1, "the message is handled");

    private static async Task HasLeftAsync(TestHost host)
    {
        var monitor = host.Services.GetRequiredService<HandlerRegistry>().Mappings.Single().Monitor;
        await Bounded.Until(() => monitor is { Count: 0, Entered: 1 }, "it is no connection any more, and has a place");
        Assert.That(host.Connections<Stubborn>(), Is.Empty);
    }

    // What was given back would be others' now.
    private static async Task ExpectMemoryIsKeptAsync(TestHost host)
    {
        for (var i = 0; i < 100; i++)
        {
            await using var other = await host.ConnectAsync("/closing/stubborn");
            await other.SendTextAsync(new string('x', 4000));
            Assert.That(await other.ReceiveTextAsync(), Has.Length.EqualTo(4000));
            other.Reset();
        }

        host.Gate.Open();
        await Bounded.Until(() => host.Journal.All.Any(entry => entry.StartsWith("still", StringComparison.Ordinal)), "the method ends");
        Assert.That(host.Journal.All, Does.Contain("still has 2 bytes, 7 first"));
    }
}
