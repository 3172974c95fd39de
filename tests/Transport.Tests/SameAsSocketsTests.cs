using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using WebSockets.Runtime.Tests.Infrastructure;
using WebSockets.Transport.Tests.Infrastructure;

namespace WebSockets.Transport.Tests;

/// <summary>What apps and clients see at the edges is what they see over Kestrel's own sockets.</summary>
internal sealed class SameAsSocketsTests
{
    private const string Get = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";
    private const string Post = "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n";

    [TestCaseSource(nameof(Cases))]
    public async Task The_same_happens(RequestDelegate handler, Func<Talk, Task> client)
    {
        var overSockets = await RunAsync(web => web.UseKestrelCore(), handler, client);
        var overEpoll = await RunAsync(web => web.UseKestrelCore().UseEpollTransport(), handler, client);

        TestContext.Out.WriteLine(overSockets);
        Assert.That(overEpoll, Is.EqualTo(overSockets));
    }

    private static IEnumerable<TestCaseData> Cases()
    {
        yield return Case("A request whose client shuts its side while it runs is aborted", WaitForAbortion, async talk =>
        {
            await talk.SendAsync(Get);
            await talk.ExpectAsync("begun");
            talk.Finish();
            await talk.ExpectAsync("aborted");
            await talk.ReadToEndAsync();
        });
        yield return Case("A request whose client resets while it runs is aborted", WaitForAbortion, async talk =>
        {
            await talk.SendAsync(Get);
            await talk.ExpectAsync("begun");
            talk.Reset();
            await talk.ExpectAsync("aborted");
        });
        yield return Case("A request whose client has gone in the packet of the request is aborted", WaitForAbortion, async talk =>
        {
            await talk.SendAsync(Get);
            talk.Finish();
            await talk.ExpectAsync("begun");
            await talk.ExpectAsync("aborted");
        });
        yield return Case("A body that ends too early fails its read", ReadBody, async talk =>
        {
            await talk.SendAsync(Post + "01234");
            await talk.ExpectAsync("read 5");
            talk.Finish();
            await talk.ExpectAnyAsync();
        });
        yield return Case("A body whose client resets fails its read", ReadBody, async talk =>
        {
            await talk.SendAsync(Post + "01234");
            await talk.ExpectAsync("read 5");
            talk.Reset();
            await talk.ExpectAnyAsync();
        });
        yield return Case("A read that is left pending at the end of its request harms nobody", LeaveRead, async talk =>
        {
            await talk.SendAsync(Post + "01234");
            await talk.ExpectAsync("left");
            talk.Finish();
            await talk.DrainAsync();
        });
        yield return Case("An upgrade of another's echoes until its client shuts its side", EchoUpgraded, async talk =>
        {
            await talk.SendAsync("GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n");
            await talk.ReadUntilAsync("\r\n\r\n");
            await talk.SendAsync("hello");
            await talk.ReadUntilAsync("hello");
            talk.Finish();
            await talk.ExpectAsync("end");
            await talk.ReadToEndAsync();
        });
        yield return Case("A connection that the app aborts ends", AbortConnection, async talk =>
        {
            await talk.SendAsync(Get);
            await talk.ReadToEndAsync();
            await talk.ExpectAsync("closed");
        });
        yield return Case("Who waits for the end of a connection is told when the server ends it", TellEnd, async talk =>
        {
            await talk.SendAsync(Get);
            await talk.ReadToEndAsync();
            await talk.ExpectAsync("closed");
        });
        yield return Case("What is no HTTP is refused", Answer, async talk =>
        {
            await talk.SendAsync("\u0016\u0003\u0001 this is no request\r\n\r\n");
            await talk.ReadToEndAsync();
        });
        yield return Case("A connection on which nothing comes ends well", Answer, async talk =>
        {
            talk.Finish();
            await talk.ReadToEndAsync();
        });

        static TestCaseData Case(string name, RequestDelegate handler, Func<Talk, Task> client) => new TestCaseData(handler, client).SetName(name);
    }

