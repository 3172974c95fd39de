using System.Buffers;
using System.IO.Pipelines;
using System.Net.WebSockets;
using WebSockets.Connections;

namespace WebSockets.Runtime.Tests.Sending;

/// <summary>What waits for a full transport under Latest, in an order that only a pipe of the test's own can bring about.</summary>
internal sealed class LatestTests
{
    private const int Limit = 10_000;
    private const int Mebibyte = 1024 * 1024;
    private static readonly byte[] Full = [0x82, 126, 4, 0, .. new byte[1024]];

    [Test]
    public async Task Only_the_newest_of_each_key_waits_in_the_place_of_the_first()
    {
        var (output, pipe) = FullOutput();

        Send(output, "a", 1);
        Send(output, "b", 2);
        Send(output, "a", 3, length: 7);
        Send(output, "c", 4);
        Send(output, "b", 5);
        Send(output, "a", 6);

        Assert.That((output.PendingLength, output.DroppedMessages), Is.EqualTo((9, 3)));
        Assert.That(await RestAsync(output, pipe), Is.EqualTo((byte[])[.. Frame(6), .. Frame(5), .. Frame(4)]));
    }

    [Test]
    public async Task Messages_without_a_key_are_not_replaced_and_keep_their_place()
    {
        var (output, pipe) = FullOutput();

        Send(output, "a", 1);
        Send(output, null, 2);
        Send(output, "b", 3);
        Send(output, null, 4);
        Send(output, "a", 5);

        Assert.That((output.PendingLength, output.DroppedMessages), Is.EqualTo((12, 1)));
        Assert.That(await RestAsync(output, pipe), Is.EqualTo((byte[])[.. Frame(5), .. Frame(2), .. Frame(3), .. Frame(4)]));
    }

    [Test]
    public async Task Messages_of_other_policies_are_not_replaced_and_keep_their_place([Values(SlowConsumerPolicy.Close, SlowConsumerPolicy.Drop, SlowConsumerPolicy.Wait)] SlowConsumerPolicy other)
    {
        var (output, pipe) = FullOutput();

        Send(output, "a", 1);
        Assert.That(output.Send(Frame(2), other, "a"), Is.EqualTo(SendOutcome.Accepted));
        Send(output, "a", 3);

        Assert.That(await RestAsync(output, pipe), Is.EqualTo((byte[])[.. Frame(3), .. Frame(2)]));
        Assert.That(output.DroppedMessages, Is.EqualTo(1));
    }

    [Test]
    public async Task Over_the_limit_the_oldest_that_may_be_replaced_are_dropped_and_counted()
    {
        var (output, pipe) = FullOutput();
        Send(output, null, 1, length: 1000);
        Send(output, "a", 2, length: 4000);
        Send(output, "b", 3, length: 3000);
        Send(output, "c", 4, length: 1000);
        Assert.That(output.DroppedMessages, Is.Zero);

        Send(output, "d", 5, length: 6000);

        Assert.That(output.DroppedMessages, Is.EqualTo(2), "a and b");
        Assert.That(output.PendingLength, Is.EqualTo(1000 + 1000 + 6000 + (3 * 4)));
        Assert.That(await RestAsync(output, pipe), Is.EqualTo((byte[])[.. Frame(1, 1000), .. Frame(4, 1000), .. Frame(5, 6000)]));
    }

    [Test]
    public async Task A_larger_one_of_the_same_key_drops_others_and_not_its_own_place()
    {
        var (output, pipe) = FullOutput();
        Send(output, "a", 1, length: 1000);
        Send(output, "b", 2, length: 4000);
        Send(output, "c", 3, length: 4000);

        Send(output, "a", 4, length: 5000);

        Assert.That(output.DroppedMessages, Is.EqualTo(2), "b, and the first a");
        Assert.That(await RestAsync(output, pipe), Is.EqualTo((byte[])[.. Frame(4, 5000), .. Frame(3, 4000)]));
    }

    [Test]
    public async Task What_can_have_no_room_is_dropped_itself_and_nothing_for_it()
    {
        var (output, pipe) = FullOutput();
        Send(output, null, 1, length: 6000);
        Send(output, "a", 2, length: 1000);

        Assert.That(output.Send(Frame(3, 5000), SlowConsumerPolicy.Latest, "b"), Is.EqualTo(SendOutcome.Full));
        Assert.That(output.Send(Frame(4, Limit + 1), SlowConsumerPolicy.Latest, "a"), Is.EqualTo(SendOutcome.Full));

        Assert.That(output.DroppedMessages, Is.EqualTo(2));
        Assert.That(await RestAsync(output, pipe), Is.EqualTo((byte[])[.. Frame(1, 6000), .. Frame(2, 1000)]));
    }

