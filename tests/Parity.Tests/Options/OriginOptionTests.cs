using System.Net;
using Microsoft.Extensions.Configuration;
using WebSockets.Testing;

namespace WebSockets.Parity.Tests.Options;

/// <summary><c>AllowedOrigins</c>, the one option that is a list.</summary>
public sealed partial class OriginOptionTests
{
    [Test]
    public async Task The_list_of_the_handlers_section_replaces_that_of_defaults()
    {
        await using var app = await StartAsync("""
            { "WebSockets": {
                "Defaults": { "AllowedOrigins": ["https://default.example", "https://other.example", "https://third.example"] },
                "Guarded": { "AllowedOrigins": ["https://own.example"] } } }
            """);

        Assert.That(await AskAsync(app, "https://own.example"), Is.EqualTo(HttpStatusCode.SwitchingProtocols));
        Assert.That(await AskAsync(app, "https://default.example"), Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That(await AskAsync(app, "https://other.example"), Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That(await AskAsync(app, "https://third.example"), Is.EqualTo(HttpStatusCode.Forbidden));
    }

    [Test]
    public async Task An_empty_list_in_the_handlers_section_replaces_that_of_defaults_and_means_the_same_origin()
    {
        await using var app = await StartAsync("""
            { "WebSockets": { "Defaults": { "AllowedOrigins": ["https://default.example"] }, "Guarded": { "AllowedOrigins": [] } } }
            """);

        Assert.That(await AskAsync(app, "https://default.example"), Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That(await AskAsync(app, app.Http.GetLeftPart(UriPartial.Authority)), Is.EqualTo(HttpStatusCode.SwitchingProtocols));
    }

    [Test]
    public async Task One_origin_may_stand_without_a_list()
    {
        await using var app = await StartAsync("""{ "WebSockets": { "Guarded": { "AllowedOrigins": "https://own.example" } } }""");

        Assert.That(await AskAsync(app, "https://own.example"), Is.EqualTo(HttpStatusCode.SwitchingProtocols));
    }

    [Test]
    public async Task A_star_admits_every_origin()
    {
        await using var app = await StartAsync("""{ "WebSockets": { "Defaults": { "AllowedOrigins": ["*"] } } }""");

        Assert.That(await AskAsync(app, "https://anybody.example"), Is.EqualTo(HttpStatusCode.SwitchingProtocols));
    }

    private static Task<TestApp> StartAsync(string json) => TestApp.StartAsync(
        app => app.MapWebSocketHandler<Guarded>(),
        builder => builder.Configuration.AddJsonStream(new MemoryStream(System.Text.Encoding.UTF8.GetBytes(json))));

    private static Task<HttpStatusCode> AskAsync(TestApp app, string origin) =>
        TestClient.HandshakeAsync(app.Ws("/guarded"), options => options.SetRequestHeader("Origin", origin));

    [WebSocketHandler("/guarded")]
    internal sealed partial class Guarded
    {
        [OnOpen]
        void Open()
        {
        }
    }
}
