using System.Globalization;
using System.Net.Sockets;
using WebSockets.Testing;

namespace WebSockets.Soak.Tests;

/// <summary>Connections that open and close, very many of them: what is left of each is nothing, so memory levels off.</summary>
/// <remarks><c>SOAK_CYCLES</c> says how many, over each transport; the default takes seconds.</remarks>
[Platform("Linux")]
[Category("Soak")]
[NonParallelizable]
internal sealed class TurnoverTests
{
    private const int DefaultCycles = 4_000;
    private const int AtOnce = 8;

    // What a runtime that is still warming up may take in the second half; of 50,000 connections that is less than a hundred bytes each.
    private const long ManagedGrowth = 2 * 1024 * 1024;
    private const long ResidentGrowth = 24 * 1024 * 1024;

    private static readonly int Cycles =
        int.TryParse(Environment.GetEnvironmentVariable("SOAK_CYCLES"), CultureInfo.InvariantCulture, out var cycles) ? cycles : DefaultCycles;

    [TestCase(true, TestName = "Nothing_grows_with_the_number_of_connections_that_have_been_over_epoll")]
    [TestCase(false, TestName = "Nothing_grows_with_the_number_of_connections_that_have_been_over_sockets")]
    public async Task Nothing_grows(bool epoll)
    {
        await using var app = await HeldApp.StartAsync(epoll, loops: 2);
        await PassAsync(app, Cycles / 4); // what is made once
        var warm = await SettleAsync();
        await PassAsync(app, Cycles / 2);
        var half = await SettleAsync();
        await PassAsync(app, Cycles / 2);
        var end = await SettleAsync();

        TestContext.Progress.WriteLine($"{(epoll ? "epoll" : "sockets")}: {app.Turnstile.Closed} connections; warm: {warm}; after half: {half}; at the end: {end}");
        Assert.That((app.Turnstile.Opened, app.Turnstile.Closed), Is.EqualTo((Cycles / 4 + Cycles / 2 * 2, Cycles / 4 + Cycles / 2 * 2)), "each has opened once and closed once");
        Assert.That(app.Passengers, Is.Empty);
        Assert.That(app.Passengers.In("passengers"), Is.Empty);
        Assert.That(app.Passengers.In("*"), Is.Empty);
        Assert.That(end.Sockets, Is.LessThanOrEqualTo(warm.Sockets + 2), "sockets");
        Assert.That(end.Managed - half.Managed, Is.LessThan(ManagedGrowth), "managed heap");
        Assert.That(end.Resident - half.Resident, Is.LessThan(ResidentGrowth), "resident memory");
    }

    private static async Task PassAsync(HeldApp app, int count)
    {
        var before = app.Turnstile.Closed;
        await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(lane => Task.Run(async () =>
        {
            for (var i = lane; i < count; i += AtOnce)
            {
                await PassOneAsync(app, i / AtOnce);
            }
        })));
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        for (var end = Bounded.Token; app.Turnstile.Closed < before + count || app.Passengers.Count > 0;)
        {
            Assert.That(end.IsCancellationRequested, Is.False, $"{app.Turnstile.Closed - before} of {count} have closed, {app.Passengers.Count} are there");
            await timer.WaitForNextTickAsync();
        }
    }

    private static async Task PassOneAsync(HeldApp app, int number)
    {
        using var peer = await RawBurst.OpenAsync(new UriBuilder(app.Address) { Path = "/passing" }.Uri);
        var way = number % 5;
        var text = way == 1 ? "close" : number % 2 == 0 ? "later" : "hello";
        await peer.SendAsync(text);
        if (way != 1)
        {
            Assert.That(await peer.ReceiveAsync(), Is.EqualTo(text));
        }

        switch (way)
        {
            case 0: // by the peer
                await peer.Socket.SendAsync(CloseFrame, Bounded.Token);
                await ToEndAsync(peer);
                break;
            case 1: // by the server
                await peer.Socket.SendAsync(CloseFrame, Bounded.Token);
                await ToEndAsync(peer);
                break;
            case 2: // FIN
                peer.Socket.Shutdown(SocketShutdown.Send);
                await ToEndAsync(peer);
                break;
            case 3: // in mid-frame
                await peer.Socket.SendAsync(CloseFrame.AsMemory(0, 3), Bounded.Token);
                break;
        }

        // So that no port waits in the kernel for what may still come.
        peer.Socket.LingerState = new LingerOption(true, 0);
    }

    private static byte[] CloseFrame => [0x88, 0x82, 0, 0, 0, 0, 0x03, 0xe8];

    private static async Task ToEndAsync(RawBurst peer)
    {
        var rest = new byte[64];
        while (await peer.Socket.ReceiveAsync(rest, Bounded.Token) > 0)
        {
        }
    }

    // A transport that the server has still to end is watched for a while: until nothing more becomes free.
    private static async Task<Measured> SettleAsync()
    {
        const int Looks = 30;
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        var least = Measure();
        for (var looks = 0; looks < Looks && await timer.WaitForNextTickAsync(); looks++)
        {
            var next = Measure();
            if (next.Managed < least.Managed - 64 * 1024)
            {
                (least, looks) = (next, 0);
            }
        }

        return least;
    }

    private static Measured Measure()
    {
        for (var i = 0; i < 3; i++)
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            GC.WaitForPendingFinalizers();
        }

        using var process = System.Diagnostics.Process.GetCurrentProcess();
        return new Measured(
            GC.GetTotalMemory(forceFullCollection: true),
            process.WorkingSet64,
            new DirectoryInfo("/proc/self/fd").EnumerateFiles().Count(file => file.LinkTarget?.StartsWith("socket:", StringComparison.Ordinal) ?? false));
    }

    private sealed record Measured(long Managed, long Resident, int Sockets)
    {
        public override string ToString() => $"managed {Managed / 1024} KiB, resident {Resident / 1024} KiB, {Sockets} sockets";
    }
}
