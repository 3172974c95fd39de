using System.Buffers;
using System.IO.Pipelines;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.AspNetCore.Connections;
using WebSockets.Runtime.Tests.Infrastructure;
using WebSockets.Transport.Loops;

namespace WebSockets.Transport.Tests.Parts;

/// <summary>What waits for a read goes on by the thread of the loop, so much of these tests runs there.</summary>
internal sealed class SocketReaderTests
{
    private EpollEngine _engine = null!;

    [SetUp]
    public void StartEngine() => _engine = SocketPair.NewEngine();

    [TearDown]
    public async Task StopEngine() => await _engine.StopAsync().Within("the loop ends");

    [Test]
    public async Task What_was_not_consumed_is_read_again_with_what_came_after_it()
    {
        using var pair = await SocketPair.ConnectAsync(_engine);

        await pair.OnLoopAsync(RunAsync);

        async Task RunAsync()
        {
            var first = await ReadAsync(pair, "abcdef");
            Assert.That(LoopThread.Active, Is.Not.Null);
            Assert.That(Text(first), Is.EqualTo("abcdef"));
            pair.Reader.AdvanceTo(first.Buffer.GetPosition(2), first.Buffer.End);

            var second = await ReadAsync(pair, "ghi");
            Assert.That(Text(second), Is.EqualTo("cdefghi"));
            pair.Reader.AdvanceTo(second.Buffer.Start, second.Buffer.End);

            var third = await ReadAsync(pair, new string('x', 20_000));
            Assert.That(Text(third), Does.Match("^cdefghix+$"));
            pair.Reader.AdvanceTo(third.Buffer.End);
        }
    }

    [Test]
    public async Task What_was_not_examined_is_there_at_once()
    {
        using var pair = await SocketPair.ConnectAsync(_engine);

        await pair.OnLoopAsync(RunAsync);

        async Task RunAsync()
        {
            var first = await ReadAsync(pair, "abcdef");
            pair.Reader.AdvanceTo(first.Buffer.GetPosition(2), first.Buffer.GetPosition(4));

            Assert.That(pair.Reader.TryRead(out var second), Is.True);
            Assert.That(Text(second), Is.EqualTo("cdef"));
            pair.Reader.AdvanceTo(second.Buffer.Start, second.Buffer.End);
            Assert.That(pair.Reader.TryRead(out _), Is.False);
        }
    }

    [Test]
    public async Task Memory_that_nobody_keeps_is_received_into_again()
    {
        using var one = await SocketPair.ConnectAsync(_engine);
        using var other = await SocketPair.ConnectAsync(_engine);

        await one.OnLoopAsync(RunAsync);

        async Task RunAsync()
        {
            var first = await ReadAsync(one, "of the one");
            var memory = first.Buffer.First;
            one.Reader.AdvanceTo(first.Buffer.End);

            var second = await ReadAsync(other, "of another");

            Assert.That(second.Buffer.First, Is.EqualTo(memory));
            other.Reader.AdvanceTo(second.Buffer.End);
        }
    }

    [Test]
    public async Task Memory_that_is_kept_stays_as_it_is_while_others_receive_and_is_used_again_afterwards()
    {
        using var one = await SocketPair.ConnectAsync(_engine);
        using var other = await SocketPair.ConnectAsync(_engine);

        await one.OnLoopAsync(RunAsync);

        async Task RunAsync()
        {
            var kept = await ReadAsync(one, "kept and rest");
            Assert.That(MemoryMarshal.TryGetArray(kept.Buffer.First, out var keptIn), Is.True);
            one.Reader.Keep();
            one.Reader.AdvanceTo(kept.Buffer.GetPosition(4));
            var all = new HashSet<byte[]>();

            for (var i = 0; i < 600; i++)
            {
                var read = await ReadAsync(other, new string('x', 1000));
                Assert.That(MemoryMarshal.TryGetArray(read.Buffer.First, out var array), Is.True);
                all.Add(array.Array!);
                other.Reader.AdvanceTo(read.Buffer.End);
            }

            Assert.That(all, Does.Contain(keptIn.Array), "the others receive into the same memory, behind it");
            Assert.That(Encoding.ASCII.GetString(keptIn), Is.EqualTo("kept and rest"));
            one.Reader.Release();
            Assert.That(one.Reader.TryRead(out var rest), Is.True);
            Assert.That(Text(rest), Is.EqualTo(" and rest"));
            one.Reader.AdvanceTo(rest.Buffer.End);
        }
    }

    [Test]
    public async Task Whatever_is_consumed_examined_and_kept_the_bytes_are_right([Values] bool onLoop, [Range(1, 5)] int seed)
    {
        var readings = new List<Task>();
        for (var i = 0; i < 6; i++)
        {
            readings.Add(TransferAsync(onLoop, (100 * seed) + i));
        }

        await Task.WhenAll(readings).Within("all is read");
    }

    [Test]
    public async Task The_end_is_read_after_all_bytes()
    {
        using var pair = await SocketPair.ConnectAsync(_engine);
        pair.Peer.Send("last"u8);
        pair.Peer.Shutdown(SocketShutdown.Send);

        var text = "";
        ReadResult result;
        do
        {
            result = await pair.Reader.ReadAsync().AsTask().Within("the end comes");
            text += Text(result);
            pair.Reader.AdvanceTo(result.Buffer.End);
        }
        while (!result.IsCompleted);

        Assert.That(text, Is.EqualTo("last"));
        await pair.Gone.Within("the owner is told");
        Assert.That(pair.Reader.IsEnd, Is.True);
    }

