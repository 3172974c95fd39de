using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using WebSockets.Testing;
using WebSockets.Transport;

namespace WebSockets.Soak.Tests;

/// <summary>A thousand subscribers, of whom a hundred never read: the others get everything, as fast as without them, and memory keeps to the limits.</summary>
/// <remarks>How fast is printed and not asserted: it says something only on a machine that has nothing else to do.</remarks>
[Platform("Linux")]
[Category("Soak")]
internal sealed class SlowSubscriberTests
{
    private const int Readers = 900;
    private const int Stuck = 100;
    private const int Limit = 256 * 1024;

    // What the transport holds of a connection whose peer does not read: 64 KiB, a message more, and what its buffer rounds that up to.
    private const int TransportHolds = 256 * 1024;

    // What the runtime and the clients need, apart from what waits.
    private const long LevelMemory = 16 * 1024 * 1024;

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);

    [TestCase(true, TestName = "A_hundred_that_never_read_hold_up_none_of_nine_hundred_over_epoll")]
    [TestCase(false, TestName = "A_hundred_that_never_read_hold_up_none_of_nine_hundred_over_sockets")]
    public async Task A_hundred_that_never_read_hold_up_none_of_nine_hundred(bool epoll)
    {
        if (!int.TryParse(Environment.GetEnvironmentVariable("SOAK_SECONDS"), CultureInfo.InvariantCulture, out var seconds))
        {
            Assert.Ignore("Set SOAK_SECONDS to the seconds that it may take.");
        }

        await using var app = await StartAsync(epoll);
        var address = new UriBuilder(app.Urls.First()) { Scheme = "ws", Path = "/subscribers" }.Uri;
        var connections = app.Services.GetRequiredService<WebSocketConnections<Subscribers>>();
        var readers = new List<Subscriber>();
        var stuck = new List<RawBurst>();
        var latencies = new Latencies();
        try
        {
            for (var i = 0; i < Readers; i++)
            {
                readers.Add(await Subscriber.ConnectAsync(address));
            }

            await Eventually(() => connections.Count == Readers, () => $"{connections.Count} are open");
            var reading = readers.ConvertAll(reader => Task.Run(() => reader.ReadAsync(latencies)));
            var readersOnly = connections.ToHashSet();
            var sent = await SendAsync(connections, readers, 0, TimeSpan.FromSeconds(2)); // what is made once

            latencies.Clear();
            sent = await SendAsync(connections, readers, sent, TimeSpan.FromSeconds(seconds));
            var without = latencies.Percentile(99);

            for (var i = 0; i < Stuck; i++)
            {
                stuck.Add(await RawBurst.OpenAsync(address));
            }

            await Eventually(() => connections.Count == Readers + Stuck, () => $"{connections.Count} are open");
            var slow = connections.Where(connection => !readersOnly.Contains(connection)).ToArray();
            var memory = Memory();
            await FillAsync(slow);
            latencies.Clear();
            sent = await SendAsync(connections, readers, sent, TimeSpan.FromSeconds(seconds));
            var with = latencies.Percentile(99);
            var grown = Memory() - memory;

            Assert.That(reading.Where(task => task.IsCompleted), Is.Empty, "all of them still read");
            Assert.That(readers.Select(reader => reader.Received), Has.All.EqualTo(sent), "each got everything");
            Assert.That(slow.Select(connection => connection.PendingBytes), Has.All.InRange(1, Limit));
            Assert.That(grown, Is.LessThan(((long)Stuck * (Limit + TransportHolds)) + LevelMemory));
            Assert.That(readersOnly.Sum(connection => connection.DroppedMessages), Is.Zero);
            TestContext.Progress.WriteLine(
                $"{(epoll ? "epoll" : "sockets")}: {sent} messages to {Readers}; p99 without the {Stuck} {without:0.00} ms, with them {with:0.00} ms, ratio {with / without:0.00}; "
                + $"{slow.Sum(connection => connection.PendingBytes) / 1024} KiB wait for them, {slow.Sum(connection => connection.DroppedMessages)} dropped; memory +{grown / 1024} KiB");
        }
        finally
        {
            readers.ForEach(reader => reader.Dispose());
            stuck.ForEach(client => client.Dispose());
        }
    }

    private static async Task<WebApplication> StartAsync(bool epoll)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.Sources.Clear();
        builder.Configuration.AddInMemoryCollection();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        if (epoll)
        {
            builder.WebHost.UseEpollTransport();
        }

        builder.Services.AddWebSocketHandlers();
        var app = builder.Build();
        app.MapWebSocketHandler<Subscribers>(options =>
        {
            options.SlowConsumer = SlowConsumerPolicy.Drop;
            options.MaxPendingSendBytes = Limit;
            options.KeepAliveInterval = Timeout.InfiniteTimeSpan; // those that never read are to stay
        });
        await app.StartAsync(Bounded.Token);
        return app;
    }

    // Sends for a while, and waits until all have got it. Gives the number of the next message.
    private static async Task<long> SendAsync(WebSocketConnections<Subscribers> connections, List<Subscriber> readers, long number, TimeSpan time)
    {
        var message = new byte[Subscriber.MessageSize];
        using var timer = new PeriodicTimer(Interval);
        for (var end = number + (long)(time / Interval); number < end; number++)
        {
            await timer.WaitForNextTickAsync();
            Subscriber.Write(message, number);
            await connections.All.SendBinaryAsync(message);
        }

        await Eventually(() => readers.TrueForAll(reader => reader.Received == number), () => $"{readers.Count(reader => reader.Received < number)} have not got all {number}");
        return number;
    }

    // So much that the transport and the system take no more: what is sent from then on waits, or is dropped.
    private static async Task FillAsync(WebSocketConnection[] connections)
    {
        const int Looks = 100; // the system may take more for a while
        var block = new byte[64 * 1024];
        var looks = 0;
        await Eventually(
            () =>
            {
                var left = connections.Where(connection => connection.PendingBytes < Limit - (2 * block.Length)).ToArray();
                Array.ForEach(left, connection => _ = connection.SendBinaryAsync(block));
                looks = left.Length == 0 ? looks + 1 : 0;
                return looks == Looks;
            },
            () => "they are never full");
    }

    private static long Memory() => GC.GetTotalMemory(forceFullCollection: true);

    private static async Task Eventually(Func<bool> condition, Func<string> state)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        var end = Bounded.Token;
        while (!condition())
        {
            Assert.That(end.IsCancellationRequested, Is.False, state());
            await timer.WaitForNextTickAsync();
        }
    }
}
