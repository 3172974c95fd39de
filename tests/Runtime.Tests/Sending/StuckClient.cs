using WebSockets.Runtime.Tests.Infrastructure;
using WebSockets.Runtime.Tests.Wire;

namespace WebSockets.Runtime.Tests.Sending;

/// <summary>A client of <see cref="Feed"/> that does not read until it is told to, and its connection.</summary>
internal sealed class StuckClient : IAsyncDisposable
{
    /// <summary>A message that does not become smaller by compression.</summary>
    public static readonly byte[] Block = MakeBlock();

    private StuckClient(RawClient client, WebSocketConnection connection) => (Client, Connection) = (client, connection);

    public RawClient Client { get; }

    public WebSocketConnection Connection { get; }

    /// <summary>How many blocks the transport and the system have taken before they were full.</summary>
    public int Filled { get; private set; }

    /// <summary>Connects, and sends so much that the transport is full.</summary>
    public static async Task<StuckClient> FillAsync(TestHost host, bool compresses = false)
    {
        var client = await RawClient.DialAsync(host.Port, receiveBuffer: 4096, deflates: compresses);
        var handshake = host.Handshake("/feed");
        return await FillAsync(host, async () =>
        {
            await client.OpenAsync(compresses ? handshake.Add("Sec-WebSocket-Extensions", "permessage-deflate") : handshake);
            return client;
        });
    }

    /// <summary>The same as a stream of HTTP/2: its window is used up, or TCP takes nothing more.</summary>
    public static Task<StuckClient> FillAsync(TestHost host, Http2Client http, bool readsTcp = true) => FillAsync(host, async () =>
    {
        var client = await http.ConnectAsync("/feed");
        if (!readsTcp)
        {
            http.StopReading();
        }

        return client;
    });

    private static async Task<StuckClient> FillAsync(TestHost host, Func<Task<RawClient>> connect)
    {
        var others = host.Connections<Feed>().ToHashSet();
        var client = await connect();
        Assert.That(await host.Journal.NextAsync(), Is.EqualTo("open"));
        var stuck = new StuckClient(client, host.Connections<Feed>().Single(connection => !others.Contains(connection)));
        do
        {
            while (!stuck.Connection.Output.IsFull)
            {
                await stuck.Connection.With(SlowConsumerPolicy.Drop).SendBinaryAsync(Block);
                Assert.That(++stuck.Filled, Is.LessThan(2000), "it is never full");
            }
        }
        while (!await stuck.IsFullForGoodAsync());

        Assert.That((stuck.Connection.DroppedMessages, stuck.Connection.PendingBytes), Is.EqualTo((0, 0)));
        return stuck;
    }

    /// <summary>Reads what filled the transport. What follows was sent afterwards.</summary>
    public async Task ReadFillAsync()
    {
        for (var i = 0; i < Filled; i++)
        {
            await Client.ReceiveBinaryAsync();
        }
    }

    public ValueTask DisposeAsync() => Client.DisposeAsync();

    // The transport is full many times before the system's buffers are: only then it stays so.
    private async Task<bool> IsFullForGoodAsync()
    {
        const int Looks = 250;
        var output = Connection.Output;
        var (progress, looks) = (output.Progress, 0);
        await Bounded.Until(() => output.Progress != progress || ++looks == Looks, "it has room again, or not");
        return looks == Looks;
    }

    private static byte[] MakeBlock()
    {
        var block = new byte[50_000];
        new Random(1).NextBytes(block);
        return block;
    }
}
