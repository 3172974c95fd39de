using System.IO.Compression;
using WebSockets.Runtime.Tests.Infrastructure;
using WebSockets.Runtime.Tests.Wire;

namespace WebSockets.Runtime.Tests.Limits;

/// <summary>What a peer sends faster, or larger, than it is taken. The memory that costs is the server's to say, not the sender's.</summary>
/// <remarks>Alone, because of the memory that is measured.</remarks>
[NonParallelizable]
internal sealed class InboundTests
{
    private const int MessageSize = 50_000;
    private const int Messages = 100_000_000 / MessageSize;
    private const long LevelMemory = 16 * 1024 * 1024;

    [Test]
    public async Task While_a_handler_is_slow_the_socket_is_not_read_and_memory_stays_level()
    {
        await using var host = await TestHost.StartAsync<SlowReader>();
        await using var client = await host.ConnectAsync("/limits/slow");
        var before = GC.GetTotalMemory(forceFullCollection: true);

        var sending = SendAllAsync(client);

        var connection = await host.ConnectionAsync<SlowReader>();
        await Bounded.Until(() => connection.Life.IsDeaf, "the loop waits");
        await Bounded.Until(() => client.IsHeldBack, "TCP holds the client back");
        var reads = connection.Life.Reads;
        Assert.That(GC.GetTotalMemory(forceFullCollection: true) - before, Is.LessThan(LevelMemory));
        Assert.That(sending.IsCompleted, Is.False);
        Assert.That(connection.Life.Reads, Is.EqualTo(reads));

        host.Gate.Open();
        await sending.Within("all is taken");
        await client.SendTextAsync("how many");
        Assert.That(await client.ReceiveTextAsync(), Is.EqualTo($"{Messages}"), "none is lost");
        Assert.That(GC.GetTotalMemory(forceFullCollection: true) - before, Is.LessThan(LevelMemory));
        await client.CloseAsync();
        await host.Journal.ExpectAsync("close 1000");
    }

    [Test]
    public async Task A_compression_bomb_ends_at_MaxMessageSize_with_1009([Values] bool fragmented)
    {
        const int Limit = 1024 * 1024;
        var bomb = Deflated(new byte[64 * 1024 * 1024]);
        Assert.That(bomb, Has.Length.LessThan(Limit / 8));
        await using var host = await TestHost.StartAsync<Echo>(options =>
        {
            options.Compression = true;
            options.MaxMessageSize = Limit;
        });
        await using var client = await RawClient.DialAsync(host.Port, deflates: true);
        await client.OpenAsync(host.Handshake("/echo").Add("Sec-WebSocket-Extensions", "permessage-deflate"));
        await client.SendTextAsync("ready");
        Assert.That(await client.ReceiveTextAsync(), Is.EqualTo("ready"));
        var before = GC.GetTotalAllocatedBytes(precise: true);

        if (fragmented)
        {
            await client.SendAsync(RawFrame.Encode(RawFrame.Binary, bomb.AsSpan(0, 1000), final: false, reserved: 0x40));
            await client.SendAsync(RawFrame.Encode(RawFrame.Continuation, bomb.AsSpan(1000)));
        }
        else
        {
            await client.SendAsync(RawFrame.Encode(RawFrame.Binary, bomb, reserved: 0x40));
        }

        await client.ReceiveCloseAsync(1009);
        Assert.That(GC.GetTotalAllocatedBytes(precise: true) - before, Is.LessThan(8 * Limit));
    }

    [Test]
    public async Task A_message_that_never_ends_is_not_kept_beyond_MaxMessageSize()
    {
        const int Limit = 1024 * 1024;
        await using var host = await TestHost.StartAsync<Echo>(options => options.MaxMessageSize = Limit);
        await using var client = await host.ConnectAsync("/echo");
        var fragment = RawFrame.Encode(RawFrame.Continuation, new byte[16 * 1024], final: false);
        var before = GC.GetTotalMemory(forceFullCollection: true);

        await client.SendAsync(RawFrame.Encode(RawFrame.Binary, [], final: false));
        var sending = client.SendUntilEndAsync(fragment, count: 100_000_000 / fragment.Length);

        await client.ReceiveCloseAsync(1009);
        Assert.That(GC.GetTotalMemory(forceFullCollection: true) - before, Is.LessThan(LevelMemory));
        client.Reset();
        await sending;
    }

    private static async Task SendAllAsync(RawClient client)
    {
        var payload = new byte[MessageSize];
        for (var i = 0; i < Messages; i++)
        {
            BitConverter.TryWriteBytes(payload, i);
            await client.SendUntilEndAsync(RawFrame.Encode(RawFrame.Binary, payload), 1);
        }
    }

    private static byte[] Deflated(byte[] bytes)
    {
        using var memory = new MemoryStream();
        using (var deflate = new DeflateStream(memory, CompressionLevel.SmallestSize))
        {
            deflate.Write(bytes);
            deflate.Flush();
        }

        return memory.ToArray();
    }
}
