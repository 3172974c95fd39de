using System.IO.Pipelines;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Connections;
using WebSockets.Runtime.Tests.Infrastructure;
using WebSockets.Transport.Loops;

namespace WebSockets.Transport.Tests.Parts;

/// <summary>Kestrel's code is written for the pipes of its own transport: what it does with a reader does here what it does with theirs.</summary>
internal sealed class SameAsPipeTests
{
    private EpollEngine _engine = null!;

    [SetUp]
    public void StartEngine() => _engine = SocketPair.NewEngine();

    [TearDown]
    public async Task StopEngine() => await _engine.StopAsync().Within("the loop ends");

    [Test]
    public async Task Any_sequence_of_reads_and_positions_gives_the_same([Range(1, 20)] int seed)
    {
        var pipe = new Pipe(new PipeOptions(pauseWriterThreshold: 0, useSynchronizationContext: false));
        var overPipe = await RunAsync(pipe.Reader, seed, text => pipe.Writer.WriteAsync(Encoding.ASCII.GetBytes(text)).AsTask(), () => pipe.Writer.Complete());
        using var pair = await SocketPair.ConnectAsync(_engine);
        var overSocket = await RunAsync(pair.Reader, seed, async text => await pair.Peer.SendAsync(Encoding.ASCII.GetBytes(text)), () => pair.Peer.Shutdown(SocketShutdown.Send));

        Assert.That(overSocket, Is.EqualTo(overPipe));
    }

    [Test]
    public async Task A_failure_comes_before_what_was_not_read()
    {
        using var pair = await SocketPair.ConnectAsync(_engine);
        await pair.Peer.SendAsync("unread"u8.ToArray());
        var read = await pair.Reader.ReadAsync().AsTask().Within("it comes");
        pair.Reader.AdvanceTo(read.Buffer.Start, read.Buffer.Start);

        pair.Reader.Fail(new ConnectionAbortedException());

        await Assert.ThatAsync(() => pair.Reader.ReadAsync().AsTask().Within("it fails"), Throws.TypeOf<ConnectionAbortedException>());
    }

    [Test]
    public async Task No_position_consumes_nothing_and_one_of_another_read_is_refused()
    {
        using var pair = await SocketPair.ConnectAsync(_engine);
        await pair.Peer.SendAsync("abcdef"u8.ToArray());
        ReadResult read = default;
        await Bounded.Until(() => pair.Reader.TryRead(out read), "it comes"); // not on the loop, where the rest would go to other memory
        var start = read.Buffer.Start;
        pair.Reader.AdvanceTo(default);
        pair.Reader.AdvanceTo(read.Buffer.GetPosition(3), read.Buffer.GetPosition(3));

        Assert.That(() => pair.Reader.AdvanceTo(start), Throws.InvalidOperationException);
        Assert.That(Encoding.ASCII.GetString((await pair.Reader.ReadAsync()).Buffer), Is.EqualTo("def"));
    }

    [Test]
    public async Task Off_the_loop_a_read_brings_the_more_the_more_there_was()
    {
        const int Enough = 64 * 1024;
        using var pair = await SocketPair.ConnectAsync(_engine);
        using var own = new Socket(new SafeSocketHandle(pair.Channel.Fd, ownsHandle: false)) { ReceiveBufferSize = 8 * Enough };
        var sending = Task.Run(async () => await pair.Peer.SendAsync(new byte[16 * Enough]));

        var sizes = new List<long>();
        for (var i = 0; i < 4; i++)
        {
            await Bounded.Until(() => own.Available >= Enough, "there is enough to read");
            Assert.That(pair.Reader.TryRead(out var read), Is.True);
            sizes.Add(read.Buffer.Length);
            pair.Reader.AdvanceTo(read.Buffer.End);
        }

        Assert.That(sizes, Is.EqualTo(new[] { Enough / 4, Enough / 2, Enough, Enough }), "no more than the owner allows");
        pair.Channel.Close();
        await sending.ContinueWith(static done => done.Exception, TaskScheduler.Default);
    }

    // Each write is read to its end before the next one, so that how TCP cuts it makes no difference.
    private static async Task<string> RunAsync(PipeReader reader, int seed, Func<string, Task> write, Action complete)
    {
        var random = new Random(seed);
        var seen = new StringBuilder();
        var pending = 0;
        for (var step = 0; step < 30; step++)
        {
            var text = new string((char)('a' + step), random.Next(1, 50));
            await write(text);
            pending += text.Length;
            ReadResult read;
            while (true)
            {
                read = await reader.ReadAsync().AsTask().Within("it comes");
                if (read.Buffer.Length >= pending)
                {
                    break;
                }

                reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
            }

            seen.Append(Encoding.ASCII.GetString(read.Buffer)).Append(read.IsCompleted ? "!" : "|");
            var consumed = random.Next(pending + 1);
            var examined = random.Next(consumed, pending + 1);
            reader.AdvanceTo(read.Buffer.GetPosition(consumed), read.Buffer.GetPosition(examined));
            pending -= consumed;
            if (examined < consumed + pending)
            {
                var again = reader.ReadAsync();
                seen.Append(again.IsCompleted ? "again" : "waits");
                var rest = await again;
                seen.Append(rest.Buffer.Length);
                reader.AdvanceTo(rest.Buffer.Start, rest.Buffer.End);
            }

            seen.Append(reader.TryRead(out _) ? "more" : "none");
            if (random.Next(4) == 0)
            {
                reader.CancelPendingRead();
                var canceled = await reader.ReadAsync().AsTask().Within("it is cancelled");
                seen.Append(canceled.IsCanceled).Append(canceled.Buffer.Length);
                reader.AdvanceTo(canceled.Buffer.Start, canceled.Buffer.End);
            }
        }

        complete();
        ReadResult last;
        while (!(last = await reader.ReadAsync().AsTask().Within("the end comes")).IsCompleted)
        {
            reader.AdvanceTo(last.Buffer.Start, last.Buffer.End);
        }

        seen.Append(last.Buffer.Length);
        reader.AdvanceTo(last.Buffer.End);
        last = await reader.ReadAsync();
        return seen.Append(last.IsCompleted).Append(last.Buffer.Length).ToString();
    }
}
