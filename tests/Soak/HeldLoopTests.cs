using System.Globalization;
using System.Net.WebSockets;
using WebSockets.Testing;

namespace WebSockets.Soak.Tests;

/// <summary>What handlers that block do to the other connections of their loop: nothing.</summary>
[Platform("Linux")]
internal sealed class HeldLoopTests
{
    private const int Others = 200;
    private const int RoundTrips = 10;
    private static readonly string[] Ways = ["event", "monitor", "sleep", "spin"];

    [TestCaseSource(nameof(Ways))]
    public async Task While_handlers_of_one_percent_block_all_others_go_on(string way)
    {
        await using var app = await HeldApp.StartAsync();
        var others = await app.ConnectAsync(Others);
        var held = await app.ConnectAsync(Others / 100);
        await HoldAsync(app, held, way);

        await Task.WhenAll(others.Select(EchoAsync));

        Assert.That((app.Gates.IsOpen, app.Gates.Blocked), Is.EqualTo((false, held.Length)));
        app.Gates.Open();
        foreach (var client in held)
        {
            Assert.That(await client.ReceiveAsync(), Is.EqualTo("before"));
            Assert.That(await client.ReceiveAsync(), Is.EqualTo("after"));
        }

        await CloseAsync([.. others, .. held]);
    }

    [TestCaseSource(nameof(Ways))]
    public async Task What_a_handler_sends_before_it_blocks_arrives_while_it_blocks_also_the_next_time(string way)
    {
        await using var app = await HeldApp.StartAsync();
        await using var listener = await app.ListenAsync();
        await using var held = await TestClient.ConnectAsync(app.Address);
        await held.SendAsync("pause 100"); // held the loop before
        Assert.That(await held.ReceiveAsync(), Is.EqualTo("pause 100"));
        await HoldAsync(app, [held], way);

        Assert.That(await held.ReceiveAsync(), Is.EqualTo("before"));
        Assert.That(await listener.ReceiveAsync(), Is.EqualTo("to listeners"));
        Assert.That(app.Gates.Blocked, Is.EqualTo(1));
        app.Gates.Open();
        Assert.That(await held.ReceiveAsync(), Is.EqualTo("after"));
    }

    [TestCaseSource(nameof(Ways))]
    public async Task What_a_handler_sends_before_it_blocks_arrives_while_it_blocks(string way)
    {
        await using var app = await HeldApp.StartAsync();
        await using var listener = await app.ListenAsync();
        await using var held = await TestClient.ConnectAsync(app.Address);
        await HoldAsync(app, [held], way);

        Assert.That(await held.ReceiveAsync(), Is.EqualTo("before"));
        Assert.That(await listener.ReceiveAsync(), Is.EqualTo("to listeners"));
        Assert.That(app.Gates.Blocked, Is.EqualTo(1));
        app.Gates.Open();
        Assert.That(await held.ReceiveAsync(), Is.EqualTo("after"));
    }

    [TestCase(20)]
    [TestCase(100_000)] // larger than is held back: not sent from the memory of the turn
    public async Task Replies_to_earlier_messages_of_a_burst_arrive_in_order_while_a_later_one_blocks(int length)
    {
        await using var app = await HeldApp.StartAsync();
        await using var client = await TestClient.ConnectAsync(app.Address);
        string[] burst = [.. Enumerable.Range(0, 5).Select(i => i.ToString(CultureInfo.InvariantCulture).PadRight(i == 4 ? length : 20, '.'))];
        using var raw = await RawBurst.OpenAsync(app.Address);
        var blocked = app.Gates.NextBlocked();
        await raw.SendAsync([.. burst, "block event", "last"]);
        await blocked.Soon();

        foreach (var text in burst)
        {
            Assert.That(await raw.ReceiveAsync(), Is.EqualTo(text));
        }

        Assert.That(await raw.ReceiveAsync(), Is.EqualTo("before"));
        Assert.That(app.Gates.Blocked, Is.EqualTo(1));
        Assert.That(await client.AskAsync("other"), Is.EqualTo("other"));
        app.Gates.Open();
        Assert.That(await raw.ReceiveAsync(), Is.EqualTo("after"));
        Assert.That(await raw.ReceiveAsync(), Is.EqualTo("last"));
    }

