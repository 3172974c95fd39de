using System.Net.Sockets;
using WebSockets.Runtime.Tests.Infrastructure;
using WebSockets.Transport.Loops;
using WebSockets.Transport.Native;
using WebSockets.Transports;

namespace WebSockets.Transport.Tests.Parts;

/// <summary>A loop that changes hands.</summary>
internal sealed class TakenLoopTests
{
    [Test]
    public async Task A_loop_that_is_taken_from_its_thread_at_any_moment_loses_no_event()
    {
        const int Targets = 8;
        const int Rounds = 3000;
        await using var rig = new Rig();
        var pairs = Enumerable.Range(0, Targets).Select(_ => rig.Connect()).ToArray();
        var targets = pairs.Select(pair => new Reading(rig.Engine, pair.Fd)).ToArray();
        foreach (var (pair, target) in pairs.Zip(targets))
        {
            rig.Engine.Targets.Set(pair.Fd, target);
            rig.Loop.Watch(pair.Fd, Epoll.In | Epoll.EdgeTriggered, target.Registration);
        }

        var isDone = false;
        var taking = Task.Factory.StartNew(
            () =>
            {
                while (!Volatile.Read(ref isDone))
                {
                    if (rig.Loop.State is var state && (state & 1) != 0)
                    {
                        rig.Loop.HandOver(state);
                    }
                }
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);

        for (var i = 1; i <= Rounds; i++)
        {
            foreach (var (client, _) in pairs)
            {
                client.Send("!"u8);
            }

            var round = i;
            if (!SpinWait.SpinUntil(() => targets.All(target => target.Received >= round), Bounded.Limit))
            {
                Volatile.Write(ref isDone, true);
                Assert.Fail($"Of round {round} an event is lost: {string.Join(' ', targets.Select(target => target.Received))}");
            }
        }

        Volatile.Write(ref isDone, true);
        await taking.Within("it is not taken any more");
        Assert.That(targets.Select(target => target.Received), Has.All.EqualTo(Rounds));
        foreach (var (_, fd) in pairs)
        {
            rig.Engine.Targets.Remove(fd);
            Libc.close(fd);
        }
    }

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

    /// <summary>Counts the bytes that come.</summary>
    private sealed unsafe class Reading(EpollEngine engine, int fd) : EpollTarget(engine.Targets.NewRegistration())
    {
        private int _received;

        public int Received => Volatile.Read(ref _received);

        public override void OnEvents(Epoll events)
        {
            var buffer = stackalloc byte[16];
            while (Libc.Receive(fd, buffer, 16) is > 0 and var length)
            {
                Interlocked.Add(ref _received, (int)length);
            }
        }

        public override void OnLoopEnded()
        {
        }
    }
}
