using System.Net;
using System.Net.WebSockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using WebSockets.Runtime.Tests.Infrastructure;

namespace WebSockets.Runtime.Tests.Handshake;

/// <summary>Pages of other origins may not connect (RFC 6455, section 10.2), unless they are listed.</summary>
[Category("RFC 6455 10.2")]
internal sealed class OriginTests
{
    [TestCase("example.com", "http://example.com")]
    [TestCase("example.com:80", "http://example.com")]
    [TestCase("example.com", "http://example.com:80")]
    [TestCase("example.com:8080", "http://example.com:8080")]
    [TestCase("Example.COM", "http://eXample.com", TestName = "The case of a host does not matter")]
    [TestCase("example.com", "HTTP://example.com", TestName = "The case of a scheme does not matter")]
    [TestCase("[::1]:8080", "http://[::1]:8080", TestName = "A host may be an IPv6 address")]
    [TestCase("[::1]", "http://[0:0:0:0:0:0:0:1]")]
    [TestCase("[::1]:80", "http://[::1]")]
    [TestCase("127.0.0.1", "http://127.0.0.1:80")]
    public async Task A_page_of_the_same_origin_may_connect(string own, string origin) =>
        Assert.That(await StatusAsync(own, origin), Is.EqualTo(101));

    [TestCase("http://evil.com")]
    [TestCase("https://example.com", TestName = "Another scheme is another origin")]
    [TestCase("http://example.com:8080", TestName = "Another port is another origin")]
    [TestCase("http://evil-example.com")]
    [TestCase("http://example.com.evil")]
    [TestCase("http://sub.example.com")]
    [TestCase("http://example.com@evil.com")]
    [TestCase("http://evil.com#example.com")]
    [TestCase("http://user@example.com")]
    [TestCase("http://example.com/", TestName = "An origin has no path")]
    [TestCase("http://example.com/page")]
    [TestCase("example.com")]
    [TestCase("null", TestName = "The origin null of a sandboxed frame is foreign")]
    [TestCase("")]
    [TestCase("*")]
    [TestCase("file://")]
    [TestCase("http://example.com.")]
    [TestCase("http://example.com, http://evil.com", TestName = "A list of origins is none")]
    [TestCase("http://[::1]")]
    [TestCase("ws://example.com", TestName = "The scheme of an origin is that of its page")]
    public async Task A_page_of_another_origin_is_refused_with_403(string origin) =>
        Assert.That(await StatusAsync("example.com", origin), Is.EqualTo(403));

    [TestCase("http://evil-example.com", TestName = "CVE-2022-42975: a host that ends as ours does is another")]
    [TestCase("http://evilexample.com", TestName = "CVE-2022-42975: with or without a dash")]
    [TestCase("http://example.com.evil.com", TestName = "CVE-2022-42975: a host that begins as ours does is another")]
    [TestCase("http://evil.com/example.com", TestName = "CVE-2022-42975: our host in a path is none")]
    public async Task CVE_2022_42975_a_host_that_is_like_ours_is_refused_with_and_without_a_list(string origin)
    {
        Assert.That(await StatusAsync("example.com", origin), Is.EqualTo(403));
        Assert.That(await StatusAsync("own.example", origin, "http://example.com"), Is.EqualTo(403));
    }

    [Test]
    public async Task CVE_2025_24010_a_page_of_another_site_cannot_connect_with_the_cookies_of_the_browser()
    {
        await using var host = await TestHost.StartAsync<Echo>();

        var answer = await host.AnswerAsync(host.Handshake("/echo").Add("Origin", "https://evil.example").Add("Cookie", "session=ann"));

        Assert.That((answer.Status, answer.Body), Is.EqualTo((403, "Pages of this origin may not connect.")));
        Assert.That(host.Journal.All, Is.Empty);
        Assert.That(host.Connections<Echo>(), Is.Empty);
    }

    [TestCase("", "http://")]
    [TestCase("", "http://example.com")]
    [TestCase("", "null")]
    public async Task A_request_that_names_no_host_has_no_origin_of_its_own(string own, string origin) =>
        Assert.That(await StatusAsync(own, origin), Is.EqualTo(403));