    [Test]
    public async Task Each_connection_keeps_its_order_while_its_handlers_hold_loops()
    {
        await using var app = await HeldApp.StartAsync();
        var clients = await app.ConnectAsync(8);
        await Task.WhenAll(clients.Select(async client =>
        {
            string[] texts = [.. Enumerable.Range(0, 100).Select(i => i % 20 == 3 ? "pause 15" : i.ToString(CultureInfo.InvariantCulture))];
            foreach (var text in texts)
            {
                await client.SendAsync(text);
            }

            foreach (var text in texts)
            {
                Assert.That(await client.ReceiveAsync(), Is.EqualTo(text));
            }
        }));
        await CloseAsync(clients);
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task A_burst_of_broadcasts_after_a_hand_over_does_not_cost_a_system_call_for_each_frame_and_member(bool epoll)
    {
        const int Members = 20;
        const int Frames = 2000;
        await using var app = await HeldApp.StartAsync(epoll);
        var members = new RawBurst[Members];
        for (var i = 0; i < Members; i++)
        {
            members[i] = await RawBurst.OpenAsync(new Uri(app.Address + "/listeners"));
            await members[i].SendAsync("joined");
            Assert.That(await members[i].ReceiveAsync(), Is.EqualTo("joined"));
        }

        var before = members.Sum(member => member.SegmentsReceived);
        using var speaker = await RawBurst.OpenAsync(app.Address);
        string[] texts = [.. Enumerable.Range(0, Frames).Select(i => $"all {i}")];

        await speaker.SendAsync(["pause 50", .. texts]);

        await Task.WhenAll(members.Select(member => Task.Run(async () =>
        {
            foreach (var text in texts)
            {
                Assert.That(await member.ReceiveAsync(), Is.EqualTo(text));
            }
        })));
        Assert.That(members.Sum(member => member.SegmentsReceived) - before, Is.LessThan(Members * Frames * 3 / 4), "of one for each frame and member");
        Array.ForEach(members, member => member.Dispose());
    }

    [Test]
    public async Task Threads_that_lost_their_loop_are_used_again()
    {
        await using var app = await HeldApp.StartAsync();
        await using var other = await TestClient.ConnectAsync(app.Address);
        for (var i = 0; i < 30; i++)
        {
            // A connection each: one that has held a loop is served elsewhere for a while.
            await using var client = await TestClient.ConnectAsync(app.Address);
            var pause = client.AskAsync("pause 40");
            Assert.That(await other.AskAsync("x"), Is.EqualTo("x"));
            Assert.That(await pause, Is.EqualTo("pause 40"));
        }

        Assert.That(LoopThreads(), Is.LessThan(30), "threads of loops in the process");
    }

    [Test]
    public async Task A_peer_that_goes_while_its_handler_blocks_is_forgotten_when_the_handler_has_returned()
    {
        await using var app = await HeldApp.StartAsync();
        using var held = await TestClient.ConnectAsync(app.Address) is var client ? client.Socket : null!;
        await HoldAsync(app, [client], "event");
        held.Abort();
        await using var other = await TestClient.ConnectAsync(app.Address);
        Assert.That(await other.AskAsync("x"), Is.EqualTo("x"));

        app.Gates.Open();

        await Eventually(() => app.Connections.Count == 1);
    }

    [Test]
    public async Task Stopping_while_a_handler_blocks_tells_the_others_and_ends_when_it_has_returned()
    {
        await using var app = await HeldApp.StartAsync();
        await using var other = await TestClient.ConnectAsync(app.Address);
        await using var held = await TestClient.ConnectAsync(app.Address);
        await HoldAsync(app, [held], "event");

        var stopping = app.StopAsync();
        Assert.That(await other.ReceiveCloseAsync(), Is.EqualTo(WebSocketCloseStatus.EndpointUnavailable));
        Assert.That(app.Gates.Blocked, Is.EqualTo(1));
        app.Gates.Open();
        await stopping.Soon();
        held.Socket.Abort();
    }

    private static async Task EchoAsync(TestClient client)
    {
        for (var i = 0; i < RoundTrips; i++)
        {
            var text = $"{i}";
            Assert.That(await client.AskAsync(text), Is.EqualTo(text));
        }
    }

    // One after the other: each has to be taken from the loop before the next message is seen.
    private static async Task HoldAsync(HeldApp app, TestClient[] clients, string way)
    {
        foreach (var client in clients)
        {
            var blocked = app.Gates.NextBlocked();
            await client.SendAsync("block " + way);
            await blocked.Soon();
        }
    }

    private static async Task CloseAsync(TestClient[] clients)
    {
        foreach (var client in clients)
        {
            await client.DisposeAsync();
        }
    }

    // Of all apps of the tests; the name is cut by the system.
    private static int LoopThreads() => Directory.GetDirectories("/proc/self/task").Count(task => NameOf(task).StartsWith("WebSockets epol", StringComparison.Ordinal));

    private static string NameOf(string task)
    {
        try
        {
            return File.ReadAllText(Path.Combine(task, "comm"));
        }
        catch (IOException)
        {
            return "";
        }
    }

    private static async Task Eventually(Func<bool> condition)
    {
        var end = Bounded.Token;
        while (!condition())
        {
            await Task.Yield();
            end.ThrowIfCancellationRequested();
        }
    }
}
