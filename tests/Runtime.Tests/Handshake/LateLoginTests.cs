using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using WebSockets.Runtime.Tests.Infrastructure;
using WebSockets.Runtime.Tests.Wire;

namespace WebSockets.Runtime.Tests.Handshake;

/// <summary>A login that goes on when its client has an answer, or is gone: its request, its services and its place are its own until it has returned.</summary>
internal sealed class LateLoginTests
{
    private readonly FakeTimeProvider _time = new();

    [Test]
    public async Task On_a_kept_alive_connection_it_never_sees_the_request_of_the_next_user_nor_answers_it()
    {
        await using var host = await StartAsync();
        await using var client = await host.DialAsync();
        await client.SendAsync(host.Handshake("/late/login?user=ann").ToString());
        await host.Journal.ExpectAsync("login");

        _time.Advance(TimeSpan.FromSeconds(10));
        var answer = await client.ReadResponseAsync();
        Assert.That((answer.Status, answer.Header("Connection")), Is.EqualTo((503, "close")));

        // A proxy that has not read the answer's head sends the next user's request.
        await client.SendAsync("GET /second?user=bob HTTP/1.1\r\nHost: localhost\r\n\r\n");
        var rest = client.ReceiveRestAsync();
        await _time.AdvanceUntil(() => rest.IsCompleted, TimeSpan.FromSeconds(1));
        Assert.That(await rest, Is.Empty, "nothing follows the refusal");

        host.Gate.Open();
        await host.Journal.ExpectAsync("cancelled", "login of ann", "disposed", "scope disposed");
    }

    [Test]
    [Category("RFC 8441")]
    public async Task Over_HTTP2_it_never_sees_the_request_of_another_stream()
    {
        const int Streams = 20;
        await using var host = await StartAsync(HttpProtocols.Http2);
        using var http = new Http2Client(host.Port);
        var logins = Enumerable.Range(0, Streams).Select(i => http.TryConnectAsync($"/late/login?user={i}")).ToArray();
        await Bounded.Until(() => host.Journal.Count("login") == Streams, "all logins have begun");

        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.That(await Task.WhenAll(logins), Is.All.Null, "all are refused");

        // Kestrel serves these by what has served streams that have ended.
        var next = new List<RawClient>();
        for (var i = 0; i < Streams; i++)
        {
            next.Add(await http.ConnectAsync($"/late/next?user=other{i}"));
            Assert.That(await next[i].ReceiveTextAsync(), Is.EqualTo("welcome"));
        }

        host.Gate.Open();
        await Bounded.Until(() => host.Journal.Count("scope disposed") == Streams, "all have ended");
        Assert.That(
            host.Journal.All.Where(entry => entry.StartsWith("login of", StringComparison.Ordinal)),
            Is.EquivalentTo(Enumerable.Range(0, Streams).Select(i => $"login of {i}")));
        foreach (var client in next)
        {
            await client.CloseAsync();
        }
    }

    [TestCase(HttpProtocols.Http1)]
    [TestCase(HttpProtocols.Http2)]
    public async Task When_its_client_leaves_its_token_is_cancelled_and_it_is_waited_for(HttpProtocols protocols)
    {
        await using var host = await StartAsync(protocols, options => options.MaxConnections = 1);
        await BeginAsync(host, protocols, async leave =>
        {
            await host.Journal.ExpectAsync("login");
            leave();
            await host.Journal.ExpectAsync("cancelled");
        });

        host.Gate.Open();

        await host.Journal.ExpectAsync("login of ann", "disposed", "scope disposed");
    }

    [Test]
    public async Task Its_place_stays_taken_until_it_has_returned()
    {
        await using var host = await StartAsync(options: options => options.MaxConnections = 1);
        var answer = host.AnswerAsync(host.Handshake("/late/login?user=ann"));
        await host.Journal.ExpectAsync("login");
        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.That((await answer).Status, Is.EqualTo(503));

        var second = await host.AnswerAsync(host.Handshake("/late/login?user=bob"));
        Assert.That((second.Status, second.Body), Is.EqualTo((503, "There are too many connections.")));

        host.Gate.Open();
        await Bounded.Until(async () => (await host.AnswerAsync(host.Handshake("/late/login?user=cid"))).Status == 101, "its place is free");
    }

    [Test]
    public async Task What_it_throws_in_the_end_is_logged_at_Debug_and_changes_nothing()
    {
        await using var host = await StartAsync();
        var answer = host.AnswerAsync(host.Handshake("/late/login?user=ann&throws"));
        await host.Journal.ExpectAsync("login");
        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.That((await answer).Status, Is.EqualTo(503));

        host.Gate.Open();

        await host.Journal.ExpectAsync("cancelled", "login of ann", "disposed", "scope disposed");
        Assert.That(host.Logs.Find(52)?.Exception, Is.TypeOf<InvalidOperationException>());
    }

