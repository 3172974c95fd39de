using WebSockets.Runtime.Tests.Infrastructure;
using WebSockets.Transport.Loops;
using WebSockets.Transport.Native;

namespace WebSockets.Transport.Tests.Parts;

internal sealed class LoopTests
{
    [Test]
    public void Memory_that_is_not_leased_is_used_from_its_beginning()
    {
        var slab = new ReceiveSlab(ReceiveSlab.LargeSize);

        Assert.That((slab.Room, slab.Next), Is.EqualTo((ReceiveSlab.LargeSize, 0)));
        slab.Lease(100);
        Assert.That((slab.Room, slab.Next), Is.EqualTo((ReceiveSlab.LargeSize - 100, 100)));
        slab.Return();
        Assert.That((slab.Room, slab.Next), Is.EqualTo((ReceiveSlab.LargeSize, 0)));
    }

    [Test]
    public void Memory_is_not_used_again_before_the_last_lease_is_given_back()
    {
        var slab = new ReceiveSlab(ReceiveSlab.LargeSize);
        slab.Lease(1000);
        slab.Lease(24);

        slab.Return();

        Assert.That((slab.Room, slab.Next), Is.EqualTo((ReceiveSlab.LargeSize - 1024, 1024)));
        slab.Return();
        Assert.That((slab.Room, slab.Next), Is.EqualTo((ReceiveSlab.LargeSize, 0)));
    }

    [Test]
    public void A_table_knows_whose_a_descriptor_is_until_it_is_removed()
    {
        var table = new TargetTable();
        var (first, second) = (new Target(table.NewRegistration()), new Target(table.NewRegistration()));

        table.Set(3, first);
        table.Set(100_000, second);

        Assert.That(first.Registration, Is.Not.EqualTo(second.Registration));
        Assert.That((table[3], table[4], table[100_000], table[1_000_000]), Is.EqualTo((first, (EpollTarget?)null, second, (EpollTarget?)null)));
        table.Remove(3);
        Assert.That(table[3], Is.Null);
        Assert.That(table.Snapshot(), Is.EqualTo(new[] { second }));
    }

    [Test]
    public async Task A_table_that_grows_while_others_set_loses_nobody()
    {
        var table = new TargetTable();

        await Task.WhenAll(Enumerable.Range(0, 4).Select(part => Task.Run(() =>
        {
            for (var fd = part; fd < 20_000; fd += 4)
            {
                table.Set(fd, new Target(fd));
            }
        }))).Within("all are set");

        Assert.That(Enumerable.Range(0, 20_000).All(fd => table[fd]?.Registration == fd), Is.True);
    }

    [Test]
    public async Task An_event_of_a_registration_that_has_ended_does_not_reach_the_next_one_of_the_descriptor()
    {
        var engine = SocketPair.NewEngine();
        var (reused, later) = (Libc.CreateEvent(), Libc.CreateEvent());
        var old = engine.Targets.NewRegistration();
        var (next, marker) = (new Target(engine.Targets.NewRegistration()), new Target(engine.Targets.NewRegistration()));
        engine.Targets.Set(reused, next);
        engine.Targets.Set(later, marker);
        engine.Loops[0].Watch(reused, Epoll.In | Epoll.EdgeTriggered, old);
        engine.Loops[0].Watch(later, Epoll.In | Epoll.EdgeTriggered, marker.Registration);

        Signal(reused);
        Signal(later); // comes after the other
        await marker.Seen.Within("the later event comes");

        Assert.That(next.Events, Is.Zero);

        // The same with its own registration.
        engine.Loops[0].Unwatch(reused);
        engine.Loops[0].Watch(reused, Epoll.In | Epoll.EdgeTriggered, next.Registration);
        await next.Seen.Within("its own event comes");

        engine.Targets.Remove(reused);
        engine.Targets.Remove(later);
        await engine.StopAsync().Within("the loop ends");
        _ = Libc.close(reused);
        _ = Libc.close(later);
    }

