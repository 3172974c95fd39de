using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using WebSockets.Runtime.Tests.Infrastructure;

namespace WebSockets.Runtime.Tests.Handshake;

/// <summary>When a handshake is right and is refused all the same.</summary>
internal sealed class LimitTests
{
    [Test]
    public async Task One_connection_more_than_MaxConnections_is_answered_503_until_one_has_closed()
    {
        await using var host = await TestHost.StartAsync<Echo>(options => options.MaxConnections = 2);
        await using var first = await host.ConnectAsync("/echo");
        await using var second = await host.ConnectAsync("/echo");

        Assert.That((await host.AnswerAsync(host.Handshake("/echo"))).Status, Is.EqualTo(503));

        await first.CloseAsync();
        await Bounded.Until(async () => (await host.AnswerAsync(host.Handshake("/echo"))).Status == 101, "a place is free");
    }

    [Test]
    public async Task One_more_than_the_server_may_have_is_answered_503_until_one_has_closed()
    {
        await using var host = await TestHost.StartAsync<Echo>(
            options => options.Compression = true,
            setup => setup.Services = services => services.Configure<KestrelServerOptions>(kestrel => kestrel.Limits.MaxConcurrentUpgradedConnections = 1));
        await using var first = await host.ConnectAsync("/echo");

        var answer = await host.AnswerAsync(host.Handshake("/echo").With("Sec-WebSocket-Extensions", "permessage-deflate"));
        Assert.That(answer.Status, Is.EqualTo(503));
        Assert.That(answer.Headers.Select(header => header.Key), Has.None.StartsWith("Sec-").IgnoreCase.And.None.EqualTo("Upgrade").IgnoreCase);

        await first.CloseAsync();
        await Bounded.Until(async () => (await host.AnswerAsync(host.Handshake("/echo"))).Status == 101, "a place is free");
    }

    [Test]
    public async Task A_refused_handshake_takes_no_place()
    {
        await using var host = await TestHost.StartAsync<BoolLogin>(options => options.MaxConnections = 1);

        for (var i = 0; i < 3; i++)
        {
            Assert.That((await host.AnswerAsync(host.Handshake("/login/bool?ticket=bad"))).Status, Is.EqualTo(401));
        }

        await using var client = await host.ConnectAsync("/login/bool?ticket=good");
    }

    [Test]
    public async Task A_login_under_way_holds_a_place()
    {
        await using var host = await TestHost.StartAsync<SlowLogin>(options => options.MaxConnections = 1);
        await using var first = await host.DialAsync();
        await first.SendAsync(host.Handshake("/login/slow").ToString());
        await host.Journal.NextAsync();

        Assert.That((await host.AnswerAsync(host.Handshake("/login/slow"))).Status, Is.EqualTo(503));

        host.Gate.Open();
        Assert.That((await first.ReadResponseAsync()).Status, Is.EqualTo(101));
    }

    [Test]
    public async Task A_handshake_while_the_app_stops_is_answered_503()
    {
        await using var host = await TestHost.StartAsync(app =>
        {
            app.MapWebSocketHandler<Closing.HeldClose>();
            app.MapWebSocketHandler<Echo>();
        });
        await using var open = await host.ConnectAsync("/closing/held");
        await using var late = await host.DialAsync();
        await host.Journal.NextAsync();

        var stopping = host.StopAsync();
        await open.ReceiveCloseAsync(1001);
        await late.SendAsync(host.Handshake("/echo").ToString());

        Assert.That((await late.ReadResponseAsync()).Status, Is.EqualTo(503));
        await open.SendCloseAsync(1001);
        host.Gate.Open();
        await stopping;
    }

    [Test]
    public async Task A_login_that_ends_while_the_app_stops_opens_no_connection_that_nobody_closes()
    {
        await using var host = await TestHost.StartAsync<SlowLogin>();
        await using var client = await host.DialAsync();
        await client.SendAsync(host.Handshake("/login/slow").ToString());
        await host.Journal.NextAsync();

        var stopping = host.StopAsync();
        await host.Draining();
        host.Gate.Open();

        var answer = await client.ReadResponseAsync();
        Assert.That(answer.Status, Is.EqualTo(503));
        await stopping;
    }
}
