using Microsoft.Extensions.DependencyInjection;
using WebSockets.Runtime.Tests.Infrastructure;

namespace WebSockets.Runtime.Tests.Conditions;

/// <summary>How long a handler and its services live.</summary>
internal sealed class LifetimeTests
{
    [Test]
    public async Task A_handler_and_its_scope_live_as_long_as_the_connection_and_are_disposed_once_after_OnClose()
    {
        await using var host = await StartAsync();
        await using var client = await host.ConnectAsync("/lifetimes");
        await client.SendTextAsync("""{"type":"count"}""");
        await client.SendTextAsync("""{"type":"count"}""");
        Assert.That(await client.ReceiveTextAsync(), Is.EqualTo("1 True"));
        Assert.That(await client.ReceiveTextAsync(), Is.EqualTo("2 True"));

        await client.CloseAsync();
        await host.StopAsync();

        Assert.That(host.Journal.All, Is.EqualTo(new[] { "close", "handler disposed", "belonging disposed" }));
    }

    [Test]
    public async Task Each_connection_has_a_handler_of_its_own()
    {
        await using var host = await StartAsync();
        await using var first = await host.ConnectAsync("/lifetimes");
        await using var second = await host.ConnectAsync("/lifetimes");

        await first.SendTextAsync("""{"type":"count"}""");
        await second.SendTextAsync("""{"type":"count"}""");

        Assert.That(await first.ReceiveTextAsync(), Is.EqualTo("1 True"));
        Assert.That(await second.ReceiveTextAsync(), Is.EqualTo("1 True"));
    }

    [Test]
    public async Task They_are_disposed_once_too_when_the_client_vanishes()
    {
        await using var host = await StartAsync();
        await using var client = await host.ConnectAsync("/lifetimes");
        await client.SendTextAsync("""{"type":"count"}""");
        await client.ReceiveTextAsync();

        client.Reset();

        await host.Journal.ExpectAsync("close", "handler disposed", "belonging disposed");
        await host.StopAsync();
        Assert.That(host.Journal.All, Has.Length.EqualTo(3));
    }

    [Test]
    public async Task They_are_disposed_when_the_login_refuses()
    {
        await using var host = await StartAsync();

        Assert.That((await host.AnswerAsync(host.Handshake("/lifetimes?refuse=1"))).Status, Is.EqualTo(401));

        await host.Journal.ExpectAsync("handler disposed", "belonging disposed");
    }

    [Test]
    public async Task The_scope_of_a_message_ends_after_its_method_has_completed()
    {
        await using var host = await StartAsync();
        await using var client = await host.ConnectAsync("/lifetimes");

        await client.SendTextAsync("""{"type":"use"}""");
        await host.Journal.ExpectAsync("uses");
        Assert.That(host.Journal.All, Has.Length.EqualTo(1));
        host.Gate.Open();

        Assert.That(await client.ReceiveTextAsync(), Is.EqualTo("used"));
        await host.Journal.ExpectAsync("tool disposed");

        await client.SendTextAsync("""{"type":"use"}""");
        Assert.That(await client.ReceiveTextAsync(), Is.EqualTo("used"), "each message has a tool of its own");
        await host.Journal.ExpectAsync("uses", "tool disposed");
    }

    [Test]
    public async Task The_scope_of_a_message_that_fails_ends_before_OnError()
    {
        await using var host = await StartAsync();
        await using var client = await host.ConnectAsync("/lifetimes");

        await client.SendTextAsync("""{"type":"fail"}""");

        await host.Journal.ExpectAsync("tool disposed", "error used");
    }

    [Test]
    public async Task A_handler_whose_disposal_throws_is_logged_and_its_services_are_disposed_of()
    {
        await using var host = await TestHost.StartAsync<FailingDispose>(setup: setup => setup.Services = services => services.AddScoped<Belonging>());
        host.Logs.Expect(13);
        await using var client = await host.ConnectAsync("/lifetimes/throws");

        await client.CloseAsync();

        await host.Journal.ExpectAsync("close", "belonging disposed");
    }

    private static Task<TestHost> StartAsync() => TestHost.StartAsync<Lifetimes>(setup: setup => setup.Services = services => services.AddScoped<Belonging>().AddScoped<Tool>());
}
