using System.Diagnostics.Metrics;
using System.Net;
using System.Net.WebSockets;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;
using Microsoft.Extensions.Logging;
using WebSockets.Runtime.Tests.Entry;
using WebSockets.Runtime.Tests.Infrastructure;

namespace WebSockets.Runtime.Tests.Diagnostics;

/// <summary>Handshakes that something before the endpoint has answered are counted as well, and nothing else that it answers.</summary>
internal sealed class RefusedHandshakeTests
{
    [TestCase(null, 401)]
    [TestCase("ann", 403)]
    public async Task One_that_the_authorization_of_the_class_refuses_is_counted(string? user, int status)
    {
        await using var host = await TestHost.StartAsync<Members>(setup: Tickets.Use);
        using var handshakes = Collect(host);
        var handshake = host.Handshake("/members");
        if (user is not null)
        {
            handshake.Add("X-Main", user);
        }

        Assert.That((await host.AnswerAsync(handshake)).Status, Is.EqualTo(status));
        await handshakes.WaitForMeasurementsAsync(1).Within("it is counted");

        Assert.That(Lines(handshakes), Is.EqualTo(new[] { $"1 http.response.status_code={status} websocket.handler=Members websocket.handshake.outcome=refused" }));
    }

    [Test]
    [Category("RFC 8441")]
    public async Task Over_HTTP2_it_is_the_same()
    {
        await using var host = await TestHost.StartAsync<Members>(setup: setup =>
        {
            Tickets.Use(setup);
            setup.Protocols = HttpProtocols.Http2;
        });
        using var handshakes = Collect(host);
        using var invoker = new HttpMessageInvoker(new SocketsHttpHandler());
        using var socket = new ClientWebSocket { Options = { HttpVersion = HttpVersion.Version20, HttpVersionPolicy = HttpVersionPolicy.RequestVersionExact } };

        Assert.That(
            async () => await socket.ConnectAsync(new Uri($"ws://127.0.0.1:{host.Port}/members"), invoker, CancellationToken.None).Within("it is answered"),
            Throws.InstanceOf<WebSocketException>());
        await handshakes.WaitForMeasurementsAsync(1).Within("it is counted");

        Assert.That(Lines(handshakes), Is.EqualTo(new[] { "1 http.response.status_code=401 websocket.handler=Members websocket.handshake.outcome=refused" }));
    }

    [Test]
    public async Task One_that_a_rate_limiter_refuses_is_counted()
    {
        await using var host = await TestHost.StartAsync<Rationed>(setup: setup =>
        {
            setup.Services = services => services.AddRateLimiter(options =>
            {
                options.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
                options.AddPolicy("one", _ => RateLimitPartition.GetConcurrencyLimiter("", _ => new() { PermitLimit = 1 }));
            });
            setup.Middleware = app => app.UseRateLimiter();
        });
        using var handshakes = Collect(host);
        await using var client = await host.ConnectAsync("/rationed");
        await handshakes.WaitForMeasurementsAsync(1).Within("it is counted");

        Assert.That((await host.AnswerAsync(host.Handshake("/rationed"))).Status, Is.EqualTo(429));
        await handshakes.WaitForMeasurementsAsync(2).Within("it is counted");

        Assert.That(Lines(handshakes), Is.EqualTo(new[]
        {
            "1 http.response.status_code=101 websocket.handler=Rationed websocket.handshake.outcome=accepted",
            "1 http.response.status_code=429 websocket.handler=Rationed websocket.handshake.outcome=refused",
        }));
    }

    [Test]
    public async Task One_whose_access_token_cannot_be_meant_is_counted_though_nobody_knows_yet_for_which_handler_it_is()
    {
        await using var host = await TestHost.StartAsync<Observed>(setup: setup => setup.Services = services => services.AddWebSocketHandlers().AddAccessTokens());
        using var handshakes = Collect(host);

        Assert.That((await host.AnswerAsync(host.Handshake("/observed?access_token=%20"))).Status, Is.EqualTo(400));
        await handshakes.WaitForMeasurementsAsync(1).Within("it is counted");

        Assert.That(Lines(handshakes), Is.EqualTo(new[] { "1 http.response.status_code=400 websocket.handler=_OTHER websocket.handshake.outcome=refused" }));
    }

