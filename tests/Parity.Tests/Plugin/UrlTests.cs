using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.Routing;
using WebSockets.Testing;

namespace WebSockets.Parity.Tests.Plugin;

/// <summary><c>websocket_url</c>.</summary>
public sealed partial class UrlTests
{
    [Test]
    public async Task websocket_url_has_the_host_and_port_of_the_request_and_leads_to_the_handler()
    {
        await using var app = await TestApp.StartAsync(app =>
        {
            app.MapWebSocketHandler<Fixed>();
            app.MapGet("/where", (HttpContext http) => Fixed.GetUrl(http).AbsoluteUri);
        });

        var url = await app.Client.GetStringAsync("/where", Bounded.Token);

        Assert.That(url, Is.EqualTo($"ws://127.0.0.1:{app.Http.Port}/url/fixed"));
        await using var client = await TestClient.ConnectAsync(new Uri(url));
        Assert.That(await client.ReceiveAsync(), Is.EqualTo("here"));
    }

    [Test]
    public async Task websocket_url_has_the_host_that_the_client_asked_for()
    {
        var url = await AskAsync(http => Fixed.GetUrl(http), request => request.Headers.Host = "example.com:8080");

        Assert.That(url, Is.EqualTo("ws://example.com:8080/url/fixed"));
    }

    [Test]
    public async Task websocket_url_is_wss_where_the_request_came_by_https()
    {
        using var key = RSA.Create(2048);
        using var certificate = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            .CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue);
        await using var app = await TestApp.StartAsync(
            app =>
            {
                app.MapWebSocketHandler<Fixed>();
                app.MapGet("/where", (HttpContext http) => Fixed.GetUrl(http).AbsoluteUri);
            },
            builder =>
            {
                builder.WebHost.UseKestrelHttpsConfiguration();
                builder.WebHost.UseUrls("https://127.0.0.1:0");
                builder.WebHost.ConfigureKestrel(kestrel => kestrel.ConfigureHttpsDefaults(https => https.ServerCertificate = certificate));
            });
        using var trusting = new HttpClient(new HttpClientHandler { ServerCertificateCustomValidationCallback = (_, _, _, _) => true });

        var url = await trusting.GetStringAsync(new Uri(app.Http, "/where"), Bounded.Token);