    [Test]
    public async Task One_that_has_begun_an_answer_of_its_own_loses_its_client_when_its_time_is_up()
    {
        await using var host = await TestHost.StartAsync<LateAnswer>(setup: setup => setup.Time = _time);
        await using var client = await host.DialAsync();
        await client.SendAsync(host.Handshake("/late/answer").ToString());
        await host.Journal.ExpectAsync("login");

        var rest = client.ReceiveRestAsync();
        _time.Advance(TimeSpan.FromSeconds(10));

        Assert.That(await rest, Does.StartWith("HTTP/1.1 402").And.EndWith("pay").Or.Empty, "an answer that is not whole");
        host.Gate.Open();
        await host.Journal.ExpectAsync("login ends");
    }

    [Test]
    public async Task What_throws_when_its_token_is_cancelled_ends_neither_the_answer_nor_the_process()
    {
        await using var host = await TestHost.StartAsync<ThrowingTokenLogin>(setup: setup => setup.Time = _time);
        var answer = host.AnswerAsync(host.Handshake("/late/throwing-token"));
        await host.Journal.ExpectAsync("login");

        Assert.That(() => _time.Advance(TimeSpan.FromSeconds(10)), Throws.Nothing, "a timer of the system would end the process");

        Assert.That((await answer).Status, Is.EqualTo(503));
        await Bounded.Until(() => host.Logs.Find(52) is not null, "it is logged");
        host.Gate.Open();
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task A_time_out_of_the_apps_own_for_requests_cancels_it_and_is_never_a_success(bool ends)
    {
        await using var host = await StartAsync(
            services: services => services
                .AddRequestTimeouts(options => options.DefaultPolicy = new() { Timeout = TimeSpan.FromMilliseconds(50) })
                .AddLogging(logging => logging.AddFilter("Microsoft.AspNetCore.Http.Timeouts", LogLevel.None)),
            middleware: app => app.UseRequestTimeouts());
        await using var client = await host.DialAsync();
        await client.SendAsync(host.Handshake("/late/login?user=ann").ToString());
        await host.Journal.ExpectAsync("login", "cancelled");

        var rest = client.ReceiveRestAsync();
        if (ends)
        {
            host.Gate.Open();
            await host.Journal.ExpectAsync("login of ann", "disposed", "scope disposed");
        }

        await _time.AdvanceUntil(() => rest.IsCompleted, TimeSpan.FromSeconds(1));
        Assert.That(await rest, ends ? Does.StartWith("HTTP/1.1 504 ") : Is.Empty);
    }

    [Test]
    public async Task One_that_never_returns_does_not_keep_the_app_from_stopping()
    {
        await using var host = await StartAsync(services: services => services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromMilliseconds(200)));
        var answer = host.AnswerAsync(host.Handshake("/late/login?user=ann"));
        await host.Journal.ExpectAsync("login");
        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.That((await answer).Status, Is.EqualTo(503));

        try
        {
            await host.StopAsync();
        }
        catch (OperationCanceledException)
        {
            // The host tells that its time was over.
        }

        Assert.That(host.Journal.Count("login of ann"), Is.Zero, "the login goes on");
    }

    private Task<TestHost> StartAsync(
        HttpProtocols protocols = HttpProtocols.Http1,
        Action<WebSocketHandlerOptions>? options = null,
        Action<IServiceCollection>? services = null,
        Action<WebApplication>? middleware = null) => TestHost.StartAsync(
        app =>
        {
            app.MapWebSocketHandler<LateLogin>(options);
            app.MapWebSocketHandler<NextLogin>();
            app.MapGet("/second", async (HttpContext http, Gate gate, Journal journal) =>
            {
                gate.Open();
                await Bounded.Until(() => journal.All.Any(entry => entry.StartsWith("login of", StringComparison.Ordinal)), "the login goes on");
                return "second";
            });
        },
        setup =>
        {
            setup.Time = _time;
            setup.Protocols = protocols;
            setup.Middleware = middleware ?? setup.Middleware;
            setup.Services = all =>
            {
                all.AddScoped<ScopedPart>();
                services?.Invoke(all);
            };
        });

    private static async Task BeginAsync(TestHost host, HttpProtocols protocols, Func<Action, Task> leaving)
    {
        if (protocols == HttpProtocols.Http2)
        {
            using var http = new Http2Client(host.Port);
            var login = http.TryConnectAsync("/late/login?user=ann");
            await leaving(http.Reset);
            Assert.That(async () => await login, Throws.InstanceOf<HttpRequestException>());
            return;
        }

        await using var client = await host.DialAsync();
        await client.SendAsync(host.Handshake("/late/login?user=ann").ToString());
        await leaving(client.Reset);
    }
}
