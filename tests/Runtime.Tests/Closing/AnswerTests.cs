using System.Net.WebSockets;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Time.Testing;
using WebSockets.Runtime.Tests.Infrastructure;
using WebSockets.Runtime.Tests.Wire;

namespace WebSockets.Runtime.Tests.Closing;

/// <summary>The end after a close frame of ours for a broken rule (RFC 6455, section 7.1.7). The clock stands still: CloseTimeout ends nothing here.</summary>
internal sealed class AnswerTests
{
    public enum Http
    {
        Http1,
        Http2,
    }

    private static readonly byte[] Broken = RawFrame.Encode(3, "reserved opcode"u8);
    private static readonly byte[] Oversized = RawFrame.Encode(RawFrame.Binary, new byte[200_000]);

    private static IEnumerable<byte[]> Answers()
    {
        yield return RawFrame.EncodeClose(null);
        yield return RawFrame.EncodeClose(1000);
        yield return RawFrame.EncodeClose(1002);
        yield return RawFrame.EncodeClose(1000, new string('r', 123));
        yield return RawFrame.EncodeClose(4999, "grüße €");
    }

    private static IEnumerable<TestCaseData> BrokenCloses()
    {
        yield return Case("half a status", RawFrame.Encode(RawFrame.Close, [3]), 1002);
        yield return Case("no legal status", RawFrame.EncodeClose(1005), 1002);
        yield return Case("no legal status, and a reason", RawFrame.EncodeClose(999, "reason"), 1002);
        yield return Case("a status that is reserved", RawFrame.EncodeClose(2999), 1002);
        yield return Case("a reason that is not UTF-8", RawFrame.Encode(RawFrame.Close, [0x03, 0xe8, 0xce, 0xba, 0xff]), 1007);
        yield return Case("126 bytes", RawFrame.EncodeClose(1000, new string('r', 124)), 1002);
        yield return Case("not masked", RawFrame.Encode(RawFrame.Close, [0x03, 0xe8], masked: false), 1002);
        yield return Case("a reserved bit", RawFrame.Encode(RawFrame.Close, [0x03, 0xe8], reserved: 0x20), 1002);
        yield return Case("a fragment", RawFrame.Encode(RawFrame.Close, [0x03, 0xe8], final: false), 1002);

        static TestCaseData Case(string what, byte[] bytes, int status) => new TestCaseData(bytes, status).SetArgDisplayNames(what);
    }

    [Test]
    public async Task Any_legal_close_frame_of_the_peer_ends_the_wait([Values] Http http, [ValueSource(nameof(Answers))] byte[] answer)
    {
        await using var server = await Server.StartAsync(http);
        await using var client = await server.ConnectAsync();
        await client.SendAsync(Broken);
        await client.ReceiveCloseAsync(1002);

        await client.SendAsync(answer);

        await EndsAsync(server, client, 1002);
    }

    [Test]
    public async Task So_does_one_that_comes_byte_by_byte([Values] Http http, [ValueSource(nameof(Answers))] byte[] answer)
    {
        await using var server = await Server.StartAsync(http);
        await using var client = await server.ConnectAsync();
        await client.SendAsync(Broken);
        await client.ReceiveCloseAsync(1002);

        foreach (var part in answer.Chunk(1))
        {
            await client.SendAsync(part);
        }

        await EndsAsync(server, client, 1002);
    }

    [Test]
    public async Task So_does_one_that_came_with_what_broke_the_rule([Values] Http http, [ValueSource(nameof(Answers))] byte[] answer, [Values] bool split)
    {
        await using var server = await Server.StartAsync(http);
        await using var client = await server.ConnectAsync();

        await client.SendAsync([.. Broken, .. RawFrame.EncodeText("on its way"), .. split ? answer[..3] : answer]);

        await client.ReceiveCloseAsync(1002);
        if (split)
        {
            await client.SendAsync(answer[3..]);
        }

        await EndsAsync(server, client, 1002);
    }

    [Test]
    public async Task So_does_one_behind_the_rest_of_what_was_on_its_way([Values] Http http, [ValueSource(nameof(Answers))] byte[] answer)
    {
        await using var server = await Server.StartAsync(http);
        await using var client = await server.ConnectAsync();
        await client.SendAsync(Oversized[..1000]);
        await client.ReceiveCloseAsync(1009);

        await client.SendAsync([.. Oversized.AsSpan(1000), .. RawFrame.EncodeText("and this")]);
        await client.SendAsync(answer);

        await EndsAsync(server, client, 1009);
    }

