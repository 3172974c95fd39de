using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Time.Testing;
using WebSockets.Runtime.Tests.Closing;
using WebSockets.Runtime.Tests.Infrastructure;
using WebSockets.Runtime.Tests.Wire;

namespace WebSockets.Runtime.Tests.Limits;

/// <summary>A message that does not come whole: MessageReceiveTimeout, or 240 bytes a second.</summary>
internal sealed class ReceiveTimeoutTests
{
    private const int Limit = 30;
    private static readonly byte[] Message = RawFrame.Encode(RawFrame.Binary, new byte[100_000]);

    private static IEnumerable<TestCaseData> Beginnings()
    {
        yield return Case("the first byte of a header", [0x82]);
        yield return Case("a long length", [0x82, 0xff, 0, 0, 0]);
        yield return Case("the payload", RawFrame.EncodeText("half of this")[..9]);
        yield return Case("a fragment", RawFrame.Encode(RawFrame.Text, "half"u8, final: false));
        yield return Case("an empty fragment", RawFrame.Encode(RawFrame.Text, [], final: false));
        yield return Case("a large payload", Message[..50_000]);
        yield return Case("a ping", RawFrame.Encode(RawFrame.Ping, "ping"u8)[..8]);
        yield return Case("a close frame", RawFrame.EncodeClose(1000, "bye")[..7]);

        static TestCaseData Case(string what, byte[] bytes) => new TestCaseData(bytes).SetArgDisplayNames(what);
    }

    [TestCaseSource(nameof(Beginnings))]
    public async Task What_has_begun_and_does_not_end_closes_with_1008(byte[] bytes)
    {
        var time = new FakeTimeProvider();
        await using var host = await StartAsync(time);
        await using var client = await OpenAsync(host, bytes);

        time.Pass(Limit - 1);
        Assert.That(host.Connections<Closer>().Single().Life.IsClosing, Is.False);
        time.Pass(3);

        Assert.That((await client.ReceiveCloseAsync(1008)).Reason, Is.EqualTo("The message took too long to arrive."));
        Assert.That(host.Logs.Find(55), Is.Not.Null);
        client.Finish();
        await host.Journal.ExpectAsync("token", "close 1008 The message took too long to arrive.");
    }

    [Test]
    public async Task So_it_is_over_HTTP_2()
    {
        var time = new FakeTimeProvider();
        await using var host = await StartAsync(time, setup: setup => setup.Protocols = HttpProtocols.Http2);
        using var http = new Http2Client(host.Port);
        await using var client = await http.ConnectAsync("/closing");
        await host.Journal.ExpectAsync("open");
        await client.SendAsync(Message[..1000]);
        await ArrivedAsync(host, 1000 - 14);

        time.Pass(Limit + 2);

        await client.ReceiveCloseAsync(1008);
        await client.SendCloseAsync(1000); // within the message: it is no close frame
        client.Reset();
        await host.Journal.ExpectAsync("token", "close 1008 The message took too long to arrive.");
    }

    [Test]
    public async Task Pings_and_empty_fragments_do_not_keep_it()
    {
        var time = new FakeTimeProvider();
        await using var host = await StartAsync(time);
        await using var client = await OpenAsync(host, RawFrame.Encode(RawFrame.Text, "half"u8, final: false));

        for (var i = 0; i < Limit; i++)
        {
            await client.SendAsync([.. RawFrame.Encode(RawFrame.Continuation, [], final: false), .. RawFrame.Encode(RawFrame.Ping, new byte[100])]);
            await client.ReceiveAsync(RawFrame.Pong);
            await host.RestsAsync<Closer>();
            time.Pass(1);
        }

        time.Pass(2);
        await client.ReceiveCloseAsync(1008);
    }

    [Test]
    public async Task A_large_one_may_take_long_as_long_as_240_bytes_a_second_come()
    {
        const int Part = 2500;
        var time = new FakeTimeProvider();
        await using var host = await StartAsync(time);
        await using var client = await OpenAsync(host, []);
        var connection = host.Connections<Closer>().Single();

        foreach (var part in Message.Chunk(Part))
        {
            Assert.That(connection.Life.IsClosing, Is.False);
            var before = connection.Life.UnfinishedBytes;
            await client.SendAsync(part);
            await Bounded.Until(() => connection.Life.UnfinishedBytes != before, "the part is read");
            await host.RestsAsync<Closer>();
            time.Pass(10);
        }

        await client.ReceiveCloseAsync(1008); // of an unknown message, and not before it
    }

    [Test]
    public async Task One_after_the_other_each_has_its_own_time()
    {
        var time = new FakeTimeProvider();
        await using var host = await StartAsync(time);
        await using var client = await OpenAsync(host, RawFrame.EncodeText("0")[..6]);

        for (var i = 0; i < 4; i++)
        {
            time.Pass(Limit - 5);
            await client.SendAsync([.. RawFrame.EncodeText($"{i}")[6..], .. RawFrame.EncodeText($"{i + 1}")[..6]]);
            Assert.That(await client.ReceiveTextAsync(), Is.EqualTo($"{i}"));
            await host.RestsAsync<Closer>();
        }
    }

    [Test]
    public async Task While_nothing_is_read_the_time_stands_still()
    {
        var time = new FakeTimeProvider();
        await using var host = await StartAsync(time);
        await using var client = await OpenAsync(host, []);
        var connection = host.Connections<Closer>().Single();
        await client.SendTextAsync("wait");
        await client.SendAsync([.. Enumerable.Range(0, 256).SelectMany(i => RawFrame.EncodeText($"{i}")), .. RawFrame.Encode(RawFrame.Text, "ha"u8, final: false)]);
        await client.SendAsync(RawFrame.EncodeText("x")[..3]);
        await Bounded.Until(() => connection.Life.IsDeaf, "too much waits");

        time.Pass(2 * Limit);

        Assert.That(connection.Life.IsClosing, Is.False);
        host.Gate.Open();
        Assert.That(await client.ReceiveTextAsync(), Is.EqualTo("done"));
    }

    [Test]
    public async Task It_can_be_turned_off()
    {
        var time = new FakeTimeProvider();
        await using var host = await StartAsync(time, options => options.MessageReceiveTimeout = Timeout.InfiniteTimeSpan);
        await using var client = await OpenAsync(host, RawFrame.EncodeText("at last")[..8]);

        time.Advance(TimeSpan.FromDays(1));
        await client.SendAsync(RawFrame.EncodeText("at last")[8..]);

        Assert.That(await client.ReceiveTextAsync(), Is.EqualTo("at last"));
    }

    private static Task<TestHost> StartAsync(FakeTimeProvider time, Action<WebSocketHandlerOptions>? options = null, Action<TestHostSetup>? setup = null) => TestHost.StartAsync<Closer>(
        own =>
        {
            own.KeepAliveInterval = Timeout.InfiniteTimeSpan;
            own.MaxMessageSize = Message.Length;
            options?.Invoke(own);
        },
        own =>
        {
            own.Time = time;
            setup?.Invoke(own);
        });

    private static async Task<RawClient> OpenAsync(TestHost host, byte[] bytes)
    {
        var client = await host.ConnectAsync("/closing");
        await host.Journal.ExpectAsync("open");
        if (bytes.Length > 0)
        {
            await client.SendAsync(bytes);
            await ArrivedAsync(host, 0);
        }

        return client;
    }

    private static async Task ArrivedAsync(TestHost host, int least)
    {
        await Bounded.Until(() => host.Connections<Closer>().Single().Life.UnfinishedBytes >= least, "it has arrived");
        await host.RestsAsync<Closer>();
    }
}
