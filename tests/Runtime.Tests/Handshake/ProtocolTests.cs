using WebSockets.Runtime.Tests.Infrastructure;

namespace WebSockets.Runtime.Tests.Handshake;

/// <summary>RFC 6455, section 4.2.2, 5.5: the choice of a subprotocol. <see cref="Echo"/> prefers v2.echo to v1.echo.</summary>
[Category("RFC 6455 4.2.2")]
internal sealed class ProtocolTests
{
    [TestCase("v1.echo", "v1.echo")]
    [TestCase("v2.echo", "v2.echo")]
    [TestCase("v1.echo, v2.echo", "v2.echo", TestName = "The server's preference decides, not the order of the offer")]
    [TestCase("soap,v1.echo", "v1.echo")]
    [TestCase("soap", null, TestName = "Without a common subprotocol none is answered")]
    [TestCase("V1.ECHO", null, TestName = "A subprotocol in another case is another one")]
    [TestCase("v1.echo2", null)]
    [TestCase(",,  ,", null, TestName = "A malformed offer counts as none")]
    [TestCase("v1.echo v2.echo", null, TestName = "An offer without commas is one name that nobody knows")]
    public async Task The_first_subprotocol_of_the_server_that_is_offered_is_chosen(string offer, string? chosen)
    {
        await using var host = await TestHost.StartAsync<Echo>();
        await using var client = await host.DialAsync();

        var response = await client.OpenAsync(host.Handshake("/echo").Add("Sec-WebSocket-Protocol", offer));

        Assert.That(response.Header("Sec-WebSocket-Protocol"), Is.EqualTo(chosen));
        Assert.That(await host.Journal.NextAsync(), Is.EqualTo($"open {chosen}".Trim()));
    }

    [Test]
    public async Task Offers_in_several_lines_are_one_list()
    {
        await using var host = await TestHost.StartAsync<Echo>();
        await using var client = await host.DialAsync();

        var response = await client.OpenAsync(host.Handshake("/echo").Add("Sec-WebSocket-Protocol", "v1.echo").Add("Sec-WebSocket-Protocol", "v2.echo"));

        Assert.That(response.Header("Sec-WebSocket-Protocol"), Is.EqualTo("v2.echo"));
    }

    [Test]
    public async Task A_client_that_offers_none_is_answered_none()
    {
        await using var host = await TestHost.StartAsync<Echo>();
        await using var client = await host.DialAsync();

        var response = await client.OpenAsync(host.Handshake("/echo"));

        Assert.That(response.Headers["Sec-WebSocket-Protocol"], Is.Empty);
        Assert.That(await host.Journal.NextAsync(), Is.EqualTo("open"));
    }
}
