using System.Net.WebSockets;

namespace WebSockets.Fuzz.Tests.Interleavings;

/// <summary>A thread of the app's: sends to connections, moves them about, and ends those that may be ended, whatever they are just doing.</summary>
internal sealed class Actor(int number, Seat[] seats, WebSocketConnections<Player> connections, Terms terms, Random random)
{
    private static readonly WebSocketCloseStatus[] Statuses =
        [WebSocketCloseStatus.NormalClosure, WebSocketCloseStatus.PolicyViolation, WebSocketCloseStatus.Empty, (WebSocketCloseStatus)4001];

    private int _lines;

    /// <summary>How often a connection had no room after a line.</summary>
    public int Held { get; private set; }

    public async Task RunAsync()
    {
        await seats[random.Next(seats.Length)].WhenTaken;
        for (var left = 5 + random.Next(60); left > 0; left--)
        {
            var seat = seats[random.Next(seats.Length)];
            if (seat.Connection is { } connection)
            {
                await ActAsync(seat, connection);
            }

            if (random.Next(3) == 0)
            {
                await Task.Yield();
            }
        }
    }

    private async Task ActAsync(Seat seat, WebSocketConnection connection)
    {
        var channel = $"c{random.Next(3)}";
        switch (random.Next(16))
        {
            case 0 or 1 or 2 or 3:
                Line line;
                for (var burst = random.Next(4) == 0 ? 40 : 1; burst > 0; burst--)
                {
                    line = Next();
                    seat.OwedBy(number).Add(line.Number);
                    await SendAsync(line, connection);
                }

                break;
            case 4 or 5:
                line = Next();
                Owe(line, seat => true);
                await line.SendAsync(OnTerms(connections.All, line));
                break;
            case 6:
                line = Next();
                Owe(line, other => other != seat);
                await line.BroadcastAsync(OnTerms(connection.To("*"), line));
                break;
            case 7: // these two, each once
                line = Next();
                seat.OwedBy(number).Add(line.Number);
                await line.SendAsync(OnTerms(connections.To(connection, connection.Id), line));
                break;
            case 8: // who is in these depends on who just moves
                line = Next();
                foreach (var other in seats)
                {
                    other.MayGet(number).Add(line.Number);
                }

                await line.SendAsync(OnTerms(connections.To(channel, "odd"), line));
                break;
            case 9:
                connection.Channels.Add(channel, "odd");
                break;
            case 10:
                connection.Channels.Remove(channel);
                break;
            case 11:
                connection.Channels.Set(channel);
                break;
            case 12:
                _ = connection.Channels.ToArray();
                _ = connection.PendingBytes + connections.In(channel).Count + connections.Count;
                break;
            case 13 when !seat.IsGentle && random.Next(3) == 0:
                await connection.CloseAsync(Statuses[random.Next(Statuses.Length)], "enough");
                break;
            case 14 when !seat.IsGentle && random.Next(3) == 0:
                connection.Abort();
                break;
            case 15 when !seat.IsGentle && random.Next(20) == 0: // more than the kernel takes for one that does not read
                for (var left = 100; left > 0; left--)
                {
                    line = NextOfTheLongest();
                    seat.OwedBy(number).Add(line.Number);
                    await SendAsync(line, connection);
                }

                break;
        }
    }

    private ValueTask SendAsync(Line line, WebSocketConnection connection)
    {
        var sending = terms.Policy == SlowConsumerPolicy.Latest ? line.SendAsync(OnTerms(connection.To(connection), line)) : line.SendAsync(connection);
        Held += connection.Output.IsFull ? 1 : 0;
        return sending;
    }

    private WebSocketGroup OnTerms(WebSocketGroup group, Line line) => terms.Policy == SlowConsumerPolicy.Latest ? group.With(SlowConsumerPolicy.Latest, line.Key) : group;

    private Line NextOfTheLongest()
    {
        _lines = Line.NextOfTheLongest(_lines);
        return Next();
    }

    private Line Next() => Line.Of(number, _lines++);

    // Who is there when it is sent is owed it; who comes meanwhile may get it.
    private void Owe(Line line, Func<Seat, bool> isMeant)
    {
        foreach (var seat in seats.Where(isMeant))
        {
            (seat.Connection is null ? seat.MayGet(number) : seat.OwedBy(number)).Add(line.Number);
        }
    }
}
