using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.HttpOverrides;
using WebSockets.Runtime.Tests.Closing;
using WebSockets.Runtime.Tests.Infrastructure;
using WebSockets.Runtime.Tests.Wire;

namespace WebSockets.Runtime.Tests.Handshake;

/// <summary>MaxConnectionsPerAddress: whose connections are counted together, and for how long.</summary>
internal sealed class AddressLimitTests
{
    // What a test's own middleware takes the remote address from, as a server on another address would see it.
    private const string Seen = "X-Seen-Address";
    private const string Forwarded = "X-Forwarded-For";

    [Test]
    public async Task One_connection_more_than_the_address_may_have_is_answered_503_until_one_has_closed()
    {
        await using var host = await StartAsync(limit: 2);
        await using var first = await host.ConnectAsync("/closing");
        await using var second = await host.ConnectAsync("/closing");

        var refusal = await host.AnswerAsync(host.Handshake("/closing"));
        Assert.That((refusal.Status, refusal.Body), Is.EqualTo((503, "There are too many connections from this address.")));
        Assert.That((await host.AnswerAsync(From(host, "10.1.2.3"))).Status, Is.EqualTo(101), "another address");

        await first.CloseAsync();
        await Bounded.Until(async () => (await host.AnswerAsync(host.Handshake("/closing"))).Status == 101, "a place is free");
    }

    [TestCase("10.0.0.1", "10.0.0.1", true)]
    [TestCase("10.0.0.1", "10.0.0.2", false)]
    [TestCase("10.0.0.1", "::ffff:10.0.0.1", true)]
    [TestCase("2001:db8::1", "2001:db8::ffff:0:0:2", true, Description = "the same first 64 bits")]
    [TestCase("2001:db8:0:1::1", "2001:db8:0:2::1", false)]
    [TestCase("::1", "0.0.0.0", false)]
    [TestCase("fe80::1%1", "fe80::2%2", true)]
    [TestCase("", "", false, Description = "no address, as over a Unix domain socket")]
    public async Task Addresses_are_one_where_one_subscriber_has_them(string first, string second, bool isOne)
    {
        await using var host = await StartAsync(limit: 1);
        await using var client = await host.DialAsync();
        await client.OpenAsync(From(host, first));

        Assert.That((await host.AnswerAsync(From(host, second))).Status, Is.EqualTo(isOne ? 503 : 101));
    }

    [TestCase(48, "2001:db8:0:1::1", "2001:db8:0:ffff::1", true)]
    [TestCase(48, "2001:db8:0::1", "2001:db8:1::1", false)]
    [TestCase(56, "2001:db8:0:0::1", "2001:db8:0:ff::1", true)]
    [TestCase(56, "2001:db8:0:0::1", "2001:db8:0:100::1", false)]
    [TestCase(128, "2001:db8::1", "2001:db8::2", false)]
    [TestCase(128, "2001:db8::1", "2001:db8::1", true)]
    [TestCase(127, "2001:db8::2", "2001:db8::3", true)]
    [TestCase(1, "2001:db8::1", "7001::1", true)]
    [TestCase(1, "2001:db8::1", "8001::1", false)]
    [TestCase(1, "::ffff:10.0.0.1", "::ffff:10.0.0.2", false, Description = "these are IPv4 addresses")]
    public async Task IPv6PrefixLength_says_how_many_bits_one_subscriber_has(int bits, string first, string second, bool isOne)
    {
        await using var host = await StartAsync(limit: 1, prefix: bits);
        await using var client = await host.DialAsync();
        await client.OpenAsync(From(host, first));

        Assert.That((await host.AnswerAsync(From(host, second))).Status, Is.EqualTo(isOne ? 503 : 101));
    }

    [Test]
    public async Task Forwarded_addresses_count_where_the_app_uses_forwarded_headers()
    {
        await using var host = await StartAsync(limit: 1, app => app.UseForwardedHeaders(new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor }));
        await using var client = await host.DialAsync();
        await client.OpenAsync(host.Handshake("/closing").Add(Forwarded, "203.0.113.1"));