    [TestCase("http://127.0.0.1:{0}", 200)]
    [TestCase("https://127.0.0.1:{0}", 403, TestName = "Over HTTP2 another scheme is another origin")]
    [TestCase("http://127.0.0.1", 403, TestName = "Over HTTP2 another port is another origin")]
    [TestCase("http://evil.example", 403, TestName = "Over HTTP2 another host is another origin")]
    [TestCase("null", 403, TestName = "Over HTTP2 the origin null is foreign")]
    [TestCase(null, 200, TestName = "Over HTTP2 a client without an origin is no page")]
    [Category("RFC 8441")]
    public async Task Over_HTTP2_the_scheme_and_the_authority_of_the_request_are_its_origin(string? origin, int status)
    {
        await using var host = await TestHost.StartAsync<Echo>(setup: setup => setup.Protocols = HttpProtocols.Http2);
        using var invoker = new HttpMessageInvoker(new SocketsHttpHandler());
        using var socket = new ClientWebSocket();
        socket.Options.HttpVersion = HttpVersion.Version20;
        socket.Options.HttpVersionPolicy = HttpVersionPolicy.RequestVersionExact;
        socket.Options.CollectHttpResponseDetails = true;
        if (origin is not null)
        {
            socket.Options.SetRequestHeader("Origin", origin.Replace("{0}", $"{host.Port}", StringComparison.Ordinal));
        }

        var connecting = socket.ConnectAsync(new Uri($"ws://127.0.0.1:{host.Port}/echo"), invoker, CancellationToken.None);
        await ((Task)Task.WhenAny(connecting)).Within("the server answers");

        Assert.That((int)socket.HttpStatusCode, Is.EqualTo(status));
        Assert.That(connecting.IsCompletedSuccessfully, Is.EqualTo(status == 200));
        if (status == 200)
        {
            await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None).Within("the client closes");
        }
        else
        {
            Assert.That(connecting.Exception, Is.Not.Null);
        }
    }

    [Test]
    public async Task Two_origins_are_refused()
    {
        await using var host = await TestHost.StartAsync<Echo>();

        var answer = await host.AnswerAsync(host.Handshake("/echo").With("Host", "example.com").Add("Origin", "http://example.com").Add("Origin", "http://evil.com"));

        Assert.That(answer.Status, Is.EqualTo(403));
    }

    [TestCase("https://app.example", 101)]
    [TestCase("https://app.example:443", 101)]
    [TestCase("https://APP.example", 101)]
    [TestCase("http://localhost:5173", 101)]
    [TestCase("http://app.example", 403)]
    [TestCase("https://app.example:8443", 403)]
    [TestCase("https://app.example.evil", 403)]
    [TestCase("https://evil-app.example", 403)]
    [TestCase("http://own.example", 403, TestName = "A list takes the place of the same origin")]
    [TestCase("null", 403)]
    public async Task A_list_names_the_origins_that_may_connect(string origin, int status) =>
        Assert.That(await StatusAsync("own.example", origin, "https://app.example", "http://localhost:5173"), Is.EqualTo(status));

    [TestCase("capacitor://localhost")]
    [TestCase("tauri://localhost")]
    [TestCase("chrome-extension://aapbdbdomjkkjkaonfhkkikfgjllcleb")]
    [TestCase("moz-extension://0e0f1c5e-2a4b-4f8f-9d3c-5f4f2f8f6b7a")]
    public async Task A_list_may_name_apps_that_are_made_of_pages_and_extensions_of_browsers(string origin)
    {
        Assert.That(await StatusAsync("own.example", origin, origin), Is.EqualTo(101));
        Assert.That(await StatusAsync("own.example", $"{origin}x", origin), Is.EqualTo(403));
    }

    [TestCase("https://anywhere.example")]
    [TestCase("null")]
    public async Task A_star_lets_every_page_connect(string origin) =>
        Assert.That(await StatusAsync("own.example", origin, "*"), Is.EqualTo(101));

    [Test]
    public async Task A_client_without_an_origin_is_no_page_and_may_connect()
    {
        await using var host = await TestHost.StartAsync<Echo>(options => options.AllowedOrigins = ["https://app.example"]);
        await using var client = await host.ConnectAsync("/echo");
    }

    [Test]
    public async Task A_refused_origin_is_logged_with_what_may_connect_and_not_with_what_came()
    {
        await using var host = await TestHost.StartAsync<Echo>();

        await host.AnswerAsync(host.Handshake("/echo").With("Host", "example.com").Add("Origin", "http://evil.com"));

        Assert.That(host.Logs.Find(4)?.Text, Does.Contain("http://example.com").And.Not.Contain("evil"));
    }

    [TestCase(true, 101)]
    [TestCase(false, 403, TestName = "Without forwarded headers the origin behind a proxy that ends TLS is another")]
    public async Task With_forwarded_headers_the_origin_behind_a_proxy_that_ends_TLS_is_the_public_one(bool forwards, int status)
    {
        await using var host = await TestHost.StartAsync<Echo>(setup: setup => setup.Middleware = app =>
        {
            if (forwards)
            {
                app.UseForwardedHeaders(new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost });
            }
        });

        var answer = await host.AnswerAsync(
            host.Handshake("/echo").Add("X-Forwarded-Proto", "https").Add("X-Forwarded-Host", "app.example").Add("Origin", "https://app.example"));

        Assert.That(answer.Status, Is.EqualTo(status));
    }

    [TestCase("own.example", 101)]
    [TestCase("rebound.example", 400)]
    public async Task With_AllowedHosts_a_name_that_others_point_to_the_server_is_refused(string name, int status)
    {
        await using var host = await TestHost.StartAsync<Echo>(setup: setup =>
        {
            setup.Services = services => services.AddHostFiltering(options => options.AllowedHosts = ["own.example"]);
            setup.Middleware = app => app.UseHostFiltering();
        });

        var answer = await host.AnswerAsync(host.Handshake("/echo").With("Host", name).Add("Origin", $"http://{name}"));

        Assert.That(answer.Status, Is.EqualTo(status));
    }

    private static async Task<int> StatusAsync(string own, string origin, params string[] allowed)
    {
        await using var host = await TestHost.StartAsync<Echo>(options => options.AllowedOrigins = allowed);
        var answer = await host.AnswerAsync(host.Handshake("/echo").With("Host", own).Add("Origin", origin));
        return answer.Status;
    }
}
