using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using WebSockets.Hosting;
using WebSockets.Runtime.Tests.Handshake;
using WebSockets.Runtime.Tests.Infrastructure;
using WebSockets.Runtime.Tests.Wire;

namespace WebSockets.Runtime.Tests.Closing;

/// <summary>A method that is left when its connection has ended keeps what it was given until it returns: its request, its handler's instance, its services and its place.</summary>
internal sealed class LeftMethodTests
{
    // Over HTTP/1.1 a connection of the epoll transport goes on without its request, unless its request is counted.
    [TestCase(HttpProtocols.Http1, false)]
    [TestCase(HttpProtocols.Http1, true)]
    [TestCase(HttpProtocols.Http2, false)]
    public async Task An_OnOpen_keeps_its_request_its_instance_and_its_services(HttpProtocols protocols, bool isCounted)
    {
        const int Streams = 10;
        await using var host = await StartAsync(protocols, isCounted);
        using var http = new Http2Client(host.Port);
        var clients = new List<RawClient>();
        for (var i = 0; i < Streams; i++)
        {
            clients.Add(await ConnectAsync($"/late/open?user={i}"));
        }

        await Bounded.Until(() => host.Journal.Count("open") == Streams, "all are open");
        clients.ForEach(client => client.Reset());
        await Bounded.Until(() => host.Journal.Count("close") == Streams, "all have ended");
        Assert.That(host.Connections<LateOpen>(), Is.Empty);
        Assert.That(host.Journal.Count("disposed") + host.Journal.Count("scope disposed"), Is.Zero);

        // The server would serve these by what has served the others.
        var next = new List<RawClient>();
        for (var i = 0; i < Streams; i++)
        {
            next.Add(await ConnectAsync($"/late/next?user=other{i}"));
            Assert.That(await next[i].ReceiveTextAsync(), Is.EqualTo("welcome"));
        }

        host.Gate.Open();
        await Bounded.Until(() => host.Journal.Count("scope disposed") == Streams, "all have been returned");
        Assert.That(
            host.Journal.All.Where(entry => entry.StartsWith("open of", StringComparison.Ordinal) && entry.Contains("ends", StringComparison.Ordinal)),
            Is.EquivalentTo(Enumerable.Range(0, Streams).Select(i => $"open of {i} ends")));
        Assert.That(host.Journal.Count("disposed"), Is.EqualTo(Streams));
        foreach (var client in next)
        {
            await client.CloseAsync();
        }

        async Task<RawClient> ConnectAsync(string path) => protocols == HttpProtocols.Http2 ? await http.ConnectAsync(path) : await host.ConnectAsync(path);
    }

    [TestCase(HttpProtocols.Http1, false)]
    [TestCase(HttpProtocols.Http1, true)]
    [TestCase(HttpProtocols.Http2, false)]
    public async Task A_client_does_not_wait_for_an_OnOpen_that_goes_on(HttpProtocols protocols, bool isCounted)
    {
        await using var host = await StartAsync(protocols, isCounted);
        using var http = new Http2Client(host.Port);
        await using var client = protocols == HttpProtocols.Http2 ? await http.ConnectAsync("/late/open?user=ann") : await host.ConnectAsync("/late/open?user=ann");
        await host.Journal.ExpectAsync("open");

        await client.SendCloseAsync(1000);
        await client.ReceiveCloseAsync(1000);
        await client.DiscardUntilEndAsync();

        await host.Journal.ExpectAsync("close 1000");
        host.Gate.Open();
        await host.Journal.ExpectAsync("open of ann", "open of ann ends", "disposed", "scope disposed");
    }

    private static IEnumerable<TestCaseData> Methods()
    {
        yield return Case("a message method", RawFrame.EncodeText("text"), "text");
        yield return Case("a handler of the connection's own", RawFrame.EncodeText("own"), "own");
        yield return Case("a ping method", RawFrame.Encode(RawFrame.Ping, "x"u8), "ping");
        yield return Case("an authorization handler", RawFrame.EncodeText("""{"type":"mayThey"}"""), "mayThey");

        static TestCaseData Case(string what, byte[] frame, string entry) => new TestCaseData(frame, entry).SetArgDisplayNames(what);
    }