    [Test]
    public async Task What_is_no_legal_close_frame_does_not([Values] Http http)
    {
        await using var server = await Server.StartAsync(http);
        await using var client = await server.ConnectAsync();
        await client.SendAsync(Broken);
        await client.ReceiveCloseAsync(1002);
        var connection = server.Host.Connections<Closer>().Single();

        await client.SendAsync([.. RawFrame.EncodeText("text"), .. RawFrame.EncodeClose(1005), .. RawFrame.EncodeClose(1000)[..7]]);
        await using var other = await server.ConnectAsync();
        await other.SendTextAsync("the server has had the time");
        Assert.That(await other.ReceiveTextAsync(), Is.Not.Empty);

        Assert.That(server.Host.Connections<Closer>(), Does.Contain(connection));
        await client.SendAsync(RawFrame.EncodeClose(1000)[7..]);
        await EndsAsync(server, client, 1002);
    }

    [Test]
    public async Task Nothing_is_waited_for_where_the_peers_own_close_frame_broke_the_rule([Values] Http http, [ValueSource(nameof(BrokenCloses))] TestCaseData data)
    {
        var (bytes, status) = ((byte[])data.Arguments[0]!, (int)data.Arguments[1]!);
        await using var server = await Server.StartAsync(http);
        await using var client = await server.ConnectAsync();

        await client.SendAsync(bytes);

        await client.ReceiveCloseAsync(status);
        await EndsAsync(server, client, status);
    }

    [TestCase(1002)]
    [TestCase(1007)]
    [TestCase(1008)]
    [TestCase(1009)]
    public async Task The_frameworks_own_client_may_answer_with_NormalClosure(int status)
    {
        await using var server = await Server.StartAsync(Http.Http1);
        using var client = new ClientWebSocket();
        await client.ConnectAsync(new Uri($"ws://127.0.0.1:{server.Host.Port}/closing"), default).Within("it connects");
        await server.Host.Journal.ExpectAsync("open");
        switch (status)
        {
            case 1002:
            case 1008:
                await server.Host.Connections<Closer>().Single().CloseAsync((WebSocketCloseStatus)status);
                break;
            case 1007:
                await client.SendAsync(new byte[] { 0xff }, WebSocketMessageType.Text, true, default);
                break;
            default:
                await client.SendAsync(new byte[200_000], WebSocketMessageType.Binary, true, default);
                break;
        }

        var received = await client.ReceiveAsync(new byte[100], default).Within("the close frame arrives");
        await client.CloseAsync(WebSocketCloseStatus.NormalClosure, "bye", default).Within("the closing handshake is over");

        Assert.That(((int?)received.CloseStatus, client.State), Is.EqualTo(((int?)status, WebSocketState.Closed)));
        await Bounded.Until(() => server.Host.Journal.All.Any(line => line.StartsWith($"close {status}", StringComparison.Ordinal)), "[OnClose] has run");
    }

    private static async Task EndsAsync(Server server, RawClient client, int status)
    {
        Assert.That(await client.ReceiveEndAsync(), Is.EqualTo(Ending.Finished));
        await Bounded.Until(() => server.Host.Journal.All.Any(line => line.StartsWith($"close {status}", StringComparison.Ordinal)), "[OnClose] has run");
    }

    private sealed class Server(TestHost host, Http2Client? http2) : IAsyncDisposable
    {
        public TestHost Host => host;

        public static async Task<Server> StartAsync(Http http)
        {
            var host = await TestHost.StartAsync<Closer>(setup: setup =>
            {
                setup.Time = new FakeTimeProvider();
                setup.Protocols = http == Http.Http2 ? HttpProtocols.Http2 : HttpProtocols.Http1;
            });
            return new Server(host, http == Http.Http2 ? new Http2Client(host.Port) : null);
        }

        public Task<RawClient> ConnectAsync() => http2?.ConnectAsync("/closing") ?? host.ConnectAsync("/closing");

        public ValueTask DisposeAsync()
        {
            http2?.Dispose();
            return host.DisposeAsync();
        }
    }
}
