using WebSockets.Runtime.Tests.Wire;
using WebSockets.Transport.Tests.Infrastructure;

namespace WebSockets.Transport.Tests;

/// <summary>What connections hold while nothing is under way.</summary>
[NonParallelizable]
internal sealed class MemoryTests
{
    private const int Connections = 300;
    private const int MessageSize = 64_000;

    [Test]
    public async Task After_a_burst_of_large_messages_their_memory_is_given_back()
    {
        await using var host = await EpollHost.StartAsync(app => app.MapWebSocketHandler<Echo>());
        var clients = new List<RawClient>();
        for (var i = 0; i < Connections; i++)
        {
            clients.Add(await host.OpenAsync("/echo"));
            await ExchangeAsync(clients[^1], 1);
        }

        var before = Collected();
        await Task.WhenAll(clients.Select(client => ExchangeAsync(client, MessageSize)));

        // A client's socket keeps what it sent last.
        await Task.WhenAll(clients.Select(client => ExchangeAsync(client, 1)));
        var grown = Collected() - before;

        // What the pools keep for the next burst does not grow with the connections.
        Assert.That(grown, Is.LessThan(Connections * MessageSize / 3));
        foreach (var client in clients)
        {
            await client.DisposeAsync();
        }
    }

    // In two pieces, so that the server has to hold the first.
    private static async Task ExchangeAsync(RawClient client, int size)
    {
        var frame = RawFrame.Encode(RawFrame.Binary, new byte[size]);
        await client.SendAsync(frame[..(frame.Length / 2)]);
        await client.SendAsync(frame[(frame.Length / 2)..]);
        Assert.That((await client.ReceiveFrameAsync()).Payload, Has.Length.EqualTo(size));
    }

    private static long Collected()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return GC.GetTotalMemory(forceFullCollection: true);
    }
}