        Assert.That((await host.AnswerAsync(host.Handshake("/closing").Add(Forwarded, "203.0.113.1"))).Status, Is.EqualTo(503));
        Assert.That((await host.AnswerAsync(host.Handshake("/closing").Add(Forwarded, "203.0.113.2"))).Status, Is.EqualTo(101));
    }

    [Test]
    public async Task Forwarded_addresses_are_only_a_claim_of_the_client_where_the_app_does_not_use_them()
    {
        await using var host = await StartAsync(limit: 1);
        await using var client = await host.DialAsync();
        await client.OpenAsync(host.Handshake("/closing").Add(Forwarded, "203.0.113.1"));

        Assert.That((await host.AnswerAsync(host.Handshake("/closing").Add(Forwarded, "203.0.113.2"))).Status, Is.EqualTo(503));
    }

    [TestCase("the peer closes")]
    [TestCase("the peer vanishes")]
    [TestCase("the peer breaks the protocol")]
    [TestCase("close")]
    [TestCase("abort")]
    public async Task A_place_is_given_back_once_however_the_connection_ends(string how)
    {
        await using var host = await StartAsync(limit: 1);
        for (var round = 0; round < 3; round++)
        {
            await EndAsync(host, how);

            RawClient? next = null;
            await Bounded.Until(async () => (next = await TryOpenAsync(host)) is not null, "the place is free");
            await using (next)
            {
                Assert.That((await host.AnswerAsync(host.Handshake("/closing"))).Status, Is.EqualTo(503), "one place became two");
                await next!.CloseAsync();
            }
        }
    }

    [Test]
    public async Task A_handshake_that_is_refused_takes_no_place()
    {
        await using var host = await TestHost.StartAsync<BoolLogin>(options => options.MaxConnectionsPerAddress = 1);
        for (var i = 0; i < 3; i++)
        {
            Assert.That((await host.AnswerAsync(host.Handshake("/login/bool?ticket=bad"))).Status, Is.EqualTo(401));
            Assert.That((await host.AnswerAsync(host.Handshake("/login/bool?ticket=good").Without("Upgrade"))).Status, Is.EqualTo(426));
        }

        await using var client = await host.ConnectAsync("/login/bool?ticket=good");
        Assert.That((await host.AnswerAsync(host.Handshake("/login/bool?ticket=good"))).Status, Is.EqualTo(503));
    }

    [Test]
    public async Task A_login_under_way_holds_a_place()
    {
        await using var host = await TestHost.StartAsync<SlowLogin>(options => options.MaxConnectionsPerAddress = 1);
        await using var first = await host.DialAsync();
        await first.SendAsync(host.Handshake("/login/slow").ToString());
        await host.Journal.NextAsync();

        Assert.That((await host.AnswerAsync(host.Handshake("/login/slow"))).Status, Is.EqualTo(503));

        host.Gate.Open();
        Assert.That((await first.ReadResponseAsync()).Status, Is.EqualTo(101));
    }

    private static Task<TestHost> StartAsync(int limit, Action<WebApplication>? middleware = null, int prefix = 64) => TestHost.StartAsync<Closer>(
        options => (options.MaxConnectionsPerAddress, options.IPv6PrefixLength) = (limit, prefix),
        setup => setup.Middleware = app =>
        {
            middleware?.Invoke(app);
            app.Use((http, next) =>
            {
                if (http.Request.Headers.TryGetValue(Seen, out var address))
                {
                    http.Connection.RemoteIpAddress = IPAddress.TryParse(address, out var seen) ? seen : null;
                }

                return next(http);
            });
        });

    private static HandshakeText From(TestHost host, string address) => host.Handshake("/closing").Add(Seen, address);

    private static async Task<RawClient?> TryOpenAsync(TestHost host)
    {
        var client = await host.DialAsync();
        await client.SendAsync(host.Handshake("/closing").ToString());
        if ((await client.ReadResponseAsync()).Status == 101)
        {
            return client;
        }

        await client.DisposeAsync();
        return null;
    }

    private static async Task EndAsync(TestHost host, string how)
    {
        RawClient? open = null;
        await Bounded.Until(async () => (open = await TryOpenAsync(host)) is not null, "the place is free");
        await using var client = open!;
        switch (how)
        {
            case "the peer closes":
                await client.CloseAsync();
                break;
            case "the peer vanishes":
                client.Reset();
                break;
            case "the peer breaks the protocol":
                await client.SendAsync(0x83, 0x80, 1, 2, 3, 4);
                await client.ReceiveCloseAsync(1002);
                await client.SendCloseAsync(1002);
                break;
            case "close":
                await client.SendTextAsync(how);
                await client.ReceiveCloseAsync(4001);
                await client.SendCloseAsync(4001);
                break;
            default:
                await client.SendTextAsync(how);
                await client.ReceiveEndAsync();
                break;
        }
    }
}
