using System.Net;
using System.Net.WebSockets;
using Microsoft.AspNetCore.Http;
using WebSockets.Testing;

namespace WebSockets.Parity.Tests.Plugin;

/// <summary><c>websocket_on_error</c>.</summary>
public sealed partial class ErrorTests
{
    [Test]
    public async Task websocket_on_error_answers_a_failed_handshake_in_its_own_way()
    {
        await using var app = await TestApp.StartAsync(app => app.MapWebSocketHandler<OwnAnswer>());

        using var response = await app.Client.GetAsync("/error/own", Bounded.Token);

        Assert.That(response.StatusCode, Is.EqualTo((HttpStatusCode)418));
        Assert.That(await response.Content.ReadAsStringAsync(Bounded.Token), Is.EqualTo("Error: 426 at /error/own"));
    }

    [Test]
    public async Task Without_websocket_on_error_a_request_that_is_no_handshake_is_told_to_upgrade()
    {
        await using var app = await TestApp.StartAsync(app => app.MapWebSocketHandler<NoErrorMethod>());

        using var response = await app.Client.GetAsync("/error/none", Bounded.Token);

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.UpgradeRequired));
        Assert.That(response.Headers.Upgrade.ToString(), Is.EqualTo("websocket"));
    }

    [Test]
    public async Task websocket_on_error_gets_what_a_message_method_throws_and_the_connection_stays()
    {
        await using var app = await TestApp.StartAsync(app => app.MapWebSocketHandler<OwnAnswer>());
        await using var client = await app.ConnectAsync("/error/own");

        Assert.That(await client.AskAsync("bonkers"), Is.EqualTo("Something went bonkers"));
        Assert.That(await client.AskAsync("fine"), Is.EqualTo("fine"));
    }

    [Test]
    public async Task Without_websocket_on_error_a_failure_closes_with_1011_and_tells_nothing_of_itself()
    {
        await using var app = (await TestApp.StartAsync(app => app.MapWebSocketHandler<NoErrorMethod>())).ExpectErrors();
        await using var client = await app.ConnectAsync("/error/none");

        await client.SendAsync("bonkers");

        Assert.That(await client.ReceiveCloseAsync(), Is.EqualTo(WebSocketCloseStatus.InternalServerError));
        Assert.That(client.Socket.CloseStatusDescription, Is.EqualTo("Internal error."));
    }

    [WebSocketHandler("/error/own")]
    internal sealed partial class OwnAnswer
    {
        [OnMessage]
        string Message(string text) => text == "bonkers" ? throw new InvalidOperationException("Something went bonkers") : text;

        [OnError]
        IResult? Refused(WebSocketHandshakeException error, HttpContext? http) =>
            TypedResults.Text($"Error: {error.StatusCode} at {http!.Request.Path}", statusCode: StatusCodes.Status418ImATeapot);

        [OnError]
        async Task Failed(WebSocketConnection? me, Exception error) => await me!.SendTextAsync(error.Message);
    }

    [WebSocketHandler("/error/none")]
    internal sealed partial class NoErrorMethod
    {
        [OnMessage]
        string Message(string text) => throw new InvalidOperationException($"Secret: {text}");
    }
}
