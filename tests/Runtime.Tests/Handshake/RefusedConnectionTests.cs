using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using WebSockets.Runtime.Tests.Diagnostics;
using WebSockets.Runtime.Tests.Entry;
using WebSockets.Runtime.Tests.Infrastructure;
using WebSockets.Runtime.Tests.Wire;

namespace WebSockets.Runtime.Tests.Handshake;

/// <summary>A handshake that is refused ends its TCP connection, by whatever it is refused.</summary>
internal sealed class RefusedConnectionTests
{
    private static IEnumerable<TestCaseData> Refusals()
    {
        yield return Case("a foreign origin", 403, Map<Echo>(), "/echo", change: text => text.Add("Origin", "http://evil.com"));
        yield return Case("a bad key", 400, Map<Echo>(), "/echo", change: text => text.With("Sec-WebSocket-Key", "x"));
        yield return Case("a version that is not ours", 426, Map<Echo>(), "/echo", change: text => text.With("Sec-WebSocket-Version", "8"));
        yield return Case("a login", 401, Map<BoolLogin>(), "/login/bool?ticket=bad");
        yield return Case("the result of a login", 402, Map<ResultLogin>(), "/login/result");
        yield return Case("a login that answers by itself", 402, Map<AnsweringLogin>(), "/login/answers");
        yield return Case("the result of [OnError]", 418, Map<ExcusedLogin>(), "/login/excused/7");
        yield return Case("a login that throws", 500, Map<ThrowingLogin>(), "/login/throws", logs: 5);
        yield return Case("no place", 503, app => app.MapWebSocketHandler<Echo>(options => options.MaxConnections = 1), "/echo", before: "/echo");
        yield return Case(
            "no place in the server",
            503,
            Map<Echo>(),
            "/echo",
            setup => setup.Services = services => services.Configure<KestrelServerOptions>(kestrel => kestrel.Limits.MaxConcurrentUpgradedConnections = 1),
            before: "/echo");
        yield return Case("the authorization of the class", 401, Map<Members>(), "/members", Tickets.Use);
        yield return Case("the authorization of the class, with a user", 403, Map<Members>(), "/members", Tickets.Use, text => text.Add("X-Main", "ann"));
        yield return Case(
            "a rate limiter",
            429,
            Map<Rationed>(),
            "/rationed",
            setup =>
            {
                setup.Services = services => services.AddRateLimiter(options =>
                {
                    options.RejectionStatusCode = 429;
                    options.AddFixedWindowLimiter("one", window => (window.PermitLimit, window.Window) = (1, TimeSpan.FromDays(1)));
                });
                setup.Middleware = app => app.UseRateLimiter();
            },
            before: "/rationed");
        yield return Case(
            "a page for errors",
            401,
            app =>
            {
                app.MapWebSocketHandler<Members>();
                app.MapGet("/errors", () => "an error");
            },
            "/members",
            setup =>
            {
                Tickets.Use(setup);
                var authorize = setup.Middleware;
                setup.Middleware = app =>
                {
                    app.UseStatusCodePagesWithReExecute("/errors");
                    authorize(app);
                };
            });
        yield return Case("an access token", 400, Map<Echo>(), "/echo?access_token=%20", setup => setup.Services = services => services.AddWebSocketHandlers().AddAccessTokens());

        static Action<WebApplication> Map<THandler>() where THandler : class, IWebSocketHandler<THandler> => app => app.MapWebSocketHandler<THandler>();

        static TestCaseData Case(
            string what,
            int status,
            Action<WebApplication> map,
            string path,
            Action<TestHostSetup>? setup = null,
            Func<HandshakeText, HandshakeText>? change = null,
            string? before = null,
            int? logs = null) => new TestCaseData(new Refusal(status, map, path, setup, change ?? (text => text), before, logs)).SetArgDisplayNames(what);
    }

    [TestCaseSource(nameof(Refusals))]
    public async Task A_refused_handshake_ends_its_TCP_connection(Refusal refusal)
    {
        await using var host = await TestHost.StartAsync(refusal.Map, refusal.Setup);
        if (refusal.Logs is { } id)
        {
            host.Logs.Expect(id);
        }

        await using var first = refusal.Before is { } before ? await host.ConnectAsync(before) : null;
        await using var client = await host.DialAsync();

        await client.SendAsync(refusal.Change(host.Handshake(refusal.Path)).ToString());
        var answer = await client.ReadResponseAsync();

        Assert.That(answer.Status, Is.EqualTo(refusal.Status));
        Assert.That(answer.Header("Connection"), Is.EqualTo(refusal.Status == 426 ? "Upgrade, close" : "close"));
        Assert.That(await client.ReceiveEndAsync(), Is.EqualTo(Ending.Finished));
    }

