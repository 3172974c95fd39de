namespace WebSockets.Parity.Tests.Stress;

/// <summary>200 connections and 4 channels, while many threads send, join and leave.</summary>
/// <remarks>
/// What a client has to receive is known exactly. Residents are in two channels all the time: they get everything. Movers change channels between
/// rounds, by many threads and while others send, but never within one: of the messages of a round they get all that go to where they are, and no
/// others. Drifters come and go at any time: they get some of the messages, but none twice, and those of each sender in its order.
/// </remarks>
[Category("Stress")]
[NonParallelizable]
public sealed class CrowdTests
{
    private const int Residents = 120;
    private const int Movers = 60;
    private const int Drifters = 20;
    private const int Size = Residents + Movers + Drifters;
    private const int Rounds = 5;
    private const int RoundSenders = 4;
    private const int PerRound = 12;
    private const int TalkingClients = 12;
    private const int PerTalker = 60;
    private const int FirstTalker = 100;

    private static readonly string[] Channels = ["c0", "c1", "c2", "c3"];

    // One sends to two channels at once: who is in both gets it once.
    private static readonly string[] Targets = [.. Channels, "c0+c1"];

    [Test]
    public async Task Every_message_arrives_once_and_in_its_senders_order_while_others_join_and_leave()
    {
        await using var crowd = await Crowd.GatherAsync(Size);
        for (var i = 0; i < Residents; i++)
        {
            crowd.Members[i].Channels.Set(HomeOf(i));
        }

        using var done = new CancellationTokenSource();
        // On threads of their own: in the pool they would keep from it those that it adds for who waits.
        var drifting = Enumerable.Range(Residents + Movers, Drifters).Select(i => Task.Factory.StartNew(() => Drift(crowd.Members[i], i, done.Token), TaskCreationOptions.LongRunning)).ToArray();
        var talking = Task.WhenAll(Enumerable.Range(0, TalkingClients).Select(i => Task.Run(() => TalkAsync(crowd, i))));
        for (var round = 0; round < Rounds; round++)
        {
            var now = round;
            Parallel.For(Residents, Residents + Movers, new ParallelOptions { MaxDegreeOfParallelism = 8 }, i => crowd.Members[i].Channels.Set(PlaceOf(i, now)));
            await Task.WhenAll(Enumerable.Range(0, RoundSenders).Select(sender => Task.Run(() => SendRoundAsync(crowd, now, sender))));
        }

        await talking;
        await done.CancelAsync();
        await Task.WhenAll(drifting);
        await crowd.SettleAsync(Enumerable.Range(0, TalkingClients));
        var received = await crowd.EndAsync();

        using (Assert.EnterMultipleScope())
        {
            for (var i = 0; i < Size; i++)
            {
                AssertReceived(i, received[i]);
            }
        }
    }

    private static string[] HomeOf(int resident) => [Channels[resident % 4], Channels[(resident + 1 + resident / 4 % 3) % 4]];

    private static string[] PlaceOf(int mover, int round) => ((mover + round) % 5) switch
    {
        0 => [],
        1 => [Channels[mover % 4]],
        2 => [Channels[mover % 4], Channels[(mover + round) % 4]],
        3 => Channels,
        _ => [Channels[(mover + round) % 4]],
    };

    private static void Drift(WebSocketConnection member, int seed, CancellationToken done)
    {
        var random = new Random(seed);
        while (!done.IsCancellationRequested)
        {
            var channel = Channels[random.Next(4)];
            if (random.Next(2) == 0)
            {
                member.Channels.Add(channel);
            }
            else
            {
                member.Channels.Remove(channel);
            }

            Thread.Yield();
        }
    }

    private static async Task SendRoundAsync(Crowd crowd, int round, int sender)
    {
        for (var number = 0; number < PerRound; number++)
        {
            foreach (var target in Targets)
            {
                var group = target == "c0+c1" ? crowd.All.To("c0", "c1") : crowd.All.To(target);
                await group.SendTextAsync(new Counted(target, round, sender, number).ToString());
            }
        }
    }

    private static async Task TalkAsync(Crowd crowd, int client)
    {
        for (var number = 0; number < PerTalker; number++)
        {
            await crowd.Clients[client].SendAsync(new Counted(Channels[client % 4], Counted.NoRound, FirstTalker + client, number).ToString());
        }
    }

    private static void AssertReceived(int client, List<Counted> received)
    {
        var byStream = received.GroupBy(message => message with { Number = 0 }).ToDictionary(stream => stream.Key, stream => stream.Select(message => message.Number).ToArray());
        foreach (var (stream, numbers) in byStream)
        {
            if (numbers.Zip(numbers.Skip(1)).Any(pair => pair.First >= pair.Second))
            {
                Assert.That(numbers, Is.Ordered.And.Unique, $"client {client}, {stream}");
            }
        }

        for (var round = 0; round < Rounds && client < Residents + Movers; round++)
        {
            var place = client < Residents ? HomeOf(client) : PlaceOf(client, round);
            foreach (var target in Targets)
            {
                for (var sender = 0; sender < RoundSenders; sender++)
                {
                    AssertStream(new(target, round, sender, 0), target.Split('+').Any(place.Contains) ? PerRound : 0);
                }
            }
        }

        for (var talker = 0; talker < TalkingClients && client < Residents; talker++)
        {
            var target = Channels[talker % 4];
            AssertStream(new(target, Counted.NoRound, FirstTalker + talker, 0), talker != client && HomeOf(client).Contains(target) ? PerTalker : 0);
        }

        // There are thousands of streams: only what is wrong is worth an assertion.
        void AssertStream(Counted stream, int count)
        {
            var numbers = byStream.GetValueOrDefault(stream, []);
            if (!numbers.SequenceEqual(Enumerable.Range(0, count)))
            {
                Assert.That(numbers, Is.EqualTo(Enumerable.Range(0, count)), $"client {client}, {stream}");
            }
        }
    }
}
