using System.Net.WebSockets;
using WebSockets.Aot.Tests.Infrastructure;
using WebSockets.Runtime.Tests.Wire;

namespace WebSockets.Aot.Tests.Wire;

/// <summary>permessage-deflate (RFC 7692), where an option turns it on.</summary>
[Jit]
[Aot]
public sealed class CompressionTests(Compiler compiler) : WireTests(compiler)
{
    [TestCase(0)]
    [TestCase(10)]
    [TestCase(60_000)]
    public async Task Compressed_messages_come_back(int length)
    {
        await using var client = await ConnectAsync("/deflate", Deflate);
        var text = new string('ü', length / 2);

        await AssertAnswerAsync(client, text, text);
    }

    [Test]
    public async Task Compression_is_agreed_on_only_where_it_is_on()
    {
        Assert.That(await OfferAsync("/deflate"), Does.StartWith("permessage-deflate").And.Contain("no_context_takeover"));
        Assert.That(await OfferAsync("/echo"), Is.Null);
    }

    private static void Deflate(ClientWebSocketOptions options) => options.DangerousDeflateOptions = new();

    private async Task<string?> OfferAsync(string path)
    {
        await using var client = await RawClient.DialAsync(Host.Http.Port);
        var response = await client.OpenAsync(new HandshakeText(path, Host.Http.Authority).Add("Sec-WebSocket-Extensions", "permessage-deflate"));
        await client.CloseAsync();
        return response.Header("Sec-WebSocket-Extensions");
    }
}
