using System.Collections.Concurrent;
using System.Globalization;
using WebSockets.Testing;

namespace WebSockets.Fuzz.Tests.Interleavings;

/// <summary>
/// Whatever a connection's clients and the app's threads do at the same time: [OnOpen] runs once and first, [OnClose] once and last, one method at a time, messages come
/// whole, once, in the order of who sent them, and to a connection that nobody ends all of them; under Drop and Latest all but those that are counted as dropped, and
/// where there is room for them the newest of each key; nothing follows the close frame, whose status is legal; and nothing stays in any list. Over HTTP/1.1, and over HTTP/2,
/// where the clients of a scene share one TCP connection.
/// </summary>
/// <remarks><c>INTERLEAVINGS_COUNT</c> says how many scenes are played on the same terms; <c>INTERLEAVINGS_SEED</c> plays one of them again and again.</remarks>
[NonParallelizable]
internal sealed class InterleavingTests
{
    private const int WhileItStops = 30;

    private static readonly int? Count = Variable("INTERLEAVINGS_COUNT");
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

    [TestCaseSource(typeof(Terms), nameof(Terms.All))]
    public async Task Whatever_happens_at_the_same_time_a_connection_keeps_its_promises(Terms terms)
    {
        await using var host = await Scene.StartHostAsync(terms);
        var (number, heard, held, dropped) = (0, 0, 0, 0L);
        var count = Count ?? terms.Scenes;
        foreach (var seed in Seeds(count))
        {
            var played = await Scene.PlayAsync(host, seed, number);
            (number, heard, held, dropped) = (number + 10, heard + played.Heard, held + played.Held, dropped + played.Dropped);
        }

        TestContext.Progress.WriteLine($"{heard} messages came to the clients, {held} times there was no room, and {dropped} were dropped of those whose number is known");
        if (Again is null && count >= terms.Scenes)
        {
            // What happens at the same time is not nothing.
            Assert.That(heard, Is.GreaterThan(10 * count));
            if (!TransportUnderTest.IsEpoll) // which hands more to the kernel, and so is seldom full
            {
                Assert.That((held > 0, dropped > 0), Is.EqualTo((true, !terms.KeepsAll)));
            }
        }
    }

    [Test]
    public async Task Whenever_the_app_stops_a_connection_keeps_its_promises([Values] bool http2)
    {
        foreach (var seed in Seeds(Count is { } count ? Math.Max(count / 10, 1) : WhileItStops))
        {
            await using var host = await Scene.StartHostAsync(Terms.Patient(http2));
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
