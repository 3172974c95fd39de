using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using WebSockets.Runtime.Tests.Closing;
using WebSockets.Runtime.Tests.Infrastructure;
using WebSockets.Runtime.Tests.Wire;

namespace WebSockets.Runtime.Tests.Diagnostics;

/// <summary>What a load balancer is told.</summary>
internal sealed class HealthTests
{
    [Test]
    public async Task A_host_that_takes_connections_is_healthy_and_tells_of_those_it_has()
    {
        await using var host = await StartAsync();
        await using var client = await host.ConnectAsync("/observed");
        await host.Journal.ExpectAsync("open");

        var entry = (await ReportAsync(host)).Entries["websockets"];

        Assert.That(entry.Status, Is.EqualTo(HealthStatus.Healthy));
        Assert.That(entry.Data, Is.EquivalentTo(new Dictionary<string, object>
        {
            ["Observed.connections"] = 1,
            ["Observed.pendingBytes"] = 0L,
            ["HeldClose.connections"] = 0,
            ["HeldClose.pendingBytes"] = 0L,
        }));
        Assert.That((await AskAsync(host)).Status, Is.EqualTo(200));
    }

    [Test]
    public async Task A_host_that_has_no_room_is_degraded_until_it_has_some()
    {
        await using var host = await StartAsync(options => options.MaxConnections = 1);
        await using var client = await host.ConnectAsync("/observed");
        await host.Journal.ExpectAsync("open");

        var entry = (await ReportAsync(host)).Entries["websockets"];
        Assert.That((entry.Status, entry.Description), Is.EqualTo((HealthStatus.Degraded, "There is no room for more connections: Observed.")));
        Assert.That((await AskAsync(host)).Status, Is.EqualTo(200), "those who are there are served");

        await client.CloseAsync();
        await Bounded.Until(async () => (await ReportAsync(host)).Status == HealthStatus.Healthy, "there is room");
    }

    [Test]
    public async Task A_host_that_stops_is_unhealthy_while_it_still_answers()
    {
        await using var host = await StartAsync();
        await using var client = await host.ConnectAsync("/closing/held");
        await host.Journal.ExpectAsync("open");

        var stopping = host.StopAsync();
        await host.Draining();

        Assert.That((await ReportAsync(host)).Entries["websockets"].Status, Is.EqualTo(HealthStatus.Unhealthy));
        var answer = await AskAsync(host);
        Assert.That((answer.Status, answer.Body), Is.EqualTo((503, "Unhealthy")));
        await client.ReceiveCloseAsync(1001);
        await client.SendCloseAsync(1001);
        host.Gate.Open();
        await stopping;
    }

    [Test]
    public async Task Name_status_and_tags_are_those_that_were_asked_for()
    {
        await using var host = await TestHost.StartAsync<HeldClose>(setup: setup =>
            setup.Services = services => Quiet(services).AddHealthChecks().AddWebSockets("sockets", HealthStatus.Degraded, ["ready"]));
        await using var client = await host.ConnectAsync("/closing/held");
        await host.Journal.ExpectAsync("open");

        var stopping = host.StopAsync();
        await host.Draining();
        var report = await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(check => check.Tags.Contains("ready"));

        Assert.That(report.Entries["sockets"].Status, Is.EqualTo(HealthStatus.Degraded));
        await client.ReceiveCloseAsync(1001);
        await client.SendCloseAsync(1001);
        host.Gate.Open();
        await stopping;
    }

    private static Task<TestHost> StartAsync(Action<WebSocketHandlerOptions>? options = null) => TestHost.StartAsync(
        app =>
        {
            app.MapWebSocketHandler<Observed>(options);
            app.MapWebSocketHandler<HeldClose>();
            app.MapHealthChecks("/health");
        },
        setup => setup.Services = services => Quiet(services).AddHealthChecks().AddWebSockets());

    // The service itself logs what it was told.
    private static IServiceCollection Quiet(IServiceCollection services) =>
        services.AddLogging(logging => logging.AddFilter("Microsoft.Extensions.Diagnostics.HealthChecks", LogLevel.None));

    private static Task<HealthReport> ReportAsync(TestHost host) => host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync();

    private static Task<RawResponse> AskAsync(TestHost host) =>
        host.AnswerAsync(host.Handshake("/health").Without("Upgrade").Without("Connection").Without("Sec-WebSocket-Key").Without("Sec-WebSocket-Version"));
}