    private static async Task<string> RunAsync(Action<IWebHostBuilder> transport, RequestDelegate handler, Func<Talk, Task> client)
    {
        await using var host = await EpollHost.ServeAsync(handler, setup =>
        {
            setup.Builder = transport;
            setup.ExpectsErrors = true;
        });
        using var talk = new Talk(await host.ConnectAsync(), host.Journal);
        await client(talk);

        // Whatever it was, the next client is served.
        using var next = new Talk(await host.ConnectAsync(), new Journal());
        await next.SendAsync("GET /next HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        await next.ReadToEndAsync();
        Assert.That(next.ToString(), Does.StartWith("HTTP/1.1 200 OK"));
        return talk.ToString();
    }

    private static Task Answer(HttpContext http) => http.Response.WriteAsync("answer");

    private static async Task WaitForAbortion(HttpContext http)
    {
        if (IsNext(http))
        {
            return;
        }

        var aborted = new TaskCompletionSource();
        await using var registration = http.RequestAborted.Register(aborted.SetResult);
        Journal(http).Write("begun");
        await aborted.Task.Within("the request is aborted");
        Journal(http).Write("aborted");
    }

    private static async Task ReadBody(HttpContext http)
    {
        if (IsNext(http))
        {
            return;
        }

        var buffer = new byte[10];
        try
        {
            var first = await http.Request.Body.ReadAsync(buffer);
            Journal(http).Write($"read {first}");
            if (first < 10)
            {
                await http.Request.Body.ReadExactlyAsync(buffer.AsMemory(first));
            }

            await http.Response.WriteAsync(Encoding.ASCII.GetString(buffer));
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            Journal(http).Write(e.GetType().Name);
            throw;
        }
    }

    private static async Task LeaveRead(HttpContext http)
    {
        if (IsNext(http))
        {
            return;
        }

        _ = await http.Request.Body.ReadAsync(new byte[5]);
        _ = http.Request.Body.ReadAsync(new byte[5]).AsTask().ContinueWith(task => task.Exception, TaskScheduler.Default);
        Journal(http).Write("left");
    }

    private static async Task EchoUpgraded(HttpContext http)
    {
        if (IsNext(http))
        {
            return;
        }

        var stream = await http.Features.GetRequiredFeature<IHttpUpgradeFeature>().UpgradeAsync();
        var buffer = new byte[100];
        while (await stream.ReadAsync(buffer) is > 0 and var length)
        {
            await stream.WriteAsync(buffer.AsMemory(0, length));
        }

        Journal(http).Write("end");
    }

    private static Task AbortConnection(HttpContext http)
    {
        if (!IsNext(http))
        {
            var lifetime = http.Features.GetRequiredFeature<IConnectionLifetimeFeature>();
            var journal = Journal(http);
            lifetime.ConnectionClosed.Register(() => journal.Write("closed"));
            lifetime.Abort();
        }

        return Task.CompletedTask;
    }

    private static Task TellEnd(HttpContext http)
    {
        if (!IsNext(http))
        {
            var journal = Journal(http);
            http.Features.GetRequiredFeature<IConnectionLifetimeFeature>().ConnectionClosed.Register(() => journal.Write("closed"));
            http.Response.Headers.Connection = "close";
        }

        return Task.CompletedTask;
    }

    private static bool IsNext(HttpContext http) => http.Request.Path == "/next";

    private static Journal Journal(HttpContext http) => (Journal)http.RequestServices.GetService(typeof(Journal))!;

    /// <summary>What a client says and gets, and what the app writes down.</summary>
    public sealed class Talk : IDisposable
    {
        private readonly Socket _socket;
        private readonly Journal _journal;
        private readonly StringBuilder _seen = new();

        internal Talk(Socket socket, Journal journal) => (_socket, _journal) = (socket, journal);

        public Task SendAsync(string text) => _socket.SendAsync(Encoding.ASCII.GetBytes(text)).Within("it is sent");

        public void Finish() => _socket.Shutdown(SocketShutdown.Send);

        public void Reset()
        {
            _socket.LingerState = new LingerOption(true, 0);
            _socket.Dispose();
        }

        /// <summary>The app writes this down next.</summary>
        public Task ExpectAsync(string entry) => ExpectAnyAsync(entry);

        /// <summary>The app writes something down next.</summary>
        public async Task ExpectAnyAsync(string? expected = null)
        {
            var entry = await _journal.NextAsync();
            Assert.That(entry, expected is null ? Is.Not.Empty : Is.EqualTo(expected));
            _seen.Append('[').Append(entry).Append(']');
        }

        public async Task ReadUntilAsync(string end)
        {
            while (!_seen.ToString().EndsWith(end, StringComparison.Ordinal))
            {
                Assert.That(await ReadAsync(), Is.True, $"{end} comes");
            }
        }

        public async Task ReadToEndAsync()
        {
            while (await ReadAsync())
            {
            }
        }

        /// <summary>Reads to the end, whatever comes.</summary>
        public async Task DrainAsync()
        {
            var before = _seen.Length;
            await ReadToEndAsync();
            _seen.Length = before;
        }

        public void Dispose() => _socket.Dispose();

        public override string ToString() =>
            System.Text.RegularExpressions.Regex.Replace(_seen.ToString(), "Date: [^\r]*\r\n", "");

        private async Task<bool> ReadAsync()
        {
            var buffer = new byte[4096];
            try
            {
                var length = await _socket.ReceiveAsync(buffer.AsMemory()).AsTask().Within("something comes, or the end");
                _seen.Append(length == 0 ? "[FIN]" : Encoding.ASCII.GetString(buffer, 0, length));
                return length > 0;
            }
            catch (SocketException e)
            {
                _seen.Append('[').Append(e.SocketErrorCode).Append(']');
                return false;
            }
        }
    }
}
