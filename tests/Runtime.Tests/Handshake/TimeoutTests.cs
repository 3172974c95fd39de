using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using WebSockets.Runtime.Tests.Infrastructure;
using WebSockets.Runtime.Tests.Wire;

namespace WebSockets.Runtime.Tests.Handshake;

/// <summary>A handshake that does not come to its end, or is too long: the server's own limits.</summary>
internal sealed class TimeoutTests
{
    [Test]
    public async Task A_handshake_that_is_never_sent_whole_is_ended_by_the_server()
    {
        await using var host = await TestHost.StartAsync<Echo>(
            setup: setup => setup.Services = services => services.Configure<KestrelServerOptions>(kestrel => kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(1)));
        await using var open = await host.ConnectAsync("/echo");
        await using var half = await host.DialAsync();
        var handshake = host.Handshake("/echo").ToString();

        await half.SendAsync(handshake[..^2]);

        Assert.That((await half.ReadResponseAsync()).Status, Is.EqualTo(408));
        Assert.That(await half.ReceiveEndAsync(), Is.EqualTo(Ending.Finished));
        await open.SendTextAsync("an open connection has no such time");
        Assert.That(await open.ReceiveTextAsync(), Is.EqualTo("an open connection has no such time"));
    }

    [Test]
    public async Task The_servers_own_limits_of_a_handshake_are_those_of_the_documents()
    {
        await using var host = await TestHost.StartAsync<Echo>();
        var limits = host.Services.GetRequiredService<IOptions<KestrelServerOptions>>().Value.Limits;

        Assert.That(
            (limits.MaxRequestLineSize, limits.MaxRequestHeadersTotalSize, limits.MaxRequestHeaderCount, limits.RequestHeadersTimeout),
            Is.EqualTo((8 * 1024, 32 * 1024, 100, TimeSpan.FromSeconds(30))));
        Assert.That((await host.AnswerAsync(host.Handshake("/echo?" + new string('x', 8 * 1024)))).Status, Is.EqualTo(414));
    }
}
