using System.Globalization;
using WebSockets.Aot.Tests.Infrastructure;

namespace WebSockets.Aot.Tests.Abuse;

/// <summary>Broken and hostile peers, by an instrument that is no part of this repository.</summary>
[Jit]
[Aot]
[Category("Abuse")]
public sealed class AbuseTests(Compiler compiler)
{
    private const int MaxMessageSize = 64 * 1024;

    // In seconds: when a silent peer is dropped, and one that does not answer a close frame; the latter with room for a slow machine.
    private const int Dead = 4;
    private const int CloseTimeout = 3;

    private static readonly string[] Options =
    [
        "--WebSockets:Echo:MaxMessageSize", MaxMessageSize.ToString(CultureInfo.InvariantCulture),
        "--WebSockets:Echo:CloseTimeout", "00:00:01",
        "--WebSockets:Echo:KeepAliveInterval", "00:00:02",
        "--WebSockets:Echo:KeepAliveTimeout", "00:00:02",
    ];

    [TestCase("false")]
    [TestCase("true")]
    public async Task What_broken_and_hostile_peers_do_is_answered_as_it_should_be(string compression)
    {
        var script = Instrument.Find("WEBSOCKETS_ABUSE_SCRIPT");
        await using var host = await StartAsync("--WebSockets:Echo:Compression", compression);

        await Instrument.AssertPassesAsync(
            script,
            host.Ws("/echo").AbsoluteUri,
            "--max-message", $"{MaxMessageSize}",
            "--pid", $"{host.Id}",
            "--stats", new Uri(host.Http, "/stats").AbsoluteUri,
            "--idle", $"{Dead}",
            "--close-timeout", $"{CloseTimeout}");
    }

    [Test]
    public async Task Every_connection_is_told_when_the_server_is_asked_to_end_and_the_server_ends()
    {
        var script = Instrument.Find("WEBSOCKETS_DRAIN_SCRIPT");
        await using var host = await StartAsync();

        await Instrument.AssertPassesAsync(script, host.Ws("/echo").AbsoluteUri, $"{host.Id}");
    }

    private async Task<RunningApp> StartAsync(params string[] options) => await RunningApp.StartAsync(await Programs.WireHostAsync(compiler), [.. Options, .. options]);
}
