using System.Collections.Concurrent;
using System.Globalization;
using WebSockets.Testing;

namespace WebSockets.Fuzz.Tests.Interleavings;

/// <summary>
/// Whatever a connection's clients and the app's threads do at the same time: [OnOpen] runs once and first, [OnClose] once and last, one method at a time, messages come
/// whole, once, in the order of who sent them, and to a connection that nobody ends all of them; nothing follows the close frame, whose status is legal; and
/// nothing stays in any list.
/// </summary>
/// <remarks><c>INTERLEAVINGS_COUNT</c> says how many scenes are played; <c>INTERLEAVINGS_SEED</c> plays one of them again and again.</remarks>
[NonParallelizable]
internal sealed class InterleavingTests
{
    private const int Default = 300;

    private static readonly int Count = Variable("INTERLEAVINGS_COUNT") ?? Default;
    private static readonly int? Again = Variable("INTERLEAVINGS_SEED");

    private readonly ConcurrentQueue<Exception> _unobserved = new();

    [SetUp]
    public void Watch() => TaskScheduler.UnobservedTaskException += Keep;

    [TearDown]
    public void No_task_has_failed_unobserved()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        TaskScheduler.UnobservedTaskException -= Keep;
        Assert.That(_unobserved, Is.Empty);
    }

    [Test]
    public async Task Whatever_happens_at_the_same_time_a_connection_keeps_its_promises([Values] bool waits)
    {
        await using var host = await Scene.StartHostAsync(waits);
        var (number, heard, held) = (0, 0, 0);
        foreach (var seed in Seeds(Count))
        {
            var played = await Scene.PlayAsync(host, seed, number);
            (number, heard, held) = (number + 10, heard + played.Heard, held + played.Held);
        }

        TestContext.Progress.WriteLine($"{heard} messages came to the clients, and {held} times there was no room");
        if (Again is null && Count >= Default)
        {
            // What happens at the same time is not nothing.
            Assert.That(heard, Is.GreaterThan(10 * Count));
            if (!TransportUnderTest.IsEpoll) // which hands more to the kernel, and so is seldom full
            {
                Assert.That(held, Is.Positive);
            }
        }
    }

    [Test]
    public async Task Whenever_the_app_stops_a_connection_keeps_its_promises()
    {
        foreach (var seed in Seeds(Math.Max(Count / 10, 1)))
        {
            await using var host = await Scene.StartHostAsync();
            await Scene.PlayAsync(host, seed, 0, drains: true);
        }
    }

    private static IEnumerable<int> Seeds(int count)
    {
        var first = Again ?? Random.Shared.Next();
        TestContext.Progress.WriteLine($"{TestContext.CurrentContext.Test.MethodName}: {count} scenes, seeds from {first}");
        return Enumerable.Range(0, count).Select(i => Again ?? unchecked(first + i));
    }

    private static int? Variable(string name) => int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var value) ? value : null;

    private void Keep(object? sender, UnobservedTaskExceptionEventArgs e) => _unobserved.Enqueue(e.Exception);
}
