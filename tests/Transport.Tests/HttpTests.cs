using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using WebSockets.Runtime.Tests.Infrastructure;
using WebSockets.Runtime.Tests.Wire;
using WebSockets.Transport.Tests.Infrastructure;

namespace WebSockets.Transport.Tests;

/// <summary>HTTP that is no WebSocket: the transport is the whole server's.</summary>
internal sealed class HttpTests
{
    private const int Large = 8 * 1024 * 1024;

    [Test]
    public async Task A_connection_is_kept_alive_and_answers_one_request_after_the_other()
    {
        await using var host = await EpollHost.ServeAsync(http => http.Response.WriteAsync($"{http.Connection.RemotePort} {EpollHost.IsEpoll(http)}"));
        await using var client = await host.DialAsync();
        var bodies = new List<string>();

        for (var i = 0; i < 20; i++)
        {
            await client.SendAsync("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
            bodies.Add((await client.ReadResponseAsync()).Body);
        }

        Assert.That(bodies, Has.All.EqualTo(bodies[0]));
        Assert.That(bodies[0], Does.EndWith(" True"));
    }

    [Test]
    public async Task Pipelined_requests_are_answered_in_order_wherever_the_bytes_are_cut()
    {
        await using var host = await EpollHost.ServeAsync(http => http.Response.WriteAsync(http.Request.Path));
        var all = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(0, 100).Select(i => $"GET /{i} HTTP/1.1\r\nHost: x\r\n\r\n")));