    [Test]
    public async Task A_reset_fails_the_read_that_waits_and_those_after_it()
    {
        using var pair = await SocketPair.ConnectAsync(_engine);
        var reading = pair.Reader.ReadAsync().AsTask();

        pair.Peer.LingerState = new LingerOption(true, 0);
        pair.Peer.Dispose();

        await Assert.ThatAsync(() => reading.Within("it fails"), Throws.TypeOf<ConnectionResetException>());
        await Assert.ThatAsync(() => pair.Reader.ReadAsync().AsTask().Within("it fails"), Throws.TypeOf<ConnectionResetException>());
        await pair.Gone.Within("the owner is told");
    }

    [Test]
    public async Task A_peer_that_goes_while_nobody_reads_is_noticed([Values] bool reset)
    {
        using var pair = await SocketPair.ConnectAsync(_engine);
        pair.Peer.Send("unread"u8);

        pair.Peer.LingerState = new LingerOption(reset, 0);
        pair.Peer.Dispose();

        await pair.Gone.Within("the owner is told");
    }

    [Test]
    public async Task A_cancelled_read_gives_nothing_and_the_next_one_goes_on()
    {
        using var pair = await SocketPair.ConnectAsync(_engine);
        var reading = pair.Reader.ReadAsync().AsTask();
        pair.Reader.CancelPendingRead();
        var canceled = await reading.Within("it is cancelled");
        Assert.That((canceled.IsCanceled, canceled.Buffer.IsEmpty), Is.EqualTo((true, true)));
        pair.Reader.AdvanceTo(canceled.Buffer.End);

        // While nobody waits it is the next that is cancelled.
        pair.Reader.CancelPendingRead();
        Assert.That((await pair.Reader.ReadAsync()).IsCanceled, Is.True);

        using var source = new CancellationTokenSource();
        reading = pair.Reader.ReadAsync(source.Token).AsTask();
        await source.CancelAsync();
        await Assert.ThatAsync(() => reading.Within("it is cancelled"), Throws.InstanceOf<OperationCanceledException>());

        reading = pair.Reader.ReadAsync().AsTask();
        pair.Peer.Send("after all"u8);
        Assert.That(Text(await reading.Within("it comes")), Is.EqualTo("after all"));
    }

    [Test]
    public async Task A_channel_that_is_closed_ends_the_read_that_waits()
    {
        using var pair = await SocketPair.ConnectAsync(_engine);
        var reading = pair.Reader.ReadAsync().AsTask();

        pair.Channel.Close();

        Assert.That((await reading.Within("it ends")).IsCompleted, Is.True);
    }

    // Sends in pieces of random sizes, and reads in random steps.
    private async Task TransferAsync(bool onLoop, int seed)
    {
        var random = new Random(seed);
        var expected = new byte[200_000];
        random.NextBytes(expected);
        using var pair = await SocketPair.ConnectAsync(_engine);

        await (onLoop ? pair.OnLoopAsync(RunAsync) : RunAsync());

        async Task RunAsync()
        {
            var sending = Task.Run(async () =>
            {
                var sizes = new Random(seed + 1);
                for (var at = 0; at < expected.Length;)
                {
                    var size = Math.Min(expected.Length - at, sizes.Next(1, sizes.Next(2) == 0 ? 100 : 9000));
                    at += await pair.Peer.SendAsync(expected.AsMemory(at, size));
                }
            });

            var position = 0;
            ReadOnlyMemory<byte> kept = default;
            byte[] copy = [];
            while (position < expected.Length)
            {
                if (!onLoop)
                {
                    await Task.Yield();
                }

                var result = await pair.Reader.ReadAsync();
                var length = (int)result.Buffer.Length;
                if (!result.Buffer.FirstSpan.SequenceEqual(expected.AsSpan(position, length)))
                {
                    Assert.Fail($"wrong at {position}, {length} bytes, seed {seed}");
                }

                var consumed = random.Next(2) == 0 || position + length == expected.Length ? length : random.Next(length + 1);
                if (kept.IsEmpty && random.Next(4) == 0)
                {
                    pair.Reader.Keep();
                    (kept, copy) = (result.Buffer.First, result.Buffer.ToArray());
                }

                pair.Reader.AdvanceTo(result.Buffer.GetPosition(consumed), result.Buffer.GetPosition(random.Next(2) == 0 ? length : consumed));
                position += consumed;
                if (!kept.IsEmpty && random.Next(4) == 0)
                {
                    Assert.That(kept.Span.SequenceEqual(copy), Is.True, $"what was kept has changed, seed {seed}");
                    pair.Reader.Release();
                    kept = default;
                }
            }

            await sending;
        }
    }

    // A read that waits for what is sent then: it ends on the loop.
    private static async ValueTask<ReadResult> ReadAsync(SocketPair pair, string sent)
    {
        var reading = pair.Reader.ReadAsync();
        pair.Peer.Send(Encoding.ASCII.GetBytes(sent));
        return await reading;
    }

    private static string Text(ReadResult result) => Encoding.ASCII.GetString(result.Buffer);
}
