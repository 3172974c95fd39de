using System.Net.Sockets;
using WebSockets.Runtime.Tests.Infrastructure;
using WebSockets.Transport.Loops;
using WebSockets.Transport.Native;
using WebSockets.Transports;

namespace WebSockets.Transport.Tests.Parts;

/// <summary>A loop that changes hands.</summary>
internal sealed class HandOverTests
{
    [Test]
    public async Task What_a_thread_held_back_when_its_loop_was_taken_is_sent_as_it_was_although_the_thread_uses_its_memory_again()
    {
        await using var rig = new Rig();
        var (first, second) = (rig.Open(), rig.Open());
        using var taken = new ManualResetEventSlim();
        var corked = new TaskCompletionSource<Thread>(TaskCreationOptions.RunContinuationsAsynchronously);
        var emptied = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        rig.OnLoop(() =>
        {
            var turn = TurnBuffer.Current!;
            turn.Bytes.AsSpan(0, 10).Fill((byte)'a');
            first.Channel.Writer.Write(turn, 0, 10);
            second.Channel.Writer.Write(turn, 0, 10);
            turn.End = 10;
            corked.SetResult(Thread.CurrentThread);
            taken.Wait();
            turn.Empty();
            turn.Bytes.AsSpan(0, 10).Fill((byte)'b');
            emptied.SetResult();
        });
        var thread = await corked.Task.Within("both are written to");

        Task taking;
        lock (second.Channel.Writer.Gate)
        {
            taking = Task.Run(() => Assert.That(rig.Loop.HandOver(rig.Loop.State), Is.True));
            Assert.That(Receive(first.Client, 10), Is.EqualTo("aaaaaaaaaa"u8.ToArray()), "what was held back is being sent");
            taken.Set();
            Assert.That(
                SpinWait.SpinUntil(() => emptied.Task.IsCompleted || (thread.ThreadState & ThreadState.WaitSleepJoin) != 0, Bounded.Limit),
                Is.True,
                "the thread goes on, or waits");
        }

        await taking.Within("the loop is taken");
        Assert.That(Receive(second.Client, 10), Is.EqualTo("aaaaaaaaaa"u8.ToArray()));
        await emptied.Task.Within("the memory is free");
        first.Channel.Close();
        second.Channel.Close();
    }

    private static byte[] Receive(Socket socket, int count)
    {
        socket.ReceiveTimeout = (int)Bounded.Limit.TotalMilliseconds;
        var bytes = new byte[count];
        for (var at = 0; at < count;)
        {
            var read = socket.Receive(bytes.AsSpan(at));
            Assert.That(read, Is.Positive, "the connection has ended");
            at += read;
        }

        return bytes;
    }
}