    [Test]
    public async Task An_exception_of_middleware_is_answered_by_the_server_which_keeps_the_TCP_connection()
    {
        await using var host = await TestHost.StartAsync<Echo>(setup: setup =>
        {
            setup.Services = services => services.AddLogging(logging => logging.AddFilter("Microsoft.AspNetCore.Server.Kestrel", LogLevel.None));
            setup.Middleware = app => app.UseRouting().Use(pass => http => http.Request.Headers.ContainsKey("X-Fails") ? throw new InvalidOperationException() : pass(http));
        });
        await using var client = await host.DialAsync();
        await client.SendAsync(host.Handshake("/echo").Add("X-Fails", "1").ToString());
        Assert.That((await client.ReadResponseAsync()).Status, Is.EqualTo(500));

        await client.OpenAsync(host.Handshake("/echo"));
    }

    [Test]
    public async Task One_that_is_accepted_says_nothing_of_it()
    {
        await using var host = await TestHost.StartAsync<Echo>();
        await using var client = await host.DialAsync();

        var answer = await client.OpenAsync(host.Handshake("/echo"));

        Assert.That(answer.Header("Connection"), Is.EqualTo("Upgrade"));
    }

    [Test]
    public async Task What_is_for_no_handler_keeps_its_TCP_connection()
    {
        await using var host = await TestHost.StartAsync(app =>
        {
            app.MapWebSocketHandler<Echo>();
            app.MapGet("/other", () => "other");
        });
        await using var client = await host.DialAsync();
        for (var i = 0; i < 3; i++)
        {
            await client.SendAsync(host.Handshake("/other").ToString());
            Assert.That((await client.ReadResponseAsync()).Body, Is.EqualTo("other"));
        }
    }

    [TestCase("Negotiate")]
    [TestCase("NTLM")]
    [TestCase("negotiate TlRMTVNTUAACAAAA")]
    public async Task A_challenge_to_authenticate_the_TCP_connection_keeps_it(string challenge)
    {
        await using var host = await StartWithChallengeAsync(challenge);
        await using var client = await host.DialAsync();
        await client.SendAsync(host.Handshake("/echo").ToString());
        Assert.That((await client.ReadResponseAsync()).Status, Is.EqualTo(401));

        await client.OpenAsync(host.Handshake("/echo").Add("Authorization", "Negotiate YII="));
        await client.CloseAsync();
    }

    [TestCase("Basic realm=\"x\"")]
    [TestCase("Negotiated")]
    public async Task Any_other_challenge_does_not(string challenge)
    {
        await using var host = await StartWithChallengeAsync(challenge);
        await using var client = await host.DialAsync();
        await client.SendAsync(host.Handshake("/echo").ToString());

        Assert.That((await client.ReadResponseAsync()).Header("Connection"), Is.EqualTo("close"));
        await client.ReceiveEndAsync();
    }

    [Test]
    [Category("RFC 8441")]
    public async Task Over_HTTP2_the_TCP_connection_goes_on_and_nothing_is_said_of_it()
    {
        await using var host = await TestHost.StartAsync<BoolLogin>(setup: setup => setup.Protocols = HttpProtocols.Http2);
        using var http = new Http2Client(host.Port);

        Assert.That(await http.TryConnectAsync("/login/bool?ticket=bad"), Is.Null);
        await using var client = await http.ConnectAsync("/login/bool?ticket=good"); // it would not dial again

        await client.CloseAsync();
    }

    [Test]
    public async Task A_plain_GET_is_told_to_upgrade_and_names_it_in_Connection()
    {
        await using var host = await TestHost.StartAsync<Echo>();

        var answer = await host.AnswerAsync(host.Handshake("/echo").Without("Upgrade").Without("Connection"));

        Assert.That((answer.Status, answer.Header("Upgrade"), answer.Header("Connection")), Is.EqualTo((426, "websocket", "Upgrade, close")));
    }

    private static Task<TestHost> StartWithChallengeAsync(string challenge) => TestHost.StartAsync<Echo>(setup: setup => setup.Middleware = app =>
    {
        app.UseRouting();
        app.Use(async (HttpContext http, RequestDelegate next) =>
        {
            if (http.Request.Headers.Authorization.Count > 0)
            {
                await next(http);
                return;
            }

            http.Response.StatusCode = 401;
            http.Response.Headers.WWWAuthenticate = challenge;
        });
    });

    internal sealed record Refusal(
        int Status, Action<WebApplication> Map, string Path, Action<TestHostSetup>? Setup, Func<HandshakeText, HandshakeText> Change, string? Before, int? Logs);
}