    [Test]
    public async Task A_loop_that_is_held_goes_on_by_another_thread()
    {
        using var logs = new CapturedLogs();
        var engine = new EpollEngine(new EpollTransportOptions { LoopCount = 1, HandOverAfter = TimeSpan.FromMilliseconds(1) }, logs.CreateLogger("WebSockets.Transport"));
        using var release = new ManualResetEventSlim();
        var (first, second) = (Libc.CreateEvent(), Libc.CreateEvent());
        var holding = new Target(engine.Targets.NewRegistration(), () => release.Wait());
        var other = new Target(engine.Targets.NewRegistration());
        engine.Targets.Set(first, holding);
        engine.Targets.Set(second, other);
        engine.Loops[0].Watch(first, Epoll.In | Epoll.EdgeTriggered, holding.Registration);
        engine.Loops[0].Watch(second, Epoll.In | Epoll.EdgeTriggered, other.Registration);

        Signal(first);
        await holding.Seen.Within("the first event comes");
        Signal(second);

        await other.Seen.Within("the second event comes though the first is still being handled");
        await Bounded.Until(() => logs.Find(2) is not null, "it is logged");
        release.Set();
        engine.Targets.Remove(first);
        engine.Targets.Remove(second);
        await engine.StopAsync().Within("the loop ends");
        _ = Libc.close(first);
        _ = Libc.close(second);
    }

    [Test]
    public async Task What_fails_in_a_loop_ends_alone()
    {
        using var logs = new CapturedLogs();
        var engine = new EpollEngine(new EpollTransportOptions { LoopCount = 1, HandOverAfter = TimeSpan.FromMilliseconds(1) }, logs.CreateLogger("WebSockets.Transport"));
        var (first, second) = (Libc.CreateEvent(), Libc.CreateEvent());
        var failing = new Target(engine.Targets.NewRegistration(), () => throw new InvalidOperationException());
        var other = new Target(engine.Targets.NewRegistration());
        engine.Targets.Set(first, failing);
        engine.Targets.Set(second, other);
        engine.Loops[0].Watch(first, Epoll.In | Epoll.EdgeTriggered, failing.Registration);
        engine.Loops[0].Watch(second, Epoll.In | Epoll.EdgeTriggered, other.Registration);

        Signal(first);
        await failing.Ended.Within("it is ended");
        Signal(second);

        await other.Seen.Within("the loop goes on");
        Assert.That(logs.Find(6), Is.Not.Null.And.Property("Exception").TypeOf<InvalidOperationException>());
        engine.Targets.Remove(first);
        engine.Targets.Remove(second);
        await engine.StopAsync().Within("the loop ends");
        _ = Libc.close(first);
        _ = Libc.close(second);
    }

    [Test]
    public async Task A_loop_that_ends_tells_those_that_are_left()
    {
        var engine = SocketPair.NewEngine();
        using var pair = await SocketPair.ConnectAsync(engine);

        await engine.StopAsync().Within("the loop ends");

        await pair.Gone.Within("the owner is told");
        Assert.That(pair.Channel.Fd, Is.EqualTo(-1));
    }

    private static unsafe void Signal(int fd)
    {
        var one = 1UL;
        Assert.That(Libc.write(fd, &one, sizeof(ulong)), Is.EqualTo((nint)sizeof(ulong)));
    }

    private sealed class Target(int registration, Action? hold = null) : EpollTarget(registration)
    {
        private readonly TaskCompletionSource _seen = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _events;

        public int Events => Volatile.Read(ref _events);

        public Task Seen => _seen.Task;

        public override void OnEvents(Epoll events)
        {
            Interlocked.Increment(ref _events);
            _seen.TrySetResult();
            hold?.Invoke();
        }

        public Task Ended => _ended.Task;

        public override void OnLoopEnded() => _ended.TrySetResult();
    }
}