    [TestCase(400, "refused")]
    [TestCase(500, "failed")]
    public async Task One_that_fails_in_the_middleware_is_counted_by_the_status_that_the_server_answers(int status, string outcome)
    {
        await using var host = await TestHost.StartAsync<Observed>(setup: setup =>
        {
            setup.Services = services => services.AddLogging(logging => logging.AddFilter("Microsoft.AspNetCore.Server.Kestrel", LogLevel.None));
            setup.Middleware = app => app.UseRouting().Use(_ => _ => throw new Microsoft.AspNetCore.Http.BadHttpRequestException("It failed.", status));
        });
        using var handshakes = Collect(host);

        Assert.That((await host.AnswerAsync(host.Handshake("/observed"))).Status, Is.EqualTo(status));
        await handshakes.WaitForMeasurementsAsync(1).Within("it is counted");

        Assert.That(Lines(handshakes), Is.EqualTo(new[] { $"1 http.response.status_code={status} websocket.handler=Observed websocket.handshake.outcome={outcome}" }));
    }

    [Test]
    public async Task One_that_the_client_abandons_in_the_middleware_is_counted_without_a_status()
    {
        await using var host = await TestHost.StartAsync<Observed>(setup: setup => setup.Middleware = app =>
        {
            app.UseRouting();
            app.Use(async (HttpContext http, RequestDelegate _) =>
            {
                http.RequestServices.GetRequiredService<Journal>().Write("waits");
                await Task.Delay(Timeout.Infinite, http.RequestAborted);
            });
        });
        using var handshakes = Collect(host);

        await using var client = await host.DialAsync();
        await client.SendAsync(host.Handshake("/observed").ToString());
        await host.Journal.ExpectAsync("waits");
        client.Reset();
        await handshakes.WaitForMeasurementsAsync(1).Within("it is counted");

        Assert.That(Lines(handshakes), Is.EqualTo(new[] { "1 websocket.handler=Observed websocket.handshake.outcome=abandoned" }));
    }

    [Test]
    public async Task What_is_no_handshake_of_a_handler_is_not_counted_nor_is_one_counted_twice()
    {
        await using var host = await TestHost.StartAsync(
            app =>
            {
                app.MapWebSocketHandler<Members>().RequireCors();
                app.MapGet("/other", () => "other").RequireAuthorization();
            },
            setup =>
            {
                Tickets.Use(setup);
                var services = setup.Services;
                setup.Services = all =>
                {
                    services(all);
                    all.AddCors(options => options.AddDefaultPolicy(policy => policy.WithOrigins("https://example.com")));
                };
                setup.Middleware = app => app.UseCors().UseAuthentication().UseAuthorization();
            });
        using var handshakes = Collect(host);
        using var requests = new MetricCollector<double>(host.Services.GetRequiredService<IMeterFactory>(), "Microsoft.AspNetCore.Hosting", "http.server.request.duration");
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{host.Port}") };
        using var preflight = new HttpRequestMessage(HttpMethod.Options, "/members") { Headers = { { "Origin", "https://example.com" }, { "Access-Control-Request-Method", "GET" } } };

        Assert.That((await http.SendAsync(preflight).Within("it is answered")).StatusCode, Is.EqualTo(HttpStatusCode.NoContent));
        Assert.That((await http.GetAsync("/other").Within("it is answered")).StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized));
        Assert.That((await host.AnswerAsync(host.Handshake("/members").Add("X-Main", "ann member").Without("Upgrade"))).Status, Is.EqualTo(426));
        await using (var client = await host.DialAsync())
        {
            await client.OpenAsync(host.Handshake("/members").Add("X-Main", "ann member"));
            await client.CloseAsync();
        }

        Assert.That((await host.AnswerAsync(host.Handshake("/members"))).Status, Is.EqualTo(401));
        await requests.WaitForMeasurementsAsync(5).Within("all requests have ended");

        Assert.That(Lines(handshakes), Is.EqualTo(new[]
        {
            "1 http.response.status_code=426 websocket.handler=Members websocket.handshake.outcome=refused",
            "1 http.response.status_code=101 websocket.handler=Members websocket.handshake.outcome=accepted",
            "1 http.response.status_code=401 websocket.handler=Members websocket.handshake.outcome=refused",
        }));
    }

    private static MetricCollector<long> Collect(TestHost host) => new(host.Services.GetRequiredService<IMeterFactory>(), "WebSockets", "websocket.server.handshakes");

    private static string[] Lines(MetricCollector<long> collector) => [.. collector.GetMeasurementSnapshot().Select(measured =>
        $"{measured.Value} {string.Join(' ', measured.Tags.OrderBy(tag => tag.Key, StringComparer.Ordinal).Select(tag => $"{tag.Key}={tag.Value}"))}")];
}
