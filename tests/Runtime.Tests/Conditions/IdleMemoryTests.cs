using WebSockets.Runtime.Tests.Infrastructure;
using WebSockets.Runtime.Tests.Wire;

namespace WebSockets.Runtime.Tests.Conditions;

/// <summary>Answers requests, and holds back what comes after a message that waits.</summary>
[WebSocketHandler("/conditions/idle")]
internal sealed partial class IdleHandler(Gate gate)
{
    [OnMessage("ask")]
    public int? Ask() => null;

    [OnMessage("wait")]
    public Task Wait() => gate.Opened;
}

/// <summary>What a connection needed for its largest message or its longest queue it does not keep while it is idle.</summary>
internal sealed class IdleMemoryTests
{
    private const int Connections = 300;

    [Test]
    public async Task An_idle_connection_does_not_keep_room_for_the_longest_id_that_came()
    {
        await using var host = await TestHost.StartAsync<IdleHandler>();
        var connections = Open(host);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var message = RawFrame.EncodeText($$"""{"type":"ask","id":"{{new string('x', 60_000)}}"}""");

        foreach (var connection in connections)
        {
            Send(connection, message);
        }

        Assert.That((GC.GetTotalMemory(forceFullCollection: true) - before) / Connections, Is.LessThan(15_000), "bytes for each");
        await CloseAsync(connections);
    }

    [Test]
    public async Task An_idle_connection_does_not_keep_room_for_the_longest_queue_that_waited()
    {
        await using var host = await TestHost.StartAsync<IdleHandler>();
        var connections = Open(host);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        byte[] messages =
        [
            .. RawFrame.EncodeText("""{"type":"wait"}"""),
            .. Enumerable.Range(0, 200).SelectMany(_ => RawFrame.EncodeText("""{"type":"ask"}""")),
        ];

        foreach (var connection in connections)
        {
            Send(connection, messages);
        }

        host.Gate.Open();
        await Bounded.Until(() => connections.TrueForAll(connection => connection.Server.Life.Turn == 2 * 202), "all is handled");
        await Bounded.Until(() => (GC.GetTotalMemory(forceFullCollection: true) - before) / Connections < 5_000, "less than 5,000 bytes for each");
        await CloseAsync(connections);
    }

    // The first message brings what every connection has.
    private static List<MemoryConnection> Open(TestHost host)
    {
        var connections = Enumerable.Range(0, Connections).Select(_ => new MemoryConnection(host)).ToList();
        var message = RawFrame.EncodeText("""{"type":"ask","id":1}""");
        connections.ForEach(connection => Send(connection, message));
        return connections;
    }

    // Unmasked in place, so each needs its own.
    private static void Send(MemoryConnection connection, byte[] message)
    {
        connection.Send([.. message]);
        connection.Receive();
    }

    private static async Task CloseAsync(List<MemoryConnection> connections)
    {
        foreach (var connection in connections)
        {
            await connection.DisposeAsync();
        }
    }
}
