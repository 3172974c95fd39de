using System.Text;
using WebSockets.Connections;
using WebSockets.Messages;
using WebSockets.Runtime.Tests.Infrastructure;
using WebSockets.Transport.Loops;
using WebSockets.Transports;

namespace WebSockets.Transport.Tests.Parts;

internal sealed class HandOverTests
{
    [Test]
    public async Task Memory_of_a_turn_is_not_free_before_all_is_sent_that_a_hand_over_lets_go()
    {
        var engine = SocketPair.NewEngine();
        using var first = await SocketPair.ConnectAsync(engine);
        using var second = await SocketPair.ConnectAsync(engine);
        using var written = new ManualResetEventSlim();
        using var locked = new ManualResetEventSlim();
        Thread? holding = null;
        var isEmpty = false;

        var turn = first.OnLoopAsync(() =>
        {
            var buffer = TurnBuffer.Current!;
            Write(first, buffer, "to the first");
            Write(second, buffer, "to the other");
            written.Set();
            locked.Wait();
            var retiring = new Thread(((LoopThread)buffer).Retire);
            retiring.Start();
            WaitUntil(() => IsWaiting(retiring));
            Volatile.Write(ref holding, Thread.CurrentThread);
            buffer.Empty();
            Volatile.Write(ref isEmpty, true);
            buffer.Bytes.AsSpan(0, 100).Fill((byte)'!');
            return Task.CompletedTask;
        });
        Assert.That(written.Wait(Bounded.Limit), Is.True);
        lock (first.Writer.Gate)
        {
            // Who lets go of the first one's bytes waits for us, and with it those of the second.
            locked.Set();
            WaitUntil(() => Volatile.Read(ref isEmpty) || (Volatile.Read(ref holding) is { } thread && IsWaiting(thread)));
        }

        await turn;
        Assert.That((await ReceiveAsync(first), await ReceiveAsync(second)), Is.EqualTo(("to the first", "to the other")));
        await engine.StopAsync().Within("the loop ends");
    }

    [Test]
    public async Task What_lies_in_another_threads_buffer_is_not_held_back_beyond_that_threads_turn()
    {
        var engine = SocketPair.NewEngine();
        using var pair = await SocketPair.ConnectAsync(engine);

        await pair.OnLoopAsync(() =>
        {
            var other = new OtherTurn();
            Write(pair, other, "first of another");
            other.Bytes.AsSpan(0, 100).Fill((byte)'!');
            Write(pair, TurnBuffer.Current!, ", then its own");
            return Task.CompletedTask;
        });

        Assert.That(await ReceiveAsync(pair), Is.EqualTo("first of another, then its own"));
        await engine.StopAsync().Within("the loop ends");
    }

    [Test]
    public async Task What_a_connection_holds_back_is_let_go_after_another_has_held_back_in_the_midst_of_it()
    {
        var engine = SocketPair.NewEngine();
        using var pair = await SocketPair.ConnectAsync(engine);
        using var other = await SocketPair.ConnectAsync(engine);

        await pair.OnLoopAsync(() =>
        {
            var buffer = TurnBuffer.Current!;
            var outer = new ConnectionOutput(pair.Writer, 1000);
            var inner = new ConnectionOutput(other.Writer, 1000);
            outer.Hold();
            using (var frame = FrameBuilder.Rent())
            {
                frame.WriteText("held");
                outer.Send(frame, SlowConsumerPolicy.Close);
            }

            inner.Hold();
            inner.Release();
            buffer.Empty();
            buffer.Bytes.AsSpan(0, 100).Fill((byte)'!');
            outer.Release();
            return Task.CompletedTask;
        });

        Assert.That(await ReceiveAsync(pair), Does.EndWith("held"));
        await engine.StopAsync().Within("the loop ends");
    }

    private static bool IsWaiting(Thread thread) => thread.ThreadState.HasFlag(ThreadState.WaitSleepJoin);

    private static void WaitUntil(Func<bool> condition) => Assert.That(SpinWait.SpinUntil(condition, Bounded.Limit), Is.True);

    private static void Write(SocketPair pair, TurnBuffer buffer, string text)
    {
        var start = buffer.End;
        buffer.End += Encoding.ASCII.GetBytes(text, buffer.Bytes.AsSpan(start));
        pair.Writer.Write(buffer, start, text.Length);
    }

    private static async Task<string> ReceiveAsync(SocketPair pair)
    {
        var received = new byte[100];
        var length = await pair.Peer.ReceiveAsync(received.AsMemory()).AsTask().Within("it comes");
        return Encoding.ASCII.GetString(received, 0, length);
    }

    /// <summary>The buffer of a thread of another loop.</summary>
    private sealed class OtherTurn() : TurnBuffer(1024)
    {
        public override bool HoldsBack => true;

        public override void Empty() => End = 0;
    }
}