    [Test]
    public async Task What_has_begun_to_go_out_goes_out_whole_and_a_newer_one_follows_it()
    {
        const int Large = 100_000; // more than is handed over at once
        var (output, pipe) = FullOutput(limit: 1_000_000);
        var first = new byte[] { 0x82, 127, 0, 0, 0, 0, 0, 1, 0x86, 0xa0 }.Concat(Enumerable.Repeat((byte)1, Large)).ToArray();
        Assert.That(output.Send(first, SlowConsumerPolicy.Latest, "a"), Is.EqualTo(SendOutcome.Accepted));

        await TakeAsync(pipe, Full.Length);
        await Infrastructure.Bounded.Until(() => output.PendingLength < first.Length, "it has begun");
        Send(output, "a", 2);
        Send(output, "a", 3);

        Assert.That(output.DroppedMessages, Is.EqualTo(1), "the second");
        var rest = new List<byte>();
        while (rest.Count < first.Length + 3)
        {
            rest.AddRange(await TakeAsync(pipe));
        }

        Assert.That(rest, Is.EqualTo((byte[])[.. first, .. Frame(3)]));
    }

    [Test]
    public async Task Control_frames_and_the_close_frame_are_never_dropped_or_replaced()
    {
        var (output, pipe) = FullOutput();
        Send(output, "a", 1, length: 9000);
        output.SendPing();
        output.SendPong(new ReadOnlySequence<byte>([1]));

        Send(output, "b", 2, length: 9400);
        output.SendPong(new ReadOnlySequence<byte>([2]));
        Send(output, "c", 3, length: 9450);
        output.SendClose(WebSocketCloseStatus.NormalClosure, null);

        Assert.That(output.DroppedMessages, Is.EqualTo(2), "a and b");
        Assert.That(await RestAsync(output, pipe), Is.EqualTo((byte[])[0x89, 0, 0x8a, 1, 2, .. Frame(3, 9450), 0x88, 2, 3, 232]));
    }

    [NonParallelizable]
    [TestCase(8)]
    [TestCase(500)]
    public void What_the_keys_cost_counts(int keyLength)
    {
        // What other tests have left behind may come and go meanwhile: the least of some measurements is this one's own.
        const int Attempts = 5;
        var least = long.MaxValue;
        for (var i = 0; i < Attempts && least >= Mebibyte * 3 / 2; i++)
        {
            least = Math.Min(least, MemoryOfKeys(keyLength));
        }

        Assert.That(least, Is.LessThan(Mebibyte * 3 / 2));
    }

    [Test]
    public async Task While_the_transport_has_room_everything_is_sent()
    {
        var pipe = new Pipe(new PipeOptions(pauseWriterThreshold: 0, useSynchronizationContext: false));
        var output = new ConnectionOutput(pipe.Writer, Limit);

        Send(output, "a", 1);
        Send(output, "a", 2);

        Assert.That(await TakeAsync(pipe), Is.EqualTo((byte[])[.. Frame(1), .. Frame(2)]));
        Assert.That(output.DroppedMessages, Is.Zero);
    }

    private static void Send(ConnectionOutput output, string? key, byte content, int length = 1) =>
        Assert.That(output.Send(Frame(content, length), SlowConsumerPolicy.Latest, key), Is.EqualTo(SendOutcome.Accepted));

    private static byte[] Frame(byte content, int length = 1)
    {
        byte[] header = length < 126 ? [0x82, (byte)length] : [0x82, 126, (byte)(length >> 8), (byte)length];
        return [.. header, .. Enumerable.Repeat(content, length)];
    }

    private static (ConnectionOutput Output, Pipe Pipe) FullOutput(int limit = Limit)
    {
        var pipe = new Pipe(new PipeOptions(pauseWriterThreshold: 1024, resumeWriterThreshold: 1, useSynchronizationContext: false));
        var output = new ConnectionOutput(pipe.Writer, limit);
        Assert.That(output.Send(Full), Is.EqualTo(SendOutcome.Accepted));
        Assert.That(output.IsFull, Is.True);
        return (output, pipe);
    }

    // Makes room, and gives what came after the frame that filled the transport.
    private static async Task<byte[]> RestAsync(ConnectionOutput output, Pipe pipe)
    {
        await TakeAsync(pipe, Full.Length);
        await Infrastructure.Bounded.Until(() => output.PendingLength == 0, "all is handed over");
        return await TakeAsync(pipe);
    }

    // What 50,000 keys hold of which there is room for a part.
    private static long MemoryOfKeys(int keyLength)
    {
        var pipe = new Pipe(new PipeOptions(pauseWriterThreshold: 1024, resumeWriterThreshold: 1, useSynchronizationContext: false));
        var output = new ConnectionOutput(pipe.Writer, Mebibyte);
        output.Send(Full);
        Send(output, "first", 0);
        var before = GC.GetTotalMemory(forceFullCollection: true);

        for (var i = 0; i < 50_000; i++)
        {
            Send(output, i.ToString(System.Globalization.CultureInfo.InvariantCulture).PadLeft(keyLength), 1);
        }

        var after = GC.GetTotalMemory(forceFullCollection: true);
        Assert.That(output.Held, Is.InRange(Mebibyte / 2, Mebibyte));
        Assert.That(output.DroppedMessages, Is.GreaterThan(40_000));
        GC.KeepAlive(output);
        return after - before;
    }

    private static async Task<byte[]> TakeAsync(Pipe pipe, int? expected = null)
    {
        var result = await pipe.Reader.ReadAsync();
        var bytes = result.Buffer.ToArray();
        Assert.That(bytes, Has.Length.EqualTo(expected ?? bytes.Length));
        pipe.Reader.AdvanceTo(result.Buffer.End);
        return bytes;
    }
}
