using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Time.Testing;
using WebSockets.Runtime.Tests.Closing;
using WebSockets.Runtime.Tests.Infrastructure;
using WebSockets.Runtime.Tests.Wire;

namespace WebSockets.Runtime.Tests.Faults;

/// <summary>Peers that break off anywhere, that are gone without a word, or that close just when the server does.</summary>
internal sealed class BrokenPeerTests
{
    private static IEnumerable<TestCaseData> Beginnings()
    {
        yield return Case("the header of a frame", [0x82]);
        yield return Case("a long length", [0x82, 0xff, 0, 0, 0]);
        yield return Case("the mask", [0x82, 0x85, 1, 2]);
        yield return Case("the payload", RawFrame.EncodeText("half of this")[..9]);
        yield return Case("a message of fragments", RawFrame.Encode(RawFrame.Text, "half"u8, final: false));
        yield return Case("a large payload", RawFrame.Encode(RawFrame.Binary, new byte[60_000])[..40_000]);
        yield return Case("a ping", RawFrame.Encode(RawFrame.Ping, "ping"u8)[..8]);
        yield return Case("a close frame", RawFrame.EncodeClose(1000, "bye")[..7]);

        static TestCaseData Case(string what, byte[] bytes) => new TestCaseData(bytes).SetArgDisplayNames(what);
    }

    [TestCaseSource(nameof(Beginnings))]
    public async Task A_reset_within_anything_has_no_status_and_OnClose_runs_once(byte[] bytes)
    {
        await using var host = await TestHost.StartAsync<Closer>();
        await using var client = await host.ConnectAsync("/closing");
        await host.Journal.ExpectAsync("open");
        var connection = host.Connections<Closer>().Single();

        await client.SendAsync(bytes);
        await Bounded.Until(() => connection.Life.Reads > 0, "it is read");
        client.Reset();

        await host.Journal.ExpectAsync("token", "close");
        Assert.That(host.Connections<Closer>(), Is.Empty);
    }

    [Test]
    public async Task A_peer_that_takes_nothing_and_says_nothing_is_dropped_as_dead_though_much_waits_for_it()
    {
        var time = new FakeTimeProvider();
        await using var host = await TestHost.StartAsync<Closer>(options => options.SlowConsumer = SlowConsumerPolicy.Drop, setup => setup.Time = time);
        await using var client = await RawClient.DialAsync(host.Port, receiveBuffer: 4096);
        await client.OpenAsync(host.Handshake("/closing"));
        await host.Journal.ExpectAsync("open");
        var connection = host.Connections<Closer>().Single();
        var progress = -1;
        while (!connection.Output.IsFull || progress != connection.Output.Progress)
        {
            progress = connection.Output.Progress;
            await connection.SendBinaryAsync(new byte[60_000]);
        }

        await time.AdvanceUntil(() => host.Journal.Count("close") == 1, TimeSpan.FromSeconds(1));

        await host.Journal.ExpectAsync("token", "close");
        Assert.That(host.Logs.Find(11), Is.Not.Null);
        Assert.That((connection.PendingBytes, host.Connections<Closer>().Count), Is.EqualTo((0L, 0)));
    }

    [Test]
    public async Task When_both_sides_close_at_once_each_gets_one_close_frame_and_OnClose_runs_once()
    {
        await using var host = await TestHost.StartAsync<Closer>();
        for (var round = 0; round < 100; round++)
        {
            await using var client = await host.ConnectAsync("/closing");
            await host.Journal.ExpectAsync("open");
            var connection = host.Connections<Closer>().Single();

            await Task.WhenAll(Task.Run(() => client.SendCloseAsync(4002)), Task.Run(async () => await connection.CloseAsync((System.Net.WebSockets.WebSocketCloseStatus)4001)));

            var close = await client.ReceiveAsync(RawFrame.Close);
            Assert.That(close.Status, Is.AnyOf(4001, 4002));
            Assert.That(await client.ReceiveEndAsync(), Is.EqualTo(Ending.Finished));
            await host.Journal.ExpectAsync("token", $"close {close.Status}");
            Assert.That(host.Connections<Closer>(), Is.Empty);
        }
    }

    [Test]
    public async Task Of_10_000_connects_that_vanish_nothing_stays()
    {
        const int Vanishing = 10_000;
        const int AtOnce = 8;
        const int Places = 30;
        await using var host = await TestHost.StartAsync<Closer>(options => options.MaxConnections = Places);
        var request = Encoding.ASCII.GetBytes(host.Handshake("/closing").ToString());

        await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(lane => Task.Run(async () =>
        {
            for (var i = lane; i < Vanishing; i += AtOnce)
            {
                await VanishAsync(host.Port, request, i / AtOnce);
            }
        }))).WaitAsync(TimeSpan.FromMinutes(2));

        await Bounded.Until(
            () => host.Journal.Count("open") == host.Journal.All.Count(entry => entry.StartsWith("close", StringComparison.Ordinal)) && host.Connections<Closer>().Count == 0,
            "[OnClose] has run for each that was opened");
        await AllPlacesAreFreeAsync(host, Places);
    }

    // Before the handshake, in its middle, and right after it; with FIN and with RST; and now and then with a frame on its way.
    private static async Task VanishAsync(int port, byte[] request, int number)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(IPAddress.Loopback, port);
        byte[] sent = (number % 4) switch
        {
            0 => [],
            1 => request[..(number % request.Length)],
            2 => request,
            _ => [.. request, .. RawFrame.EncodeText("half")[..(number % 9)]],
        };
        await socket.SendAsync(sent);
        if (number % 3 > 0)
        {
            socket.LingerState = new LingerOption(true, 0);
        }
    }

    // A place that was lost would be one too few.
    private static async Task AllPlacesAreFreeAsync(TestHost host, int places)
    {
        var clients = new List<RawClient>();
        for (var i = 0; i < places; i++)
        {
            await Bounded.Until(
                async () =>
                {
                    var client = await host.DialAsync();
                    clients.Add(client);
                    await client.SendAsync(host.Handshake("/closing").ToString());
                    if ((await client.ReadResponseAsync()).Status == 101)
                    {
                        return true;
                    }

                    clients.Remove(client);
                    await client.DisposeAsync();
                    return false;
                },
                $"place {i} is free");
        }

        Assert.That((await host.AnswerAsync(host.Handshake("/closing"))).Status, Is.EqualTo(503));
        foreach (var client in clients)
        {
            await client.CloseAsync();
            await client.DisposeAsync();
        }
    }
}
