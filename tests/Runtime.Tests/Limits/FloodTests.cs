using Microsoft.Extensions.Time.Testing;
using WebSockets.Framing;
using WebSockets.Runtime.Tests.Infrastructure;
using WebSockets.Runtime.Tests.Wire;

namespace WebSockets.Runtime.Tests.Limits;

/// <summary>Frames that no limit of messages counts: they cost no memory, and only so much work.</summary>
/// <remarks>Alone, because of the memory that is measured.</remarks>
[NonParallelizable]
internal sealed class FloodTests
{
    private const int Batch = 10_000;
    private static readonly byte[] Small = new byte[FloodGuard.SmallFragment - 1];
    private const long LevelMemory = 4 * 1024 * 1024;

    public enum Flood
    {
        Pings,
        Pongs,
        EmptyFragments,
        SmallFragments,
    }

    [Test]
    public async Task More_frames_that_bring_nothing_than_may_come_in_a_second_close_with_1008([Values] Flood kind)
    {
        await using var host = await StartAsync(new FakeTimeProvider());
        await using var client = await host.ConnectAsync("/echo");
        await BeginAsync(client, kind);

        // The pongs are read meanwhile: to a client that does not read them nothing comes to be answered.
        var closing = ReceiveCloseAsync(client);
        var flooding = client.SendUntilEndAsync(Frames(kind, FloodGuard.Limit + 1), 1);

        Assert.That(await closing.Within("the flood is answered"), Is.EqualTo(1008));
        await flooding;
        await client.SendCloseAsync(1008);
        await host.Journal.ExpectAsync("open", "close 1008 Too many control frames or small fragments");
    }

    [Test]
    public async Task As_many_as_may_come_in_a_second_may_come_in_each([Values(Flood.Pongs, Flood.EmptyFragments, Flood.SmallFragments)] Flood kind)
    {
        var time = new FakeTimeProvider();
        await using var host = await StartAsync(time);
        await using var client = await host.ConnectAsync("/echo");

        for (var second = 0; second < 3; second++)
        {
            await BeginAsync(client, kind);
            for (var i = 0; i < FloodGuard.Limit / Batch; i++)
            {
                await client.SendAsync(Frames(kind, Batch));
            }

            await EndAsync(client, kind);
            time.Advance(TimeSpan.FromSeconds(1));
        }
    }

    [Test]
    public async Task Fragments_of_a_size_that_is_of_use_are_not_counted_nor_is_the_last_of_a_message()
    {
        await using var host = await StartAsync(new FakeTimeProvider());
        await using var client = await host.ConnectAsync("/echo");
        var message = (byte[])[.. RawFrame.Encode(RawFrame.Binary, new byte[FloodGuard.SmallFragment], final: false), .. RawFrame.Encode(RawFrame.Continuation, [])];
        var many = Repeat(message, 5000);
        var echoes = Task.Run(async () =>
        {
            for (var i = 0; i < FloodGuard.Limit + 5000; i++)
            {
                await client.ReceiveBinaryAsync();
            }
        });

        await client.SendUntilEndAsync(many, (FloodGuard.Limit / 5000) + 2);

        await echoes.WaitAsync(TimeSpan.FromMinutes(2));
    }

    [Test]
    public async Task Pongs_that_nobody_asked_for_cost_no_memory_CVE_2021_3690()
    {
        await using var host = await StartAsync(new FakeTimeProvider());
        await using var client = await host.ConnectAsync("/echo");
        var pongs = Repeat(RawFrame.Encode(RawFrame.Pong, new byte[125]), 1000);
        await FloodAsync(client, pongs, 1);
        var before = GC.GetTotalMemory(forceFullCollection: true);

        await FloodAsync(client, pongs, 100);

        Assert.That(GC.GetTotalMemory(forceFullCollection: true) - before, Is.LessThan(LevelMemory));
    }

    [TestCase(0)]
    [TestCase(1)]
    public async Task Tiny_fragments_of_one_message_cost_no_more_than_the_message_CVE_2026_48779(int size)
    {
        const int Fragments = 60_000;
        await using var host = await StartAsync(new FakeTimeProvider());
        await using var client = await host.ConnectAsync("/echo");
        var fragments = Repeat(RawFrame.Encode(RawFrame.Continuation, new byte[size], final: false), 1000);
        await FloodAsync(client, RawFrame.Encode(RawFrame.Pong, []), 1);
        var before = GC.GetTotalMemory(forceFullCollection: true);

        await BeginAsync(client, Flood.EmptyFragments);
        await client.SendUntilEndAsync(fragments, Fragments / 1000);
        await client.SendPingAsync("all are read");
        await client.ReceiveAsync(RawFrame.Pong);
        Assert.That(GC.GetTotalMemory(forceFullCollection: true) - before, Is.LessThan(LevelMemory));

        await client.SendAsync(RawFrame.Encode(RawFrame.Continuation, [7]));
        Assert.That(await client.ReceiveBinaryAsync(), Is.EqualTo((byte[])[1, .. new byte[size * Fragments], 7]));
    }

    // The rate is by the clock: a frozen one makes a second of all that comes.
    private static Task<TestHost> StartAsync(FakeTimeProvider time) => TestHost.StartAsync<Echo>(options => options.MaxMessageSize = 16 * 1024 * 1024, setup => setup.Time = time);

    private static Task BeginAsync(RawClient client, Flood kind) =>
        IsOfFragments(kind) ? client.SendAsync(RawFrame.Encode(RawFrame.Binary, [1], final: false)) : Task.CompletedTask;

    private static byte[] Frames(Flood kind, int count)
    {
        var frame = kind switch
        {
            Flood.Pings => RawFrame.Encode(RawFrame.Ping, []),
            Flood.Pongs => RawFrame.Encode(RawFrame.Pong, []),
            Flood.EmptyFragments => RawFrame.Encode(RawFrame.Continuation, [], final: false),
            _ => RawFrame.Encode(RawFrame.Continuation, Small, final: false),
        };
        return Repeat(frame, count);
    }

    private static byte[] Repeat(byte[] frame, int count) => [.. Enumerable.Repeat(frame, count).SelectMany(bytes => bytes)];

    private static bool IsOfFragments(Flood kind) => kind is Flood.EmptyFragments or Flood.SmallFragments;

    // What was sent is read, and the connection is as before.
    private static async Task EndAsync(RawClient client, Flood kind)
    {
        await client.SendAsync(IsOfFragments(kind) ? RawFrame.Encode(RawFrame.Continuation, []) : RawFrame.Encode(RawFrame.Binary, [1]));
        Assert.That((await client.ReceiveBinaryAsync())[0], Is.EqualTo(1));
    }

    private static async Task FloodAsync(RawClient client, byte[] frames, int count)
    {
        await client.SendUntilEndAsync(frames, count);
        await client.SendTextAsync("still here");
        Assert.That(await client.ReceiveTextAsync(), Is.EqualTo("still here"));
    }

    private static async Task<int?> ReceiveCloseAsync(RawClient client)
    {
        RawFrame frame;
        do
        {
            frame = await client.ReceiveFrameAsync();
        }
        while (frame.Opcode == RawFrame.Pong);

        return frame.Opcode == RawFrame.Close ? frame.Status : null;
    }
}
