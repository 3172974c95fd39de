using WebSockets.Runtime.Tests.Infrastructure;
using WebSockets.Runtime.Tests.Wire;

namespace WebSockets.Runtime.Tests.Diagnostics;

/// <summary>Brings about one at least of each thing that is measured.</summary>
internal static class Exercise
{
    public static void Configure(WebSocketHandlerOptions options)
    {
        options.SlowConsumer = SlowConsumerPolicy.Drop;
        options.MaxPendingSendBytes = 100_000;
        options.MessageRateLimit = 100;
    }

    public static async Task RunAsync(TestHost host, Series series)
    {
        await using (var client = await host.ConnectAsync("/observed"))
        {
            // One is held and one waits behind it; then one fails.
            await client.SendTextAsync("""{"type":"hold"}""");
            await Bounded.Until(() => host.Journal.Count("holding") == 1, "the first is held");
            await client.SendTextAsync("""{"type":"ask"}""");
            await client.SendPingAsync();
            await client.ReceiveAsync(RawFrame.Pong);
            host.Gate.Open();
            await client.ReceiveTextAsync();
            await client.ReceiveTextAsync();
            host.Logs.Expect(6);
            await client.SendTextAsync("""{"type":"fail"}""");
            await client.ReceiveCloseAsync(1011);
            await client.SendCloseAsync(1011);
            await client.ReceiveEndAsync();
        }

        await using (var eager = await host.ConnectAsync("/observed"))
        {
            await eager.SendAsync([.. Enumerable.Range(0, 1000).SelectMany(_ => RawFrame.EncodeText("""{"type":"spread"}"""))]);
            await Bounded.Until(() => series.Has("websocket.server.rate_limited_messages"), "a message came too soon");
        }

        await Bounded.Until(() => host.Connections<Observed>().Count == 0, "all have ended");
        await using var slow = await RawClient.DialAsync(host.Port, receiveBuffer: 4096);
        await slow.OpenAsync(host.Handshake("/observed"));
        await Bounded.Until(() => host.Connections<Observed>().Count == 1, "it is open");
        var block = new byte[50_000];
        for (var sent = 0; !series.Has("websocket.server.dropped_messages"); sent++)
        {
            Assert.That(sent, Is.LessThan(10_000), "nothing is ever dropped");
            await host.Connections<Observed>().All.SendBinaryAsync(block);
        }
    }
}
