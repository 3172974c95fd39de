using System.Globalization;
using System.Net.Sockets;
using WebSockets.Testing;

namespace WebSockets.Soak.Tests;

/// <summary>Peers of every kind for a while; then nothing is left of them.</summary>
[Platform("Linux")]
[Category("Soak")]
internal sealed class SoakTests
{
    private const int Peers = 24;
    private const int LargestMessage = 1024 * 1024;
    private const long LevelMemory = 48 * 1024 * 1024;

    [TestCase(true, TestName = "Nothing_leaks_over_epoll")]
    [TestCase(false, TestName = "Nothing_leaks_over_sockets")]
    public async Task Nothing_leaks(bool epoll)
    {
        if (!int.TryParse(Environment.GetEnvironmentVariable("SOAK_SECONDS"), CultureInfo.InvariantCulture, out var seconds))
        {
            Assert.Ignore("Set SOAK_SECONDS to the seconds that it may take.");
        }

        await using var app = await HeldApp.StartAsync(epoll, loops: 2);
        app.Gates.Open();
        await RunAsync(app, 2); // what is made once
        await NobodyLeftAsync(app);
        var descriptors = Descriptors();
        var memory = Memory();

        var visits = await RunAsync(app, seconds);

        await NobodyLeftAsync(app);
        await Eventually(() => Descriptors() <= descriptors + 2, () => $"{Descriptors()} descriptors, {descriptors} before");
        await Eventually(() => Memory() <= memory + LevelMemory, () => $"{Memory()} bytes, {memory} before");
        TestContext.Progress.WriteLine($"{(epoll ? "epoll" : "sockets")}: {visits} visits, descriptors {descriptors} to {Descriptors()}, managed {memory / 1024} to {Memory() / 1024} KiB");
    }

    private static async Task<int> RunAsync(HeldApp app, int seconds)
    {
        using var end = new CancellationTokenSource(TimeSpan.FromSeconds(seconds));
        var visits = await Task.WhenAll(Enumerable.Range(0, Peers).Select(seed => Task.Run(() => PeerAsync(app, seed, end.Token))));
        return visits.Sum();
    }

    private static async Task<int> PeerAsync(HeldApp app, int seed, CancellationToken end)
    {
        var random = new Random(seed);
        var visits = 0;
        for (; !end.IsCancellationRequested; visits++)
        {
            await VisitAsync(app, random);
        }

        return visits;
    }

    private static async Task VisitAsync(HeldApp app, Random random)
    {
        switch (random.Next(7))
        {
            case 0:
                await using (var listener = await app.ListenAsync())
                await using (var speaker = await TestClient.ConnectAsync(app.Address))
                {
                    // Others speak too; ours is among what comes.
                    var own = $"all {random.Next()}";
                    Assert.That(await speaker.AskAsync(own), Is.EqualTo(own));
                    while (await listener.ReceiveAsync() != own)
                    {
                    }
                }

                break;
            case 1: // reset
                using (var peer = await RawBurst.OpenAsync(app.Address))
                {
                    await peer.SendAsync("x");
                    peer.Socket.LingerState = new LingerOption(true, 0);
                }

                break;
            case 2: // half-close: what was asked is still answered, unless the server has the connection, which then ends it at once
                using (var peer = await RawBurst.OpenAsync(app.Address))
                {
                    await peer.SendAsync("first");
                    Assert.That(await peer.ReceiveAsync(), Is.EqualTo("first"));
                    await peer.SendAsync("x", "y");
                    peer.Socket.Shutdown(SocketShutdown.Send);
                    if (app.IsEpoll)
                    {
                        Assert.That(await peer.ReceiveAsync(), Is.EqualTo("x"));
                        Assert.That(await peer.ReceiveAsync(), Is.EqualTo("y"));
                    }
                }

                break;
            case 3: // in mid-frame
                using (var peer = await RawBurst.OpenAsync(app.Address))
                {
                    var frame = RawBurst.Frame(new byte[random.Next(LargestMessage)], text: false);
                    await peer.Socket.SendAsync(frame.AsMemory(0, random.Next(1, frame.Length)), Bounded.Token);
                }

                break;
            case 4: // its answer is never read
                using (var peer = await RawBurst.OpenAsync(app.Address))
                {
                    await peer.Socket.SendAsync(RawBurst.Frame(new byte[LargestMessage], text: false), Bounded.Token);
                }

                break;
            case 5:
                var aborting = await TestClient.ConnectAsync(app.Address);
                Assert.That(await aborting.AskAsync("x"), Is.EqualTo("x"));
                aborting.Socket.Abort();
                break;
            default:
                await EchoAsync(app, random);
                break;
        }
    }

    private static async Task EchoAsync(HeldApp app, Random random)
    {
        await using var client = await TestClient.ConnectAsync(app.Address);
        var received = new byte[LargestMessage];
        for (var i = 0; i < 5; i++)
        {
            var sent = new byte[random.Next(LargestMessage + 1)];
            random.NextBytes(sent);
            await client.SendAsync(sent);
            var length = 0;
            while (true)
            {
                var part = await client.Socket.ReceiveAsync(received.AsMemory(length), Bounded.Token);
                length += part.Count;
                if (part.EndOfMessage)
                {
                    break;
                }
            }

            Assert.That(received.AsSpan(0, length).SequenceEqual(sent), Is.True, "the echo");
        }
    }

    private static Task NobodyLeftAsync(HeldApp app) =>
        Eventually(() => app.Connections.Count == 0 && app.Connections.In("listeners").Count == 0, () => $"{app.Connections.Count} connections");

    // Of sockets: what else a process has open is the runtime's.
    private static int Descriptors() =>
        new DirectoryInfo("/proc/self/fd").EnumerateFiles().Count(file => file.LinkTarget?.StartsWith("socket:", StringComparison.Ordinal) ?? false);

    private static long Memory() => GC.GetTotalMemory(forceFullCollection: true);

    private static async Task Eventually(Func<bool> condition, Func<string> state)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        var end = Bounded.Token;
        while (!condition())
        {
            Assert.That(end.IsCancellationRequested, Is.False, state());
            await timer.WaitForNextTickAsync();
        }
    }
}
