using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace WebSockets.Soak.Tests;

/// <summary>Clients that send far more than their method can handle, beside others that do not.</summary>
/// <remarks>
/// Every client has a thread of its own and blocking sockets, so that none waits for the thread pool, which is the server's. What is asserted is
/// how many messages of the flood the server handles while one round trip of another client lasts: that is the same on any machine. Times are printed.
/// </remarks>
[Category("Soak")]
internal sealed class FloodTests
{
    private const int Flooding = 8;
    private const int BytesPerSecond = 5_000_000;

    // Two processors handle 100,000 messages of 20 µs in a second: a tenth of that.
    private const long MostInBetween = 10_000;

    private static readonly byte[] Messages = [.. Enumerable.Repeat(RawBurst.Frame([1], text: false), 1000).SelectMany(frame => frame)];
    private static readonly byte[] Requests = [.. Enumerable.Repeat("GET /flooded-page HTTP/1.1\r\nHost: x\r\n\r\n"u8.ToArray(), 100).SelectMany(request => request)];

    [TestCase(true, false, TestName = "A_flood_of_messages_delays_no_other_connection_over_epoll")]
    [TestCase(false, false, TestName = "A_flood_of_messages_delays_no_other_connection_over_sockets")]
    [TestCase(true, true, TestName = "A_flood_of_pipelined_requests_delays_no_other_connection_over_epoll")]
    public async Task A_flood_delays_no_other_connection(bool epoll, bool http)
    {
        if (!int.TryParse(Environment.GetEnvironmentVariable("SOAK_SECONDS"), CultureInfo.InvariantCulture, out var seconds))
        {
            Assert.Ignore("Set SOAK_SECONDS to the seconds that it may take.");
        }

        await using var app = await HeldApp.StartAsync(epoll, loops: 2);
        using var end = new CancellationTokenSource();
        var floods = Enumerable.Range(0, Flooding).Select(_ => OwnThread(() => Flood(app, http, end.Token))).ToArray();
        SpinWait.SpinUntil(() => app.Flooded > MostInBetween / 10);

        using var quiet = new BlockingClient(app.Address);
        quiet.Connect();
        var echoing = OwnThread(() => Measure(app, seconds, quiet.Echo));
        var connecting = OwnThread(() => Measure(app, seconds, () =>
        {
            using var client = new BlockingClient(app.Address);
            client.Connect();
            client.Echo();
        }));
        var echo = await echoing;
        var connect = await connecting;
        await end.CancelAsync();
        await Task.WhenAll(floods);

        TestContext.Progress.WriteLine($"{(epoll ? "epoll" : "sockets")}, flood of {app.Flooded} {(http ? "requests" : "messages")}: echo {echo}; new connection {connect}");
        Assert.That(echo.MostInBetween, Is.LessThan(MostInBetween), "messages of the flood during one echo");
        Assert.That(connect.MostInBetween, Is.LessThan(2 * MostInBetween), "messages of the flood during one handshake and echo");
    }

    private static Task<T> OwnThread<T>(Func<T> code) => Task.Factory.StartNew(code, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    // As many bytes as are asked for, as far as the server takes them: frames of one byte of payload, or requests whose answers are read and thrown away.
    private static int Flood(HeldApp app, bool http, CancellationToken end)
    {
        using var client = new BlockingClient(new Uri(app.Address, "/flooded"));
        if (http)
        {
            client.Socket.Connect(new IPEndPoint(IPAddress.Loopback, app.Address.Port));
        }
        else
        {
            client.Connect();
        }

        var sent = 0L;
        for (var start = Stopwatch.GetTimestamp(); !end.IsCancellationRequested;)
        {
            if (sent < Stopwatch.GetElapsedTime(start).TotalSeconds * BytesPerSecond / Flooding && client.Socket.Poll(1000, SelectMode.SelectWrite))
            {
                client.Socket.Blocking = false;
                sent += client.SendWhole(http ? Requests : Messages, end);
            }
            else
            {
                end.WaitHandle.WaitOne(1);
            }
        }

        return 0;
    }

    private static Latency Measure(HeldApp app, int seconds, Action roundTrip)
    {
        var (times, most) = (new List<double>(), 0L);
        for (var began = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(began).TotalSeconds < seconds;)
        {
            var (start, handled) = (Stopwatch.GetTimestamp(), app.Flooded);
            roundTrip();
            times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            most = Math.Max(most, app.Flooded - handled);
            Thread.Yield();
        }

        return new Latency([.. times.Order()], most);
    }

    private sealed record Latency(double[] Times, long MostInBetween)
    {
        public override string ToString() => string.Create(
            CultureInfo.InvariantCulture,
            $"{Times.Length} times, p50 {Times[Times.Length / 2]:F1} ms, p99 {Times[Times.Length * 99 / 100]:F1} ms, most {Times[^1]:F1} ms and {MostInBetween} messages of the flood");
    }

    private sealed class BlockingClient(Uri address) : IDisposable
    {
        private static readonly byte[] Question = RawBurst.Frame("quiet"u8, text: true);
        private readonly byte[] _received = new byte[4096];

        public Socket Socket { get; } = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true, ReceiveTimeout = 60_000 };

        public void Connect()
        {
            Socket.Connect(new IPEndPoint(IPAddress.Loopback, address.Port));
            Socket.Send(Encoding.ASCII.GetBytes(
                $"GET {address.AbsolutePath} HTTP/1.1\r\nHost: {address.Authority}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"));
            var length = 0;
            do
            {
                length += Receive(length);
            }
            while (!_received.AsSpan(0, length).EndsWith("\r\n\r\n"u8));
        }

        public void Echo()
        {
            Socket.Send(Question);
            for (var length = 0; length < "quiet".Length + 2;)
            {
                length += Receive(length);
            }
        }

        public int SendWhole(byte[] frames, CancellationToken end)
        {
            var sent = 0;
            while (sent < frames.Length && !end.IsCancellationRequested)
            {
                var more = Socket.Send(frames.AsSpan(sent), SocketFlags.None, out var error);
                while (Socket.Available > 0)
                {
                    Socket.Receive(_received);
                }

                if (error == SocketError.WouldBlock)
                {
                    Socket.Poll(1000, SelectMode.SelectWrite);
                    continue;
                }

                Assert.That(error, Is.EqualTo(SocketError.Success));
                sent += more;
            }

            return sent;
        }

        public void Dispose() => Socket.Dispose();

        private int Receive(int at)
        {
            var received = Socket.Receive(_received.AsSpan(at));
            Assert.That(received, Is.Positive, "the connection ended");
            return received;
        }
    }
}
