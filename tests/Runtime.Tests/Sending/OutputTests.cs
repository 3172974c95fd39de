using System.Buffers;
using System.IO.Pipelines;
using System.Net.WebSockets;
using WebSockets.Connections;

namespace WebSockets.Runtime.Tests.Sending;

/// <summary>What waits for a full transport, in an order that only a pipe of the test's own can bring about.</summary>
internal sealed class OutputTests
{
    private static readonly byte[] Full = [0x82, 126, 4, 0, .. new byte[1024]];

    [Test]
    public async Task A_pong_that_waits_is_sent_before_the_close_frame_and_only_the_latest()
    {
        var (output, pipe) = FullOutput();

        output.SendPong(new ReadOnlySequence<byte>([1]));
        output.SendPong(new ReadOnlySequence<byte>([2]));
        output.SendClose(WebSocketCloseStatus.NormalClosure, null);

        Assert.That(await RestAsync(output, pipe), Is.EqualTo(new byte[] { 0x8a, 1, 2, 0x88, 2, 3, 232 }));
    }

    [Test]
    public async Task A_pong_that_waits_keeps_its_place_among_the_messages_that_wait()
    {
        var (output, pipe) = FullOutput();

        output.Send([0x81, 1, (byte)'x']);
        output.SendPong(new ReadOnlySequence<byte>([1]));
        output.Send([0x81, 1, (byte)'y']);
        output.SendPong(new ReadOnlySequence<byte>([2]));

        Assert.That(await RestAsync(output, pipe), Is.EqualTo(new byte[] { 0x81, 1, (byte)'x', 0x8a, 1, 2, 0x81, 1, (byte)'y' }));
    }

    [Test]
    public async Task Nothing_is_taken_after_the_close_frame()
    {
        var (output, pipe) = FullOutput();

        Assert.That(output.SendClose(null, null), Is.True);
        Assert.That(output.SendClose(WebSocketCloseStatus.NormalClosure, null), Is.False);
        Assert.That(output.Send([0x81, 0]), Is.EqualTo(SendOutcome.Closed));
        output.SendPing();
        output.SendPong(ReadOnlySequence<byte>.Empty);

        Assert.That(await RestAsync(output, pipe), Is.EqualTo(new byte[] { 0x88, 0 }));
    }

    [Test]
    public async Task What_is_held_back_is_pending_and_what_was_flushed_is_not()
    {
        var pipe = new Pipe(new PipeOptions(useSynchronizationContext: false));
        var output = new ConnectionOutput(pipe.Writer, 1_000_000);

        output.Hold();
        output.Send([0x81, 1, (byte)'x']);
        output.Send([0x81, 2, (byte)'y', (byte)'z']);
        Assert.That(output.PendingLength, Is.EqualTo(7));
        output.Release();

        Assert.That(output.PendingLength, Is.Zero);
        Assert.That((await pipe.Reader.ReadAsync()).Buffer.Length, Is.EqualTo(7));
    }

    [Test]
    public void Those_who_wait_for_room_go_on_when_the_connection_ends_although_the_transport_is_still_full()
    {
        var (output, _) = FullOutput();
        output.Send([0x81, 1, (byte)'x']);
        var (drained, taken) = (output.WhenDrained(), output.WhenTaken());
        Assert.That(drained.IsCompleted || taken.IsCompleted, Is.False);

        output.Complete();

        Assert.That((output.IsFull, drained.IsCompleted, taken.IsCompleted), Is.EqualTo((true, true, true)));
        Assert.That(output.WhenDrained().IsCompleted, Is.True);
    }

    [Test]
    public void Nothing_is_pending_once_the_connection_has_ended()
    {
        var pipe = new Pipe(new PipeOptions(useSynchronizationContext: false));
        var output = new ConnectionOutput(pipe.Writer, 1_000_000);

        output.Hold();
        output.Send([0x81, 1, (byte)'x']);
        output.Complete();

        Assert.That(output.PendingLength, Is.Zero);
        output.Release();
    }

    private static (ConnectionOutput Output, Pipe Pipe) FullOutput()
    {
        var pipe = new Pipe(new PipeOptions(pauseWriterThreshold: 1024, resumeWriterThreshold: 1, useSynchronizationContext: false));
        var output = new ConnectionOutput(pipe.Writer, 1_000_000);
        Assert.That(output.Send(Full), Is.EqualTo(SendOutcome.Accepted));
        Assert.That(output.IsFull, Is.True);
        return (output, pipe);
    }

    // Makes room, and gives what came after the frame that filled the transport.
    private static async Task<byte[]> RestAsync(ConnectionOutput output, Pipe pipe)
    {
        var first = await pipe.Reader.ReadAsync();
        pipe.Reader.AdvanceTo(first.Buffer.End);
        await Infrastructure.Bounded.Until(() => !output.IsFull, "there is room");
        await pipe.Writer.CompleteAsync();
        var rest = await pipe.Reader.ReadAtLeastAsync(Full.Length);
        return rest.Buffer.ToArray();
    }
}
