using System.Net;
using System.Net.WebSockets;
using WebSockets.Testing;

namespace WebSockets.Parity.Tests.Options;

/// <summary>That what the sources say is what the connections do.</summary>
public sealed partial class OptionBehaviourTests
{
    [Test]
    public async Task MaxMessageSize_of_configuration_holds_for_messages()
    {
        await using var app = await StartAsync("MaxMessageSize", "5");
        await using var client = await app.ConnectAsync("/behaviour");

        Assert.That(await client.AskAsync("12345"), Is.EqualTo("12345"));
        await client.SendAsync("123456");

        Assert.That(await client.ReceiveCloseAsync(), Is.EqualTo(WebSocketCloseStatus.MessageTooBig));
    }

    [Test]
    public async Task MaxConnections_of_configuration_holds_for_connections()
    {
        await using var app = await StartAsync("MaxConnections", "1");
        await using var client = await app.ConnectAsync("/behaviour");

        Assert.That(await TestClient.HandshakeAsync(app.Ws("/behaviour")), Is.EqualTo(HttpStatusCode.ServiceUnavailable));
    }

    [Test]
    public async Task MessageRateLimit_of_configuration_holds_for_messages()
    {
        await using var app = await StartAsync("MessageRateLimit", "2");
        await using var client = await app.ConnectAsync("/behaviour");

        for (var i = 0; i < 10; i++)
        {
            await client.SendAsync("again");
        }

        Assert.That(await client.ReceiveAsync(), Is.EqualTo("again"));
        Assert.That(await client.ReceiveAsync(), Is.EqualTo("again"));
        Assert.That(await client.ReceiveCloseAsync(), Is.EqualTo(WebSocketCloseStatus.PolicyViolation));
    }

    [TestCase("true", "permessage-deflate")]
    [TestCase("false", null)]
    public async Task Compression_of_configuration_is_agreed_on_with_clients_that_offer_it(string value, string? extension)
    {
        await using var app = await StartAsync("Compression", value);
        await using var client = await app.ConnectAsync("/behaviour", options =>
        {
            options.DangerousDeflateOptions = new() { ServerContextTakeover = false, ClientContextTakeover = false };
            options.CollectHttpResponseDetails = true;
        });

        var agreed = client.Socket.HttpResponseHeaders!.TryGetValue("Sec-WebSocket-Extensions", out var values) ? string.Join(',', values).Split(';')[0] : null;

        Assert.That(agreed, Is.EqualTo(extension));
        Assert.That(await client.AskAsync(new string('x', 5000)), Is.EqualTo(new string('x', 5000)));
    }

    private static Task<TestApp> StartAsync(string key, string value) =>
        TestApp.StartAsync(app => app.MapWebSocketHandler<Behaviour>(), configuration: new() { [$"WebSockets:Behaviour:{key}"] = value });

    [WebSocketHandler("/behaviour")]
    internal sealed partial class Behaviour
    {
        [OnMessage]
        string Echo(string text) => text;
    }
}
