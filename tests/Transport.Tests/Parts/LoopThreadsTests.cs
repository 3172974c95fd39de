using Microsoft.Extensions.Logging;
using WebSockets.Runtime.Tests.Infrastructure;
using WebSockets.Transport.Loops;
using WebSockets.Transport.Native;

namespace WebSockets.Transport.Tests.Parts;

/// <summary>More code holds loops than there are threads.</summary>
internal sealed class LoopThreadsTests
{
    private const int CannotHandOver = 5;

    [Test]
    public async Task Where_there_are_no_more_threads_a_loop_stays_where_it_is_until_the_code_returns()
    {
        using var logs = new CapturedLogs();
        var engine = Engine(logs, new LoopThreads(loops: 1, extra: 2, Logger(logs)));
        using var release = new ManualResetEventSlim();
        var held = Enumerable.Range(0, 3).Select(_ => new Holding(engine, release)).ToArray();
        foreach (var holding in held)
        {
            holding.Signal();
            await holding.Seen.Within("it holds the loop");
        }

        var other = new Holding(engine, release);
        other.Signal();
        await Bounded.Until(() => logs.Find(CannotHandOver) is not null, "it is logged");
        Assert.That(other.Seen.IsCompleted, Is.False);

        release.Set();
        await other.Seen.Within("the loop goes on");
        await engine.StopAsync().Within("the loop ends");
        Assert.That(logs.Lines.Count(line => line.Id == CannotHandOver), Is.EqualTo(1), "it is logged once");
    }

    [Test]
    public async Task Where_the_system_has_no_thread_a_loop_stays_where_it_is_and_is_handed_over_when_there_is_one_again()
    {
        using var logs = new CapturedLogs();
        var fails = false;
        var failures = 0;
        var engine = Engine(logs, new LoopThreads(1, 100, Logger(logs), threads =>
        {
            if (Volatile.Read(ref fails))
            {
                Interlocked.Increment(ref failures);
                throw new OutOfMemoryException("Failed to start the thread.");
            }

            return new LoopThread(threads);
        }));
        using var release = new ManualResetEventSlim();
        Volatile.Write(ref fails, true);
        var (holding, other) = (new Holding(engine, release), new Holding(engine, release));
        holding.Signal();
        await holding.Seen.Within("it holds the loop");
        other.Signal();
        await Bounded.Until(() => logs.Find(CannotHandOver) is { Exception: OutOfMemoryException }, "it is logged");
        Assert.That(other.Seen.IsCompleted, Is.False);

        Volatile.Write(ref fails, false);

        await other.Seen.Within("the loop is handed over");
        Assert.That((release.IsSet, failures), Is.EqualTo((false, 1)));
        release.Set();
        await engine.StopAsync().Within("the loop ends");
    }

    [Test]
    public async Task A_server_that_has_no_thread_for_its_loops_does_not_start()
    {
        using var logs = new CapturedLogs();

        Assert.That(() => Engine(logs, new LoopThreads(1, 0, Logger(logs), _ => throw new OutOfMemoryException())), Throws.TypeOf<OutOfMemoryException>());
        await Task.CompletedTask;
    }

    private static ILogger Logger(CapturedLogs logs) => logs.CreateLogger("WebSockets.Transport");

    private static EpollEngine Engine(CapturedLogs logs, LoopThreads threads) =>
        new(new EpollTransportOptions { LoopCount = 1, HandOverAfter = TimeSpan.FromMilliseconds(1) }, threads, Logger(logs));

    private sealed class Holding : EpollTarget
    {
        private readonly TaskCompletionSource _seen = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly EpollEngine _engine;
        private readonly ManualResetEventSlim _release;
        private readonly int _fd = Libc.CreateEvent();

        public Holding(EpollEngine engine, ManualResetEventSlim release)
            : base(engine.Targets.NewRegistration())
        {
            (_engine, _release) = (engine, release);
            engine.Targets.Set(_fd, this);
            engine.Loops[0].Watch(_fd, Epoll.In | Epoll.EdgeTriggered, Registration);
        }

        public Task Seen => _seen.Task;

        public unsafe void Signal()
        {
            var one = 1UL;
            Assert.That(Libc.write(_fd, &one, sizeof(ulong)), Is.EqualTo((nint)sizeof(ulong)));
        }

        public override void OnEvents(Epoll events)
        {
            _seen.TrySetResult();
            _release.Wait();
            _engine.Targets.Remove(_fd);
        }

        public override void OnLoopEnded()
        {
        }
    }
}
