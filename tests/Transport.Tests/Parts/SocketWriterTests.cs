using System.Buffers;
using System.Net.Sockets;
using WebSockets.Runtime.Tests.Infrastructure;
using WebSockets.Transport.Loops;
using WebSockets.Transports;

namespace WebSockets.Transport.Tests.Parts;

internal sealed class SocketWriterTests
{
    private static readonly byte[] Chunk = new byte[64 * 1024];

    private EpollEngine _engine = null!;

    [SetUp]
    public void StartEngine() => _engine = SocketPair.NewEngine();

    [TearDown]
    public async Task StopEngine() => await _engine.StopAsync().Within("the loop ends");

    [Test]
    public async Task A_flush_waits_until_the_peer_takes_and_then_all_has_gone()
    {
        using var pair = await SocketPair.ConnectAsync(_engine);
        var (written, flush) = Fill(pair);
        Assert.That(flush.IsCompleted, Is.False);

        pair.Writer.Complete();
        var received = await ReadToEndAsync(pair.Peer);

        Assert.That(received, Has.Length.EqualTo(written));
        Assert.That((await flush.Within("the flush ends")).IsCompleted, Is.False);
    }

    [Test]
    public async Task A_flush_that_is_asked_for_while_another_waits_does_not_keep_that_waiting()
    {
        using var pair = await SocketPair.ConnectAsync(_engine);
        var (written, flush) = Fill(pair);

        pair.Writer.Write("more"u8);
        Assert.That(pair.Writer.FlushAsync().IsCompleted, Is.False);
        var reading = ReadToEndAsync(pair.Peer);
        await flush.Within("the first flush ends");

        pair.Writer.Complete();
        Assert.That(await reading, Has.Length.EqualTo(written + 4));
    }

    [Test]
    public async Task A_cancelled_flush_loses_nothing()
    {
        using var pair = await SocketPair.ConnectAsync(_engine);
        var (written, flush) = Fill(pair);

        pair.Writer.CancelPendingFlush();

        Assert.That((await flush.Within("it is cancelled")).IsCanceled, Is.True);
        using var source = new CancellationTokenSource();
        flush = pair.Writer.FlushAsync(source.Token).AsTask();
        await source.CancelAsync();
        await Assert.ThatAsync(() => flush.Within("it is cancelled"), Throws.InstanceOf<OperationCanceledException>());
        var sent = pair.Writer.WhenSentAsync().AsTask();
        var reading = ReadToEndAsync(pair.Peer);
        await sent.Within("all is sent");
        pair.Writer.Complete();
        Assert.That(await reading, Has.Length.EqualTo(written));
    }

    [Test]
    public async Task A_flush_that_waits_ends_when_the_peer_resets_or_the_channel_is_closed([Values("reset", "close", "abort")] string how)
    {
        using var pair = await SocketPair.ConnectAsync(_engine);
        var (_, flush) = Fill(pair);

        switch (how)
        {
            case "reset":
                pair.Peer.LingerState = new LingerOption(true, 0);
                pair.Peer.Dispose();
                break;
            case "close":
                pair.Channel.Close();
                break;
            default:
                pair.Channel.Abort();
                break;
        }

        Assert.That((await flush.Within("it ends")).IsCompleted, Is.True);
        Assert.That((await pair.Writer.WriteAsync(Chunk).AsTask().Within("the next one ends at once")).IsCompleted, Is.True);
    }

    [Test]
    public async Task What_another_thread_writes_in_the_midst_of_a_turn_stays_in_its_place()
    {
        using var pair = await SocketPair.ConnectAsync(_engine);

        await pair.OnLoopAsync(TurnAsync);

        Assert.That(await ReadToEndAsync(pair.Peer), Is.EqualTo("first second third fourth"u8.ToArray()));

        async Task TurnAsync()
        {
            Assert.That(LoopThread.Active, Is.Not.Null);
            WritePart(pair, "first "u8);
            var thread = new Thread(() => _ = pair.Writer.WriteAsync("second "u8.ToArray()));
            thread.Start();
            thread.Join();
            WritePart(pair, "third "u8);
            await pair.Writer.WriteAsync("fourth"u8.ToArray());
            pair.Writer.Complete();
        }
    }

    [Test]
    public async Task Parts_and_bytes_of_ones_own_keep_their_order_before_a_peer_that_takes_slowly([Range(1, 4)] int seed)
    {
        using var pair = await SocketPair.ConnectAsync(_engine);
        var random = new Random(seed);
        var expected = new byte[12_000_000];
        random.NextBytes(expected);
        var waits = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

        var turns = pair.OnLoopAsync(TurnsAsync);
        await waits.Task.Within("a flush waits");
        var received = ReadToEndAsync(pair.Peer);
        await turns;

        Assert.That((await received).AsSpan().CommonPrefixLength(expected), Is.EqualTo(expected.Length));

        async Task TurnsAsync()
        {
            for (var at = 0; at < expected.Length;)
            {
                var size = Math.Min(expected.Length - at, random.Next(4) == 0 ? random.Next(1, 400_000) : random.Next(1, 5000));
                var bytes = expected.AsMemory(at, size);
                at += size;
                if (size <= 5000 && random.Next(3) > 0)
                {
                    if (WritePart(pair, bytes.Span))
                    {
                        continue;
                    }
                }
                else
                {
                    pair.Writer.Write(bytes.Span);
                }

                var flush = pair.Writer.FlushAsync();
                if (!flush.IsCompleted)
                {
                    waits.TrySetResult();
                }

                await flush;
            }

            pair.Writer.Complete();
        }
    }

    private static bool WritePart(SocketPair pair, ReadOnlySpan<byte> bytes)
    {
        var turn = TurnBuffer.Current!;
        if (turn.Bytes.Length - turn.End < bytes.Length)
        {
            turn.Empty();
        }

        var start = turn.End;
        bytes.CopyTo(turn.Bytes.AsSpan(start));
        turn.End += bytes.Length;
        return pair.Writer.Write(turn, start, bytes.Length);
    }

    // Writes until the peer's side is full.
    private static (int Written, Task<System.IO.Pipelines.FlushResult> Flush) Fill(SocketPair pair)
    {
        for (var written = Chunk.Length; ; written += Chunk.Length)
        {
            var flush = pair.Writer.WriteAsync(Chunk);
            if (!flush.IsCompleted)
            {
                return (written, flush.AsTask());
            }

            _ = flush.Result;
        }
    }

    private static async Task<byte[]> ReadToEndAsync(Socket socket)
    {
        using var all = new MemoryStream();
        await using var stream = new NetworkStream(socket);
        await stream.CopyToAsync(all).Within("the connection ends");
        return all.ToArray();
    }
}
