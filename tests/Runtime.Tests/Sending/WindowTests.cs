using System.Buffers;
using WebSockets.Framing;
using WebSockets.Runtime.Tests.Infrastructure;
using WebSockets.Runtime.Tests.Wire;

namespace WebSockets.Runtime.Tests.Sending;

/// <summary>Messages to many whose windows differ (RFC 7692, section 7.1.2.1).</summary>
internal sealed class WindowTests
{
    [Test]
    public async Task A_broadcast_fits_the_window_of_each_member()
    {
        var block = new byte[512];
        new Random(1).NextBytes(block);
        byte[] payload = [.. block, .. block, .. block, .. block];
        await using var host = await TestHost.StartAsync<Echo>(options => options.Compression = true);
        var clients = new List<(int Window, RawClient Client)>();
        foreach (var window in (int[])[9, 15, 11, 0, 9, 8])
        {
            clients.Add((window, await ConnectAsync(host, window)));
        }

        await Bounded.Until(() => host.Connections<Echo>().Count == clients.Count, "all are open");
        await host.Connections<Echo>().All.SendBinaryAsync(payload);

        foreach (var (window, client) in clients)
        {
            var received = await client.ReceiveBinaryAsync();
            Assert.That(window == 0 ? received : Inflate(received), Is.EqualTo(payload));
            Assert.That(received.Length < payload.Length / 2, Is.EqualTo(window is 11 or 15), $"the window of 2^{window} reaches the block before");
            await client.DisposeAsync();
        }
    }

    [Test]
    public async Task A_message_that_takes_too_many_pieces_for_the_window_is_sent_as_it_is()
    {
        await using var host = await TestHost.StartAsync<Echo>(options => options.Compression = true);
        await using var client = await ConnectAsync(host, window: 8);
        await Bounded.Until(() => host.Connections<Echo>().Count == 1, "it is open");

        foreach (var length in (int[])[64 * 256, (64 * 256) + 1])
        {
            await host.Connections<Echo>().All.SendBinaryAsync(new byte[length]);

            var received = await client.ReceiveBinaryAsync();
            Assert.That(received.Length == length, Is.EqualTo(length > 64 * 256), $"{received.Length} bytes of {length}");
        }
    }

    private static async Task<RawClient> ConnectAsync(TestHost host, int window)
    {
        var client = await RawClient.DialAsync(host.Port, deflates: window > 0);
        var handshake = host.Handshake("/echo");
        var response = await client.OpenAsync(window > 0 ? handshake.Add("Sec-WebSocket-Extensions", $"permessage-deflate; server_max_window_bits={window}") : handshake);
        Assert.That(response.Header("Sec-WebSocket-Extensions"), window > 0 ? Does.EndWith($"; server_max_window_bits={window}") : Is.Null);
        return client;
    }

    private static byte[] Inflate(byte[] compressed)
    {
        Assert.That(Deflate.Inflate(new ReadOnlySequence<byte>(compressed), 10_000, out var rented, out var length), Is.EqualTo(InflateResult.Ok));
        return rented[..length];
    }
}
