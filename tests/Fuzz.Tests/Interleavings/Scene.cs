using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using WebSockets.Runtime.Tests.Infrastructure;
using WebSockets.Runtime.Tests.Wire;

namespace WebSockets.Fuzz.Tests.Interleavings;

/// <summary>Some clients and some threads of the app, who do what their seed says, at the same time and in whatever order comes of it; and what must hold afterwards.</summary>
internal static class Scene
{
    private const int Actors = 3;

    public static Task<TestHost> StartHostAsync(Terms terms) => TestHost.StartAsync(
        app => app.MapWebSocketHandler<Player>(options => (options.SlowConsumer, options.MaxPendingSendBytes) = (terms.Policy, terms.MaxPendingSendBytes)),
        setup =>
        {
            setup.Protocols = terms.IsHttp2 ? HttpProtocols.Http2 : HttpProtocols.Http1;
            setup.Services = services => services.AddSingleton(new Stage(terms));
        });

    /// <param name="host">Where it is played.</param>
    /// <param name="seed">Decides who does what.</param>
    /// <param name="first">The number of the first seat.</param>
    /// <param name="drains">The app stops in the middle of it.</param>
    /// <returns>How many messages have come to the clients, how often there was no room for one, and how many have not come to those that nobody ends.</returns>
    public static async Task<(int Heard, int Held, long Dropped)> PlayAsync(TestHost host, int seed, int first, bool drains = false)
    {
        var random = new Random(seed);
        var stage = host.Services.GetRequiredService<Stage>();
        var connections = host.Connections<Player>();
        Seat[] seats = [.. Enumerable.Range(first, 2 + random.Next(3)).Select(number => new Seat(number, Actors, isGentle: !drains && random.Next(2) == 0))];
        foreach (var seat in seats)
        {
            stage.Seats[seat.Number] = seat;
        }

        using var http = stage.Terms.IsHttp2 ? new Http2Client(host.Port) : null;
        Visitor[] visitors = [.. seats.Select(seat => new Visitor(seat, stage.Terms, http, new Random(random.Next())))];
        Actor[] actors = [.. Enumerable.Range(0, Actors).Select(number => new Actor(number, seats, connections, stage.Terms, new Random(random.Next())))];
        try
        {
            var pause = random.Next(60);
            var draining = drains ? Task.Run(() => StopAsync(host, pause)) : Task.CompletedTask;
            var isCut = http is not null && random.Next(3) == 0 && !seats.Any(seat => seat.IsGentle);
            var cutting = isCut ? Task.Run(() => ResetAsync(http!, seats, pause)) : Task.CompletedTask;
            var acting = Task.WhenAll(actors.Select(actor => Task.Run(actor.RunAsync)));
            await Task.WhenAll([acting, draining, cutting, .. visitors.Select(visitor => Task.Run(() => visitor.VisitAsync(host.Port, acting)))]).Within("all have done what they do");
            await Bounded.Until(() => seats.All(seat => seat.HasClosed || !(seat.IsAccepted || seat.HasOpened)), "[OnClose] has run for each");
            await Bounded.Until(() => connections.Count == 0, "all have left");
            await Bounded.Until(() => seats.All(seat => seat.Connection is null or { PendingBytes: 0 }), "nothing waits for them");
        }
        catch (Exception e)
        {
            throw new InvalidOperationException($"Seed {seed}: {e.Message} {string.Join("; ", seats.SelectMany(seat => seat.Faults))} {string.Join("; ", seats.Zip(visitors))}", e);
        }

        foreach (var (seat, visitor) in seats.Zip(visitors))
        {
            if (seat.IsGentle)
            {
                visitor.Check(Actors);
            }

            CheckIsGone(seat, connections);
            stage.Seats.Remove(seat.Number, out _);
            visitor.Dispose();
        }

        var faults = seats.SelectMany(seat => seat.Faults).ToArray();
        if (faults.Length > 0)
        {
            throw new InvalidOperationException($"Seed {seed}: {string.Join("; ", faults)}");
        }

        var dropped = seats.Sum(seat => seat is { IsGentle: true, Connection: { } connection } ? connection.DroppedMessages : 0);
        return (visitors.Sum(visitor => visitor.Heard), actors.Sum(actor => actor.Held), dropped);
    }

    private static async Task StopAsync(TestHost host, int pause)
    {
        await PassAsync(pause);
        await host.StopAsync();
    }

    // All streams at once, when all have come: one whose handshake is cut may yet come when the scene is over.
    private static async Task ResetAsync(Http2Client http, Seat[] seats, int pause)
    {
        await Task.WhenAll(seats.Select(seat => seat.WhenTaken));
        await PassAsync(pause);
        http.Reset();
    }

    // To any place in the course of what the others do.
    private static async Task PassAsync(int pause)
    {
        for (var i = 0; i < pause; i++)
        {
            await Task.Yield();
        }
    }

    private static void CheckIsGone(Seat seat, WebSocketConnections<Player> connections)
    {
        if (seat.Connection is not { } connection)
        {
            return;
        }

        connection.Channels.Add("c0", "late");
        foreach (var channel in (string[])["c0", "c1", "c2", "odd", "late", "*", connection.Id])
        {
            if (connections.In(channel).Contains(connection))
            {
                seat.Fault($"it is still in {channel}");
            }
        }

        if (connections.Find(connection.Id) is not null)
        {
            seat.Fault("it is still found");
        }

        if (!connection.Closed.IsCancellationRequested)
        {
            seat.Fault("its token is not cancelled");
        }
    }
}
