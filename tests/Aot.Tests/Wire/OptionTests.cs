using System.Net.WebSockets;
using WebSockets.Aot.Tests.Infrastructure;
using WebSockets.Testing;

namespace WebSockets.Aot.Tests.Wire;

/// <summary>Options from configuration.</summary>
[Jit]
[Aot]
public sealed class OptionTests(Compiler compiler) : WireTests(compiler)
{
    private readonly Compiler _compiler = compiler;

    protected override string[] Options =>
    [
        "--WebSockets:Defaults:MaxMessageSize", "100",
        "--WebSockets:Defaults:KeepAliveInterval", "00:00:05",
        "--WebSockets:Echo:MaxMessageSize", "50",
        "--WebSockets:NoLogin:Login", "false",
        "--WebSockets:Watched:MaxConnections", "1",
        "--WebSockets:Watched:AllowedOrigins:0", "https://example.com",
        "--WebSockets:Control:MessageRateLimit", "2",
        "--WebSockets:Shapes:Path", "/elsewhere",
        "--WebSockets:Rooms:SlowConsumer", "Drop",
    ];

    [TestCase("/echo", 50)]
    [TestCase("/control", 100)]
    public async Task A_message_over_the_limit_of_the_handler_or_of_all_closes_with_1009(string path, int limit)
    {
        await using var client = await ConnectAsync(path);
        await AssertAnswerAsync(client, new string('x', limit), new string('x', limit));

        await client.SendAsync(new string('x', limit + 1));

        Assert.That(await client.ReceiveCloseAsync(), Is.EqualTo(WebSocketCloseStatus.MessageTooBig));
    }

    [Test]
    public async Task The_login_can_be_turned_off()
    {
        await using var client = await ConnectAsync("/login/never");

        Assert.That(await client.ReceiveAsync(), Is.EqualTo("in"));
    }

    [Test]
    public async Task One_connection_more_than_the_limit_is_refused_with_503()
    {
        await using var client = await ConnectAsync("/watched/one", options => options.SetRequestHeader("Origin", "https://example.com"));

        Assert.That((int)await TestClient.HandshakeAsync(Host.Ws("/watched/two")), Is.EqualTo(503));
    }

    [Test]
    public async Task More_messages_than_the_rate_allows_close_with_1008()
    {
        await using var client = await ConnectAsync("/control");

        await client.SendAsync("1");
        await client.SendAsync("2");
        await client.SendAsync("3");

        Assert.That(await client.ReceiveAsync(), Is.EqualTo("1"));
        Assert.That(await client.ReceiveAsync(), Is.EqualTo("2"));
        Assert.That(await client.ReceiveCloseAsync(), Is.EqualTo(WebSocketCloseStatus.PolicyViolation));
    }

    [Test]
    public async Task The_path_can_be_another()
    {
        await using var client = await ConnectAsync("/elsewhere");

        await AssertAnswerAsync(client, """{"shape":"square","side":2}""", """{"shape":"circle","radius":1}""");
        Assert.That((int)await TestClient.HandshakeAsync(Host.Ws("/payloads/shapes")), Is.EqualTo(404));
    }

    [TestCase("MaxMessageSize", "many")]
    [TestCase("KeepAliveInterval", "-1")]
    [TestCase("SlowConsumer", "Sometimes")]
    public async Task A_bad_value_stops_the_app_when_it_starts_and_its_key_is_named(string key, string value)
    {
        await using var app = RunningApp.Launch(await Programs.WireHostAsync(_compiler), $"--WebSockets:Echo:{key}", value);

        Assert.That(await app.WaitForExitAsync(), Is.Not.Zero);
        Assert.That(app.Log, Has.Some.Contains($"WebSockets:Echo:{key}"));
    }
}
