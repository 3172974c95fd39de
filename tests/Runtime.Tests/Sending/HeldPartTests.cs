using System.IO.Pipelines;
using WebSockets.Connections;
using WebSockets.Messages;
using WebSockets.Runtime.Tests.Infrastructure;
using WebSockets.Transports;

namespace WebSockets.Runtime.Tests.Sending;

/// <summary>What lies in a turn's buffer while the loop's thread holds it back, and another thread sends to the same connection.</summary>
internal sealed class HeldPartTests
{
    [Test]
    public async Task The_memory_of_a_turn_is_not_used_again_while_another_thread_copies_what_was_held_back()
    {
        var writer = new CopyingWriter();
        var output = new ConnectionOutput(writer, 1_000_000);
        var turn = new Turn();
        var loop = new Thread(() =>
        {
            turn.Begin();
            output.Hold();
            Send(output, "first");
            writer.IsHeld.Set();
            writer.IsCopying.Wait();
            writer.IsReleasing = true;
            output.Release();

            // The turn has ended: the next one writes where this one has.
            turn.End = 0;
            using (var frame = FrameBuilder.Rent())
            {
                frame.WriteText("other");
                writer.IsReleased = true;
                output.Send(frame, SlowConsumerPolicy.Close);
            }
        });
        writer.Loop = loop;
        loop.Start();
        writer.IsHeld.Wait();

        await Task.Run(() => output.Send([0x82, 1, 7])).Within("another thread has sent");

        Assert.That(loop.Join(Bounded.Limit), Is.True, "the loop goes on");
        Assert.That(writer.Sent, Is.EqualTo((byte[])[0x81, 5, .. "first"u8, 0x82, 1, 7, 0x81, 5, .. "other"u8]));
    }

    private static void Send(ConnectionOutput output, string text)
    {
        using var frame = FrameBuilder.Rent();
        frame.WriteText(text);
        output.Send(frame, SlowConsumerPolicy.Close);
    }

    private sealed class Turn() : TurnBuffer(4096)
    {
        public override bool HoldsBack => true;

        public void Begin() => Current = this;

        public override void Empty() => End = 0;
    }

    /// <summary>Copies what it gets. Where that is another thread's memory, it takes until that thread waits for it, or does not.</summary>
    private sealed class CopyingWriter : TurnWriter
    {
        private readonly MemoryStream _sent = new();
        private readonly byte[] _own = new byte[256];

        public ManualResetEventSlim IsHeld { get; } = new();

        public ManualResetEventSlim IsCopying { get; } = new();

        public Thread? Loop { get; set; }

        public volatile bool IsReleasing;
        public volatile bool IsReleased;

        public byte[] Sent => _sent.ToArray();

        public override bool Write(TurnBuffer buffer, int start, int length)
        {
            if (buffer != TurnBuffer.Current)
            {
                IsCopying.Set();
                SpinWait.SpinUntil(() => IsReleased || (IsReleasing && (Loop!.ThreadState & ThreadState.WaitSleepJoin) != 0));
            }

            _sent.Write(buffer.Bytes, start, length);
            return true;
        }

        public override void Advance(int bytes) => _sent.Write(_own, 0, bytes);

        public override Memory<byte> GetMemory(int sizeHint = 0) => _own;

        public override Span<byte> GetSpan(int sizeHint = 0) => _own;

        public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default) => default;

        public override void CancelPendingFlush()
        {
        }

        public override void Complete(Exception? exception = null)
        {
        }
    }
}
