using System.Net.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using WebSockets.Runtime.Tests.Infrastructure;
using WebSockets.Transport.Connections;
using WebSockets.Transport.Loops;
using WebSockets.Transport.Native;

namespace WebSockets.Transport.Tests.Parts;

/// <summary>What keeps a loop for itself, and who has a turn meanwhile.</summary>
internal sealed class TurnTests
{
    [Test]
    public async Task A_reader_that_always_has_something_to_read_gives_the_others_of_its_loop_their_turn([Values] bool stopsEarly)
    {
        const int Most = 20_000;
        await using var rig = new Rig();
        var flooded = rig.Open();
        flooded.Client.Send(new byte[Most]);
        await Bounded.Until(() => flooded.Channel.Reader.HasUnread, "it has come");
        var other = false;
        var reads = 0;
        var readOn = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);

        rig.OnLoop(() => _ = ReadAsync());

        Assert.That(await readOn.Task.Within("the other has its turn, or all is read"), Is.LessThan(100));

        async Task ReadAsync()
        {
            rig.OnLoop(() => other = true); // its event is there from now on
            for (; reads < Most && !other; reads++)
            {
                var result = await flooded.Channel.Reader.ReadAsync();
                var next = result.Buffer.GetPosition(1);
                flooded.Channel.Reader.AdvanceTo(next, next);
                if (stopsEarly)
                {
                    flooded.Channel.Reader.EndTurn();
                }
            }

            readOn.SetResult(reads);
        }
    }

    [Test]
    public async Task A_loop_that_sleeps_wakes_up_for_a_turn_that_another_thread_has_queued()
    {
        await using var rig = new Rig();
        var target = new Turning(rig, turns: 100);

        rig.Loop.Queue(target);

        await target.Done.Within("it has all its turns");
    }

    [Test]
    public async Task However_many_wait_for_a_turn_new_events_come_between()
    {
        const int Targets = 1000;
        await using var rig = new Rig();
        var targets = Enumerable.Range(0, Targets).Select(_ => new Turning(rig, turns: 1000)).ToArray();
        var seen = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        await rig.OnLoopAsync(() =>
        {
            foreach (var target in targets)
            {
                rig.Loop.Queue(target);
            }

            rig.OnLoop(() => seen.SetResult(targets.Sum(target => target.Turns)));
        });

        Assert.That(await seen.Task.Within("the event comes"), Is.LessThan(Targets / 2));
        await Task.WhenAll(targets.Select(target => target.Done)).Within("all have their turns");
    }

    [Test]
    public async Task A_loop_that_is_taken_from_its_thread_at_any_moment_loses_no_turn()
    {
        const int Targets = 16;
        const int Turns = 20_000;
        await using var rig = new Rig();
        var targets = Enumerable.Range(0, Targets).Select(_ => new Turning(rig, Turns)).ToArray();
        var all = Task.WhenAll(targets.Select(target => target.Done));
        var taking = Task.Factory.StartNew(
            () =>
            {
                while (!all.IsCompleted)
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

        foreach (var target in targets)
        {
            rig.Loop.Queue(target);
        }

        await all.Within("all have their turns");
        await taking.Within("it is not taken any more");
        Assert.That(targets.Select(target => target.Turns), Has.All.EqualTo(Turns));
    }

    [Test]
    public async Task A_supervisor_that_comes_late_hands_over_all_the_same()
    {
        await using var rig = new Rig();
        var supervisor = new Supervisor(TimeSpan.FromMilliseconds(5), NullLogger.Instance);
        supervisor.Watch(rig.Engine.Loops);
        using var release = new ManualResetEventSlim();
        var held = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        rig.OnLoop(() =>
        {
            held.SetResult();
            release.Wait();
        });
        await held.Task.Within("it holds the loop");
        var now = TimeProvider.System.GetTimestamp();

        supervisor.Look(now);
        supervisor.Look(now + (10 * TimeProvider.System.TimestampFrequency));

        await rig.OnLoopAsync(() => Assert.That(release.IsSet, Is.False));
        release.Set();
    }

    [Test]
    public async Task A_loop_is_handed_over_at_the_end_of_a_turn_too()
    {
        await using var rig = new Rig();
        var (client, channel, _) = rig.Open();
        using var locked = new ManualResetEventSlim();
        var written = new TaskCompletionSource<Thread>(TaskCreationOptions.RunContinuationsAsynchronously);
        var hasReturned = false;
        rig.OnLoop(() =>
        {
            Write(channel.Writer, "held");
            written.SetResult(Thread.CurrentThread);
            locked.Wait();
            Volatile.Write(ref hasReturned, true);
        });
        var thread = await written.Task.Within("it is written");

        // The lock stands for system calls that take long.
        lock (channel.Writer.Gate)
        {
            locked.Set();
            Assert.That(SpinWait.SpinUntil(() => Volatile.Read(ref hasReturned) && (thread.ThreadState & ThreadState.WaitSleepJoin) != 0, Bounded.Limit), Is.True);
            var state = rig.Loop.State;
            Assert.That(state & 1, Is.EqualTo(1), "it may be taken away");
            Assert.That(rig.Loop.HandOver(state), Is.True);
            var other = false;
            rig.OnLoop(() => Volatile.Write(ref other, true));
            Assert.That(SpinWait.SpinUntil(() => Volatile.Read(ref other), Bounded.Limit), Is.True, "the loop goes on");
        }

        Assert.That(Receive(client, 4), Is.EqualTo("held"));
    }

    private static void Write(SocketWriter writer, string text)
    {
        System.Buffers.BuffersExtensions.Write(writer, System.Text.Encoding.ASCII.GetBytes(text));
        _ = writer.FlushAsync();
    }

    private static string Receive(Socket client, int count)
    {
        var bytes = new byte[count];
        client.ReceiveTimeout = (int)Bounded.Limit.TotalMilliseconds;
        for (var received = 0; received < count;)
        {
            received += client.Receive(bytes.AsSpan(received));
        }

        return System.Text.Encoding.ASCII.GetString(bytes);
    }

    /// <summary>Takes a number of turns, each behind the others.</summary>
    private sealed class Turning(Rig rig, int turns) : EpollTarget(rig.Engine.Targets.NewRegistration())
    {
        private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _turns;

        public int Turns => Volatile.Read(ref _turns);

        public Task Done => _done.Task;

        public override void OnEvents(Epoll events)
        {
        }

        public override void OnTurn()
        {
            if (++_turns < turns)
            {
                rig.Loop.Queue(this);
            }
            else
            {
                _done.TrySetResult();
            }
        }

        public override void OnLoopEnded()
        {
        }
    }
}