        foreach (var cut in new[] { all.Length, 1000, 37, 7 })
        {
            await using var client = await host.DialAsync();
            foreach (var piece in all.Chunk(cut))
            {
                await client.SendAsync(piece);
            }

            for (var i = 0; i < 100; i++)
            {
                Assert.That((await client.ReadResponseAsync()).Body, Is.EqualTo($"/{i}"));
            }
        }
    }

    [Test]
    public async Task A_chunked_upload_of_megabytes_arrives_whole()
    {
        await using var host = await EpollHost.ServeAsync(async http =>
            await http.Response.WriteAsync(Convert.ToHexString(await SHA256.HashDataAsync(http.Request.Body))));
        using var client = host.Client();
        var bytes = Pattern(Large);
        using var content = new ByteArrayContent(bytes);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/") { Content = content, Headers = { TransferEncodingChunked = true } };

        using var response = await client.SendAsync(request);

        Assert.That(await response.Content.ReadAsStringAsync(), Is.EqualTo(Convert.ToHexString(SHA256.HashData(bytes))));
    }

    [Test]
    public async Task A_flush_waits_while_the_client_does_not_read_and_goes_on_when_it_does()
    {
        const int Chunks = 1024;
        var chunk = Pattern(64 * 1024);
        var waits = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        var done = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var host = await EpollHost.ServeAsync(async http =>
        {
            var flushed = 0;
            http.Response.ContentLength = (long)Chunks * chunk.Length;
            for (var i = 0; i < Chunks; i++)
            {
                var flush = http.Response.BodyWriter.WriteAsync(chunk);
                if (!flush.IsCompleted)
                {
                    waits.TrySetResult(flushed);
                }

                await flush;
                flushed++;
            }

            done.SetResult(flushed);
        });
        using var socket = await host.ConnectAsync(receiveBuffer: 16 * 1024);
        await socket.SendAsync("GET / HTTP/1.1\r\nHost: x\r\n\r\n"u8.ToArray());

        Assert.That(await waits.Task.Within("a flush waits"), Is.LessThan(Chunks));
        Assert.That(done.Task.IsCompleted, Is.False);

        // The other end begins to read.
        var left = ((long)Chunks * chunk.Length) + await HeadLengthAsync(socket);
        var buffer = new byte[256 * 1024];
        long at = 0;
        var body = 0L;
        while (body < (long)Chunks * chunk.Length)
        {
            var read = await socket.ReceiveAsync(buffer.AsMemory()).AsTask().Within($"more comes after {at} of {left} bytes");
            Assert.That(read, Is.Positive, "the connection has ended");
            for (var i = 0; i < read; i += 997)
            {
                if (buffer[i] != chunk[(int)((body + i) % chunk.Length)])
                {
                    Assert.Fail($"byte {body + i} is wrong");
                }
            }

            at += read;
            body += read;
        }

        Assert.That(await done.Task.Within("the last flush completes"), Is.EqualTo(Chunks));
    }

    [Test]
    public async Task Many_connections_at_once_get_each_their_own([Values(1, 4)] int loops)
    {
        await using var host = await EpollHost.ServeAsync(EchoAsync, setup => setup.Transport = options => options.LoopCount = loops);
        using var client = host.Client();

        await Task.WhenAll(Enumerable.Range(0, 100).Select(i => EchoesAsync(client, 1000 * i, i)));
    }

    [TestCase(false, 1, TestName = "HTTP/2 with prior knowledge carries many streams with large bodies")]
    [TestCase(true, 1, TestName = "HTTP/2 over TLS carries many streams with large bodies")]
    [TestCase(true, 0, TestName = "HTTP/1.1 over TLS carries large bodies")]
    public async Task Large_bodies_pass_both_ways(bool tls, int http2)
    {
        var isHttp2 = http2 == 1;
        await using var host = await EpollHost.ServeAsync(EchoAsync, setup => setup.Listen = listen =>
        {
            listen.Protocols = tls ? HttpProtocols.Http1AndHttp2 : HttpProtocols.Http2;
            if (tls)
            {
                listen.UseHttps(TestCertificate.Value);
            }
        });
        using var client = host.Client(tls, isHttp2 ? HttpVersion.Version20 : HttpVersion.Version11);

        await Task.WhenAll(Enumerable.Range(0, isHttp2 ? 50 : 8).Select(i => EchoesAsync(client, 300_000 + i, i)));
    }

    [Test]
    public async Task A_client_that_shuts_its_side_after_a_request_that_was_answered_reads_the_end()
    {
        await using var host = await EpollHost.ServeAsync(http => http.Response.WriteAsync("answer"));
        await using var client = await host.DialAsync();
        await client.SendAsync("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
        Assert.That((await client.ReadResponseAsync()).Body, Is.EqualTo("answer"));

        client.Finish();

        Assert.That(await client.ReceiveEndAsync(), Is.EqualTo(Ending.Finished));
    }

    [Test]
    public async Task The_last_response_before_the_server_closes_arrives_whole_although_the_client_has_sent_more()
    {
        var bytes = Pattern(2_000_000);
        await using var host = await EpollHost.ServeAsync(http =>
        {
            http.Response.Headers.Connection = "close";
            return http.Response.Body.WriteAsync(bytes).AsTask();
        });
        using var socket = await host.ConnectAsync();
        await socket.SendAsync(Encoding.ASCII.GetBytes("GET / HTTP/1.1\r\nHost: x\r\n\r\nGET /never-read HTTP/1.1\r\nHost: x\r\n\r\n"));

        var received = await ReadToEndAsync(socket);

        Assert.That(received.AsSpan()[^5..].SequenceEqual("0\r\n\r\n"u8), Is.True, "the last chunk");
        Assert.That(received, Has.Length.GreaterThan(bytes.Length));
    }

    [Test]
    public async Task An_aborted_request_resets_its_connection()
    {
        await using var host = await EpollHost.ServeAsync(http =>
        {
            http.Abort();
            return Task.CompletedTask;
        });
        await using var client = await host.DialAsync();
        await client.SendAsync("GET / HTTP/1.1\r\nHost: x\r\n\r\n");

        Assert.That(await client.ReceiveEndAsync(), Is.EqualTo(Ending.Reset));
    }

    [TestCase(false, TestName = "RequestAborted fires when the client closes while its request runs")]
    [TestCase(true, TestName = "RequestAborted fires when the client resets while its request runs")]
    public async Task Request_aborted_fires(bool reset)
    {
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var aborted = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var host = await EpollHost.ServeAsync(async http =>
        {
            await using var registration = http.RequestAborted.Register(aborted.SetResult);
            begun.SetResult();
            await aborted.Task;
        });
        var client = await host.DialAsync();
        await client.SendAsync("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
        await begun.Task.Within("the request runs");

        if (reset)
        {
            client.Reset();
        }
        else
        {
            await client.DisposeAsync();
        }

        await aborted.Task.Within("the request is aborted");
    }

    private static async Task EchoAsync(HttpContext http)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body);
        body.Position = 0;
        await body.CopyToAsync(http.Response.Body);
    }

    private static async Task EchoesAsync(HttpClient client, int size, int seed)
    {
        var bytes = Pattern(size, seed);
        using var content = new ByteArrayContent(bytes);
        using var response = await client.PostAsync(new Uri("/", UriKind.Relative), content);
        var echo = await response.Content.ReadAsByteArrayAsync();
        Assert.That((response.StatusCode, echo.Length, echo.AsSpan().CommonPrefixLength(bytes)), Is.EqualTo((HttpStatusCode.OK, size, size)));
    }

    private static async Task<int> HeadLengthAsync(Socket socket)
    {
        var head = new StringBuilder();
        var one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            Assert.That(await socket.ReceiveAsync(one.AsMemory()).AsTask().Within("the head comes"), Is.EqualTo(1));
            head.Append((char)one[0]);
        }

        return head.Length;
    }

    private static async Task<byte[]> ReadToEndAsync(Socket socket)
    {
        using var all = new MemoryStream();
        await using var stream = new NetworkStream(socket);
        await stream.CopyToAsync(all).Within("the connection ends");
        return all.ToArray();
    }

    private static byte[] Pattern(int size, int seed = 1)
    {
        var bytes = new byte[size];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }
}
