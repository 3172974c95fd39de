using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using WebSockets.Runtime.Tests.Infrastructure;

namespace WebSockets.Runtime.Tests.Limits;

/// <summary>What the server keeps for a connection besides the library.</summary>
internal sealed class HeldByServerTests
{
    [TestCase(null, 256 * 1024)]
    [TestCase(200_000, 200_000)]
    public async Task What_is_received_ahead_is_256_KiB_unless_the_app_has_set_another_limit(long? set, long expected)
    {
        await using var host = await TestHost.StartAsync<Echo>(setup: setup => setup.Services = services =>
        {
            if (set is not null)
            {
                services.Configure<SocketTransportOptions>(options => options.MaxReadBufferSize = set);
            }
        });

        Assert.That(host.Services.GetRequiredService<IOptions<SocketTransportOptions>>().Value.MaxReadBufferSize, Is.EqualTo(expected));
    }

    [Test]
    public async Task What_is_large_in_a_request_is_not_kept_after_OnOpen_and_small_headers_are()
    {
        string? large = null, named = null, small = null, cookie = null, query = null;
        var name = "X-" + new string('n', 300);
        await using var host = await TestHost.StartAsync<Echo>(setup: setup =>
        {
            setup.Tls = true; // where the request lives as long as the connection, over both transports
            setup.Middleware = app => app.Use(next => async http =>
            {
                await next(http);
                (large, named, small) = (http.Request.Headers["X-Large"], http.Request.Headers[name], http.Request.Headers.UserAgent);
                (cookie, query) = (http.Request.Cookies["session"], http.Request.QueryString.Value + http.Request.Query["q"]);
                http.RequestServices.GetRequiredService<Journal>().Write("left");
            });
        });
        await using var client = await host.DialAsync();
        await client.OpenAsync(host.Handshake("/echo?q=" + new string('q', 4000)).Add("X-Large", new string('x', 8000)).Add(name, "").Add("User-Agent", "test").Add("Cookie", "session=" + new string('y', 4000)));
        await client.SendTextAsync("hello");
        Assert.That(await client.ReceiveTextAsync(), Is.EqualTo("hello"));

        await client.CloseAsync();

        await host.Journal.ExpectAsync("open", "close 1000", "left");
        Assert.That((large, named, small, cookie, query), Is.EqualTo((null as string, null as string, "test", null as string, "")));
    }
}