        Assert.That(url, Is.EqualTo($"wss://127.0.0.1:{app.Http.Port}/url/fixed"));
        await using var client = await TestClient.ConnectAsync(new Uri(url), options => options.RemoteCertificateValidationCallback = (_, _, _, _) => true);
        Assert.That(await client.ReceiveAsync(), Is.EqualTo("here"));
    }

    [Test]
    public async Task websocket_url_is_the_public_one_behind_a_proxy_that_forwards_its_headers()
    {
        var url = await AskAsync(
            http => Fixed.GetUrl(http),
            request =>
            {
                request.Headers.Add("X-Forwarded-Proto", "https");
                request.Headers.Add("X-Forwarded-Host", "chat.example.com");
            },
            before: app => app.UseForwardedHeaders(new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.All }));

        Assert.That(url, Is.EqualTo("wss://chat.example.com/url/fixed"));
    }

    [Test]
    public async Task websocket_url_has_the_path_base()
    {
        await using var app = await TestApp.StartAsync(app =>
        {
            app.UsePathBase("/my app");
            app.UseRouting();
            app.MapWebSocketHandler<Fixed>();
            app.MapGet("/where", (HttpContext http) => Fixed.GetUrl(http).AbsoluteUri);
        });

        var url = await app.Client.GetStringAsync("/my%20app/where", Bounded.Token);

        Assert.That(url, Is.EqualTo($"ws://127.0.0.1:{app.Http.Port}/my%20app/url/fixed"));
        await using var client = await TestClient.ConnectAsync(new Uri(url));
        Assert.That(await client.ReceiveAsync(), Is.EqualTo("here"));
    }

    [Test]
    public async Task websocket_url_follows_a_configured_path()
    {
        var url = await AskAsync(http => Fixed.GetUrl(http), configuration: new() { ["WebSockets:Fixed:Path"] = "/moved" });

        Assert.That(url, Does.EndWith("/moved"));
    }

    [Test]
    public async Task websocket_url_takes_the_variables_of_a_group_from_the_request()
    {
        var url = await AskAsync<Fixed>(http => Fixed.GetUrl(http), group: "/{tenant}", asked: "/acme/where");

        Assert.That(new Uri(url).AbsolutePath, Is.EqualTo("/acme/url/fixed"));
    }

    [Test]
    public async Task websocket_url_says_which_variable_of_a_group_has_no_value()
    {
        Exception? error = null;
        await AskAsync<Fixed>(
            http =>
            {
                error = Assert.Throws<InvalidOperationException>(() => Fixed.GetUrl(http));
                return new Uri("about:blank");
            },
            group: "/{tenant}");

        Assert.That(error?.Message, Does.Contain("{tenant}"));
    }

    [Test]
    public async Task websocket_url_follows_the_group_that_the_handler_is_in()
    {
        var url = await AskAsync(http => Fixed.GetUrl(http), group: "/live/v1");

        Assert.That(url, Does.EndWith("/live/v1/url/fixed"));
    }

    [TestCase("lobby", "lobby")]
    [TestCase("a room", "a%20room")]
    [TestCase("č", "%C4%8D")]
    [TestCase("a?b#c", "a%3Fb%23c")]
    [TestCase("a+b&c=d", null)]
    [TestCase("100%", "100%25")]
    [TestCase("%41", "%2541")]
    [TestCase("\"<>\\", null)]
    public async Task websocket_url_encodes_a_value_of_its_path_so_that_the_handler_gets_it_back(string room, string? encoded)
    {
        await using var app = await TestApp.StartAsync(app =>
        {
            app.MapWebSocketHandler<InRoom>();
            app.MapGet("/where", (HttpContext http, string room) => InRoom.GetUrl(http, room: room).AbsoluteUri);
        });

        var url = await app.Client.GetStringAsync($"/where?room={Uri.EscapeDataString(room)}", Bounded.Token);

        Assert.That(url, Does.StartWith($"ws://127.0.0.1:{app.Http.Port}/url/room/{encoded}"));
        await using var client = await TestClient.ConnectAsync(new Uri(url));
        Assert.That(await client.ReceiveAsync(), Is.EqualTo(room));
    }

    [TestCase("readme.md")]
    [TestCase("docs/a guide/1.md")]
    public async Task websocket_url_keeps_the_slashes_of_a_value_that_may_have_them(string path)
    {
        await using var app = await TestApp.StartAsync(app =>
        {
            app.MapWebSocketHandler<OfFile>();
            app.MapGet("/where", (HttpContext http, string path) => OfFile.GetUrl(http, path).AbsoluteUri);
        });

        var url = await app.Client.GetStringAsync($"/where?path={Uri.EscapeDataString(path)}", Bounded.Token);

        Assert.That(url, Does.EndWith($"/url/file/{path.Replace(" ", "%20")}"));
        await using var client = await TestClient.ConnectAsync(new Uri(url));
        Assert.That(await client.ReceiveAsync(), Is.EqualTo(path));
    }

    [Test]
    public async Task websocket_url_leaves_out_an_optional_value()
    {
        Assert.That(await AskAsync<OnPage>(http => OnPage.GetUrl(http)), Does.EndWith("/url/page"));
        Assert.That(await AskAsync<OnPage>(http => OnPage.GetUrl(http, page: 3)), Does.EndWith("/url/page/3"));
    }

    [Test]
    public async Task websocket_url_of_a_handler_that_is_not_mapped_says_what_to_call()
    {
        await using var app = await TestApp.StartAsync(_ => { });
        var http = new DefaultHttpContext { RequestServices = app.Services };

        Assert.That(
            () => Fixed.GetUrl(http),
            Throws.InvalidOperationException.With.Message.Contains("Fixed is not mapped").And.Message.Contains("app.MapWebSocketHandler<Fixed>()"));
    }

    private static Task<string> AskAsync(
        Func<HttpContext, Uri> url,
        Action<HttpRequestMessage>? prepare = null,
        Action<WebApplication>? before = null,
        string group = "",
        Dictionary<string, string?>? configuration = null) => AskAsync<Fixed>(url, prepare, before, group, configuration);

    private static async Task<string> AskAsync<THandler>(
        Func<HttpContext, Uri> url,
        Action<HttpRequestMessage>? prepare = null,
        Action<WebApplication>? before = null,
        string group = "",
        Dictionary<string, string?>? configuration = null,
        string asked = "/where")
        where THandler : class, IWebSocketHandler<THandler>
    {
        await using var app = await TestApp.StartAsync(
            app =>
            {
                before?.Invoke(app);
                app.MapGroup(group).MapWebSocketHandler<THandler>();
                app.MapGet("/where", (HttpContext http) => url(http).AbsoluteUri);
                app.MapGet("/{tenant}/where", (HttpContext http) => url(http).AbsoluteUri);
            },
            configuration: configuration);
        using var request = new HttpRequestMessage(HttpMethod.Get, asked);
        prepare?.Invoke(request);
        using var response = await app.Client.SendAsync(request, Bounded.Token);
        return await response.EnsureSuccessStatusCode().Content.ReadAsStringAsync(Bounded.Token);
    }

    [WebSocketHandler("/url/fixed")]
    internal sealed partial class Fixed
    {
        [WebSocketUrl]
        internal static partial Uri GetUrl(HttpContext http);

        [OnOpen]
        string Open() => "here";
    }

    [WebSocketHandler("/url/room/{room}")]
    internal sealed partial class InRoom
    {
        [WebSocketUrl]
        internal static partial Uri GetUrl(HttpContext http, string room);

        [OnOpen]
        string Open(string room) => room;
    }

    [WebSocketHandler("/url/file/{**path}")]
    internal sealed partial class OfFile
    {
        [WebSocketUrl]
        internal static partial Uri GetUrl(HttpContext http, string? path = null);

        [OnOpen]
        string Open(string path) => path;
    }

    [WebSocketHandler("/url/page/{page:int?}")]
    internal sealed partial class OnPage
    {
        [WebSocketUrl]
        internal static partial Uri GetUrl(HttpContext http, int? page = null);

        [OnOpen]
        string Open(int? page) => $"{page}";
    }
}
