using System.Net;
using System.Net.WebSockets;
using WebSockets.Aot.Tests.Infrastructure;
using WebSockets.Testing;

namespace WebSockets.Aot.Tests.Wire;

/// <summary>WebSockets over HTTP/2 (RFC 8441).</summary>
[Jit]
[Aot]
public sealed class Http2Tests(Compiler compiler) : WireTests(compiler)
{
    [Test]
    public async Task HTTP2_carries_messages_and_the_closing_handshake()
    {
        var address = new UriBuilder(new Uri(await Host.NextAddressAsync(), "/echo")) { Scheme = "ws" }.Uri;
        using var invoker = new HttpMessageInvoker(new SocketsHttpHandler());
        using var socket = new ClientWebSocket();
        socket.Options.HttpVersion = HttpVersion.Version20;
        socket.Options.HttpVersionPolicy = HttpVersionPolicy.RequestVersionExact;
        await socket.ConnectAsync(address, invoker, Bounded.Token);

        await socket.SendAsync(new byte[] { 1, 2, 3 }, WebSocketMessageType.Binary, true, Bounded.Token);
        var buffer = new byte[16];
        var received = await socket.ReceiveAsync(buffer, Bounded.Token);
        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, "done", Bounded.Token);

        Assert.That(buffer[..received.Count], Is.EqualTo(new byte[] { 1, 2, 3 }));
        Assert.That(socket.CloseStatus, Is.EqualTo(WebSocketCloseStatus.NormalClosure));
    }
}
