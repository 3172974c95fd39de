using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using WebSockets.Hosting;
using WebSockets.Runtime.Tests.Infrastructure;
using WebSockets.Runtime.Tests.Wire;

namespace WebSockets.Runtime.Tests.Entry;

/// <summary>CloseOnAuthenticationExpiration: 4401 at the time, whether messages come or not. Only the tests move the clock.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class ExpirationTests
{
    private readonly FakeTimeProvider _time = new();

    [Test]
    public async Task A_connection_is_closed_with_4401_at_the_time_that_authentication_gave_and_not_before()
    {
        await using var host = await StartAsync();
        await using var client = await ConnectAsync(host, "ann member 3600");

        _time.Advance(TimeSpan.FromMilliseconds(3_599_999));
        Assert.That(await AskAsync(client), Is.EqualTo("ann"));
        _time.Advance(TimeSpan.FromMilliseconds(1));

        var close = await client.ReceiveCloseAsync(4401);
        Assert.That(close.Reason, Is.EqualTo("Authentication expired."));
        Assert.That(host.Logs.Find(31), Is.Not.Null);
    }

    [TestCase("ann member 100", "auditor x 10")]
    [TestCase("ann member 10", "auditor x 100")]
    [TestCase("ann member 10", "auditor")]
    [TestCase("ann member", "auditor x 10")]
    public async Task The_earliest_time_of_the_schemes_that_are_named_counts(string main, string second)
    {
        await using var host = await StartAsync();
        await using var client = await host.DialAsync();
        await client.OpenAsync(host.Handshake("/entry/forum").Add("X-Main", main).Add("X-Second", second));

        _time.Advance(TimeSpan.FromMilliseconds(9_999));
        Assert.That(await AskAsync(client), Is.EqualTo("ann"));
        _time.Advance(TimeSpan.FromMilliseconds(1));

        await client.ReceiveCloseAsync(4401);
    }

    [Test]
    public async Task After_it_has_expired_no_message_is_handled()
    {
        await using var host = await StartAsync();
        await using var client = await ConnectAsync(host, "ann member 10");

        _time.Advance(TimeSpan.FromSeconds(10));
        await client.SendTextAsync("""{"type":"post","text":"too late"}""");

        await client.ReceiveCloseAsync(4401);
        await client.SendCloseAsync(4401);
        await client.ReceiveEndAsync();
        Assert.That(host.Journal.All, Is.Empty);
    }

    [Test]
    public async Task Each_of_many_connections_is_closed_at_its_own_time()
    {
        await using var host = await StartAsync();
        await using var third = await ConnectAsync(host, "ann member 30");
        await using var first = await ConnectAsync(host, "bob member 10");
        await using var second = await ConnectAsync(host, "cid member 20");

        var left = 3;
        foreach (var client in (RawClient[])[first, second, third])
        {
            Assert.That(await AskAsync(client), Is.Not.Empty);
            _time.Advance(TimeSpan.FromSeconds(10));
            await client.ReceiveCloseAsync(4401);
            await client.SendCloseAsync(4401);

            // What ends sets the timer anew: a clock that jumps meanwhile would be missed by the whole of the jump.
            await Bounded.Until(() => host.Services.GetRequiredService<HandlerRegistry>().Mappings.Single().Monitor.Count == left - 1, "it has ended");
            left--;
        }
    }

    [TestCase("ann member", true, TestName = "Authentication that gives no time does not expire")]
    [TestCase("ann member 10", false, TestName = "Without the option nothing expires")]
    [TestCase(null, true, TestName = "Nobody does not expire")]
    public async Task A_connection_stays(string? user, bool closes)
    {
        await using var host = await StartAsync(closes);
        await using var client = await ConnectAsync(host, user);

        _time.Advance(TimeSpan.FromDays(1));

        Assert.That(await AskAsync(client), Is.EqualTo(user is null ? "nobody" : "ann"));
    }

    [Test]
    public async Task A_renewed_token_moves_the_time()
    {
        await using var host = await StartAsync();
        await using var client = await ConnectAsync(host, "ann member 10");

        _time.Advance(TimeSpan.FromSeconds(9));
        await client.SendTextAsync("""{"type":"renew","name":"ann","role":"member","seconds":100}""");
        Assert.That(await AskAsync(client), Is.EqualTo("ann"));
        _time.Advance(TimeSpan.FromSeconds(99));
        Assert.That(await AskAsync(client), Is.EqualTo("ann"));
        _time.Advance(TimeSpan.FromSeconds(1));

        await client.ReceiveCloseAsync(4401);
    }

    [Test]
    public async Task A_user_of_no_time_limit_takes_the_time_away()
    {
        await using var host = await StartAsync();
        await using var client = await ConnectAsync(host, "ann member 10");

        await client.SendTextAsync("""{"type":"renew","name":"bob","role":"member"}""");
        Assert.That(await AskAsync(client), Is.EqualTo("bob"));
        _time.Advance(TimeSpan.FromDays(1));

        Assert.That(await AskAsync(client), Is.EqualTo("bob"));
    }

    [Test]
    public async Task A_time_that_OnOpen_gives_closes_too()
    {
        await using var host = await TestHost.StartAsync<Visitor>(
            options => (options.CloseOnAuthenticationExpiration, options.KeepAliveInterval) = (true, Timeout.InfiniteTimeSpan),
            setup =>
            {
                setup.Time = _time;
                setup.Services = services => services.AddSingleton<IHostClock>(new HostClock(_time));
            });
        await using var client = await host.ConnectAsync("/entry/visitor");
        Assert.That(await client.ReceiveTextAsync(), Is.EqualTo("welcome"));

        _time.Advance(TimeSpan.FromSeconds(10));

        await client.ReceiveCloseAsync(4401);
    }

    [TestCase(0)]
    [TestCase(-60)]
    public async Task A_time_that_has_passed_closes_at_once(int seconds)
    {
        await using var host = await StartAsync();
        await using var client = await ConnectAsync(host, "ann member");

        await client.SendTextAsync($$"""{"type":"renew","name":"ann","role":"member","seconds":{{seconds}}}""");
        await _time.AdvanceUntil(() => host.Logs.Find(31) is not null, TimeSpan.FromMilliseconds(1));

        await client.ReceiveCloseAsync(4401);
    }

    [Test]
    public async Task A_connection_that_has_ended_is_not_kept_until_its_time()
    {
        await using var host = await StartAsync();
        var expirations = host.Services.GetRequiredService<HandlerRegistry>().Mappings.Single().Expirations!;
        WebSocketConnection ended;
        await using (var client = await ConnectAsync(host, "ann member 3600"))
        {
            ended = host.Connections<Forum>().Single();
            Assert.That(expirations.Count, Is.EqualTo(1));
            await client.CloseAsync();
        }

        await Bounded.Until(() => expirations.Count == 0, "the schedule forgets it");

        ended.RefreshUser(Tickets.User("ann"), _time.GetUtcNow().AddHours(1));
        Assert.That(expirations.Count, Is.Zero);
    }

    private Task<TestHost> StartAsync(bool closes = true) => TestHost.StartAsync<Forum>(
        options =>
        {
            options.CloseOnAuthenticationExpiration = closes;
            options.KeepAliveInterval = Timeout.InfiniteTimeSpan;
        },
        setup =>
        {
            setup.Time = _time;
            setup.Services = services => services.AddSingleton<IHostClock>(new HostClock(_time));
            Tickets.Use(setup);
        });

    private static async Task<RawClient> ConnectAsync(TestHost host, string? user)
    {
        var client = await host.DialAsync();
        var handshake = host.Handshake("/entry/forum");
        await client.OpenAsync(user is null ? handshake : handshake.Add("X-Main", user));
        Assert.That(await AskAsync(client), Is.Not.Empty);
        return client;
    }

    private static async Task<string> AskAsync(RawClient client)
    {
        await client.SendTextAsync("""{"type":"who"}""");
        return await client.ReceiveTextAsync();
    }
}
