using System.Collections.Concurrent;

[assembly: Parallelizable(ParallelScope.Fixtures)]
[assembly: LevelOfParallelism(3)]

namespace WebSockets.Runtime.Tests;

/// <summary>What holds for the whole run: no task of the product fails unseen.</summary>
[SetUpFixture]
internal sealed class TestRun
{
    private readonly ConcurrentQueue<Exception> _unobserved = new();

    [OneTimeSetUp]
    public void Watch() => TaskScheduler.UnobservedTaskException += Keep;

    [OneTimeTearDown]
    public void No_task_has_failed_unobserved()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        TaskScheduler.UnobservedTaskException -= Keep;
        Assert.That(_unobserved, Is.Empty);
    }

    private void Keep(object? sender, UnobservedTaskExceptionEventArgs e) => _unobserved.Enqueue(e.Exception);
}
