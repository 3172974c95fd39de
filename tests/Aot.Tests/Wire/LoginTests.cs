using System.Net.WebSockets;
using WebSockets.Aot.Tests.Infrastructure;
using WebSockets.Testing;

namespace WebSockets.Aot.Tests.Wire;

/// <summary>Who gets in, by the handler's own method and by the app's authorization.</summary>
[Jit]
[Aot]
public sealed class LoginTests(Compiler compiler) : WireTests(compiler)
{
    [Test]
    public async Task A_principal_that_the_login_returns_is_the_user()
    {
        await using var client = await ConnectAsync("/login/named?name=ann");

        Assert.That(await client.ReceiveAsync(), Is.EqualTo("ann True"));
    }

    [TestCase("/login/named", 401, TestName = "No principal is refused with 401")]
    [TestCase("/login/never", 401, TestName = "False is refused with 401")]
    [TestCase("/login/broken", 500, TestName = "A login that throws is refused with 500")]
    public async Task Refused(string path, int status) => Assert.That((int)await TestClient.HandshakeAsync(Host.Ws(path)), Is.EqualTo(status));

    [Test]
    public async Task A_result_that_the_login_returns_is_the_answer()
    {
        using var request = Handshake("/login/paid");
        using var response = await Client.SendAsync(request, Bounded.Token);

        Assert.That(((int)response.StatusCode, await response.Content.ReadAsStringAsync(Bounded.Token)), Is.EqualTo((402, "Pay first.")));
    }

    [Test]
    public async Task No_result_of_the_login_admits()
    {
        await using var client = await ConnectAsync("/login/paid?ticket=good");

        Assert.That(await client.ReceiveAsync(), Is.EqualTo("welcome"));
    }

    [Test]
    public async Task An_error_method_answers_a_handshake_that_is_none()
    {
        using var response = await Client.GetAsync("/login/paid", Bounded.Token);

        Assert.That(((int)response.StatusCode, await response.Content.ReadAsStringAsync(Bounded.Token)), Is.EqualTo((418, "426 at /login/paid")));
    }

    [Test]
    public async Task A_request_that_is_no_handshake_is_told_to_upgrade()
    {
        using var response = await Client.GetAsync("/echo", Bounded.Token);

        Assert.That(((int)response.StatusCode, response.Headers.Upgrade.ToString()), Is.EqualTo((426, "websocket")));
    }

    [Test]
    public async Task A_page_of_another_origin_is_refused_with_403_and_one_of_the_same_is_not()
    {
        Assert.That((int)await TestClient.HandshakeAsync(Host.Ws("/echo"), WithOrigin("http://example.com")), Is.EqualTo(403));
        Assert.That((int)await TestClient.HandshakeAsync(Host.Ws("/echo"), WithOrigin($"http://{Host.Http.Authority}")), Is.EqualTo(101));
    }

    [Test]
    public async Task The_server_picks_the_subprotocol_that_it_prefers()
    {
        await using var client = await ConnectAsync("/echo", options =>
        {
            options.AddSubProtocol("v1.echo");
            options.AddSubProtocol("v2.echo");
        });

        Assert.That(client.Socket.SubProtocol, Is.EqualTo("v2.echo"));
    }

    [TestCase("/authorized/any", null, 401)]
    [TestCase("/authorized/admin", null, 401)]
    [TestCase("/authorized/admin", "Bearer ann-guest", 403)]
    [TestCase("/authorized/any", "Bearer ann-guest", 101)]
    [TestCase("/authorized/admin", "Bearer ann-admin", 101)]
    public async Task An_Authorize_attribute_on_the_handler_is_obeyed(string path, string? authorization, int status) =>
        Assert.That((int)await TestClient.HandshakeAsync(Host.Ws(path), options => options.SetRequestHeader("Authorization", authorization)), Is.EqualTo(status));

    [Test]
    public async Task The_user_is_the_one_that_the_app_has_authenticated()
    {
        await using var client = await ConnectAsync("/authorized/admin", options => options.SetRequestHeader("Authorization", "Bearer ann-admin"));

        Assert.That(await client.ReceiveAsync(), Is.EqualTo("ann"));
    }

    [Test]
    public async Task An_Authorize_attribute_on_a_message_method_is_obeyed_with_the_user_of_now()
    {
        await using var client = await ConnectAsync("/authorized/messages");

        await AssertAnswerAsync(client, """{"type":"add","id":1,"a":1,"b":2}""", """{"type":"error","id":1,"code":"forbidden","message":"You may not send this message."}""");
        await AssertAnswerAsync(client, """{"type":"adult"}""", """{"type":"error","code":"forbidden","message":"You may not send this message."}""");
        await AssertAnswerAsync(client, """{"type":"who"}""", "nobody");
        await client.SendAsync("""{"type":"renew"}""");
        await AssertAnswerAsync(client, """{"type":"add","id":2,"a":1,"b":2}""", """{"type":"sum","id":2,"value":3}""");
        await AssertAnswerAsync(client, """{"type":"adult"}""", "welcome");
        await AssertAnswerAsync(client, """{"type":"who"}""", "bob");
    }

    [Test]
    public async Task An_access_token_of_the_query_is_the_Authorization_header_of_a_page()
    {
        await using var client = await ConnectAsync("/authorized/admin?access_token=ann-admin");

        Assert.That(await client.ReceiveAsync(), Is.EqualTo("ann"));
    }

    [Test]
    public async Task An_access_token_among_the_subprotocols_is_the_Authorization_header_of_a_page()
    {
        await using var client = await ConnectAsync("/authorized/messages", options =>
        {
            options.AddSubProtocol("access_token");
            options.AddSubProtocol("ann-guest");
        });

        Assert.That(client.Socket.SubProtocol, Is.EqualTo("access_token"));
        await AssertAnswerAsync(client, """{"type":"who"}""", "ann");
        await AssertAnswerAsync(client, """{"type":"adult"}""", """{"type":"error","code":"forbidden","message":"You may not send this message."}""");
    }

    [Test]
    public async Task A_malformed_access_token_is_refused_with_400() =>
        Assert.That((int)await TestClient.HandshakeAsync(Host.Ws("/authorized/any?access_token=")), Is.EqualTo(400));

    private static Action<ClientWebSocketOptions> WithOrigin(string origin) => options => options.SetRequestHeader("Origin", origin);

    private static HttpRequestMessage Handshake(string path) => new(HttpMethod.Get, path)
    {
        Headers =
        {
            { "Connection", "Upgrade" },
            { "Upgrade", "websocket" },
            { "Sec-WebSocket-Version", "13" },
            { "Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==" },
        },
    };
}
