using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using WebSockets.Runtime.Tests.Infrastructure;
using WebSockets.Runtime.Tests.Wire;

namespace WebSockets.Runtime.Tests.Diagnostics;

/// <summary>The option TrafficLog, for development.</summary>
internal sealed class TrafficLogTests
{
    [Test]
    public async Task Messages_are_logged_both_ways_with_the_structure_of_JSON_and_without_values()
    {
        await using var host = await TestHost.StartAsync<Observed>(options => options.TrafficLog = true);
        await using (var client = await host.ConnectAsync("/observed"))
        {
            await client.SendTextAsync("""{"type":"ask","id":"a secret","n":1}""");
            await client.ReceiveTextAsync();
            await client.SendTextAsync("""{"type":"text"}""");
            await client.ReceiveTextAsync();
            await client.SendTextAsync("""{"type":"bytes"}""");
            await client.ReceiveBinaryAsync();
            await client.CloseAsync(1001);
        }

        await host.Journal.ExpectAsync("open", "close");

        Assert.That(Traffic(host), Is.EqualTo(new[]
        {
            """18 Debug WebSockets.Observed.Traffic: received text, 36 bytes: {"type":"ask","id":"***","n":***}""",
            """18 Debug WebSockets.Observed.Traffic: sent text, 46 bytes: {"type":"answer","id":"***","text":"***"}""",
            """18 Debug WebSockets.Observed.Traffic: received text, 15 bytes: {"type":"text"}""",
            """18 Debug WebSockets.Observed.Traffic: sent text, 4 bytes""",
            """18 Debug WebSockets.Observed.Traffic: received text, 16 bytes: {"type":"bytes"}""",
            """18 Debug WebSockets.Observed.Traffic: sent binary, 3 bytes""",
            """18 Debug WebSockets.Observed.Traffic: received close, status 1001""",
            """18 Debug WebSockets.Observed.Traffic: sent close, status 1001""",
        }));
    }

    [Test]
    public async Task Text_that_is_not_JSON_and_the_reason_of_a_close_frame_are_not_shown()
    {
        await using var host = await TestHost.StartAsync<Echo>(options => options.TrafficLog = true);
        await using (var client = await host.ConnectAsync("/echo"))
        {
            await client.SendTextAsync("a secret\nInformation: nothing happened");
            await client.ReceiveTextAsync();
            await client.SendTextAsync("""{"type":"a secret"}""");
            await client.ReceiveTextAsync();
            await client.SendCloseAsync(4000, "a secret");
            await client.ReceiveCloseAsync(4000);
        }

        await host.Journal.ExpectAsync("open", "close 4000 a secret");

        Assert.That(Traffic(host), Has.Length.EqualTo(6));
        Assert.That(Traffic(host), Has.None.Contains("secret").And.None.Contains("\n"));
        Assert.That(Traffic(host)[2], Does.EndWith("""received text, 19 bytes: {"type":"***"}"""), "the handler has no named messages");
    }

    [Test]
    public async Task Pings_and_pongs_are_logged_with_their_length()
    {
        var time = new FakeTimeProvider();
        await using var host = await TestHost.StartAsync<Observed>(options => options.TrafficLog = true, setup => setup.Time = time);
        await using var client = await host.ConnectAsync("/observed");
        await host.Journal.ExpectAsync("open");
        await client.SendPingAsync("a secret");
        await client.ReceiveAsync(RawFrame.Pong);
        await host.RestsAsync<Observed>();
        time.Pass(17);
        await client.ReceiveAsync(RawFrame.Ping);
        await client.SendAsync(RawFrame.Encode(RawFrame.Pong, []));
        await client.CloseAsync();
        await host.Journal.ExpectAsync("close");

        Assert.That(Traffic(host).Take(4).Select(line => line[(line.IndexOf(": ", StringComparison.Ordinal) + 2)..]), Is.EqualTo(new[]
        {
            "received ping, 8 bytes",
            "sent pong, 8 bytes",
            "sent ping, 0 bytes",
            "received pong, 0 bytes",
        }));
    }

    [Test]
    public async Task No_more_of_a_payload_is_shown_than_the_limit()
    {
        await using var host = await TestHost.StartAsync<Tolerant>(options => (options.TrafficLog, options.TrafficLogPayloadLimit) = (true, 20));
        await using var client = await host.ConnectAsync("/tolerant");
        await client.SendTextAsync($$"""{"type":"ask","{{new string('x', 1000)}}":1}""");
        await client.ReceiveTextAsync();

        Assert.That(Traffic(host)[0], Does.EndWith("""received text, 1019 bytes: {"type":"ask"..."""));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task Nothing_is_logged_unless_the_option_and_the_level_say_so(bool option)
    {
        await using var host = await TestHost.StartAsync<Echo>(
            options => options.TrafficLog = option,
            setup => setup.Services = services => services.AddLogging(logging => logging.AddFilter("WebSockets.Echo.Traffic", option ? LogLevel.Information : LogLevel.Debug)));
        await using var client = await host.ConnectAsync("/echo");
        await client.SendTextAsync("hello");
        await client.ReceiveTextAsync();

        Assert.That(Traffic(host), Is.Empty);
    }

    // The id of the connection is left out, and those of the lines are one.
    private static string[] Traffic(TestHost host) =>
    [
        .. host.Logs.Lines
            .Where(line => line.Category.EndsWith(".Traffic", StringComparison.Ordinal))
            .Select(line => $"{(line.Id is >= 18 and <= 20 ? 18 : line.Id)} {line.Level} {line.Category}: {line.Text[(line.Text.IndexOf(' ', StringComparison.Ordinal) + 1)..]}"),
    ];
}