    [TestCaseSource(nameof(Methods))]
    public async Task It_keeps_its_instance_and_its_services(byte[] frame, string entry)
    {
        await using var host = await StartAsync();
        await using var client = await host.ConnectAsync("/late/open");
        await host.Journal.ExpectAsync("open");
        await client.SendAsync(frame);
        await host.Journal.ExpectAsync(entry);

        client.Reset();

        await host.Journal.ExpectAsync("close");
        await Bounded.Until(() => host.Services.GetRequiredService<HandlerRegistry>().Mappings[0].Monitor.Count == 0, "it is no connection any more");
        Assert.That(host.Connections<LateOpen>(), Is.Empty);
        host.Gate.Open();
        await host.Journal.ExpectAsync($"{entry} ends");
        if (entry == "mayThey")
        {
            await host.Journal.ExpectAsync("they may");
        }

        await host.Journal.ExpectAsync("disposed", "scope disposed");
    }

    [Test]
    public async Task The_services_of_its_message_are_its_own_too()
    {
        await using var host = await StartAsync();
        await using var client = await host.ConnectAsync("/late/open");
        await client.SendTextAsync("""{"type":"scope"}""");
        await host.Journal.ExpectAsync("open", "scope False");

        client.Reset();

        await host.Journal.ExpectAsync("close");
        host.Gate.Open();
        await host.Journal.ExpectAsync("scope False ends", "scope False", "scope disposed", "disposed", "scope disposed");
    }

    [Test]
    public async Task Its_place_stays_taken_until_it_has_returned()
    {
        await using var host = await StartAsync(options: options => options.MaxConnections = 1);
        await using var client = await host.ConnectAsync("/late/open");
        await client.SendTextAsync("text");
        await host.Journal.ExpectAsync("open", "text");
        client.Reset();
        await host.Journal.ExpectAsync("close");

        Assert.That((await host.AnswerAsync(host.Handshake("/late/open"))).Status, Is.EqualTo(503));

        host.Gate.Open();
        await Bounded.Until(async () => (await host.AnswerAsync(host.Handshake("/late/open"))).Status == 101, "its place is free");
    }

    [TestCase("/late/open?user=ann")]
    [TestCase("/late/open")]
    public async Task One_that_never_returns_does_not_keep_the_app_from_stopping(string path)
    {
        await using var host = await StartAsync(
            options: options => options.DrainTimeout = TimeSpan.FromMilliseconds(100),
            services: services => services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromSeconds(2)));
        host.Logs.Expect(15);
        await using var client = await host.ConnectAsync(path);
        await client.SendTextAsync("text");
        await host.Journal.ExpectAsync("open");
        await Bounded.Until(() => host.Connections<LateOpen>().SingleOrDefault()?.Life.MessagesPassed == 1, "the message is there");

        try
        {
            await host.StopAsync();
        }
        catch (OperationCanceledException)
        {
            // The host tells that its time was over.
        }

        Assert.That(host.Journal.Count("close 1001"), Is.EqualTo(1), "[OnClose] has run");
        Assert.That(host.Journal.Count("disposed"), Is.Zero, "the method goes on");
    }

    private static async Task<TestHost> StartAsync(
        HttpProtocols protocols = HttpProtocols.Http1, bool isCounted = false, Action<WebSocketHandlerOptions>? options = null, Action<IServiceCollection>? services = null)
    {
        var host = await TestHost.StartAsync(
            app =>
            {
                var endpoint = app.MapWebSocketHandler<LateOpen>(handler =>
                {
                    handler.CloseTimeout = TimeSpan.FromMilliseconds(50);
                    options?.Invoke(handler);
                });
                app.MapWebSocketHandler<NextLogin>();
                if (isCounted)
                {
                    endpoint.RequireRateLimiting("many");
                }
            },
            setup =>
            {
                setup.Protocols = protocols;
                setup.Services = all =>
                {
                    all.AddScoped<ScopedPart>().AddScoped<IAuthorizationHandler, LateDecision>();
                    all.AddAuthorization(authorization => authorization.AddPolicy("late", policy => policy.AddRequirements(new LateRequirement())));
                    all.AddRateLimiter(limiter => limiter.AddConcurrencyLimiter("many", many => many.PermitLimit = 1000));
                    services?.Invoke(all);
                };
                setup.Middleware = app => app.UseRateLimiter();
            });
        host.Logs.Expect(16);
        return host;
    }
}
