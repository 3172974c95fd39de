using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WebSockets.Runtime.Tests.Infrastructure;
using WebSockets.Transport.Listening;
using WebSockets.Transport.Tests.Infrastructure;

namespace WebSockets.Transport.Tests;

/// <summary>How the transport is turned on, and what it refuses.</summary>
internal sealed class RegistrationTests
{
    [TestCaseSource(nameof(Ways))]
    public async Task The_transport_is_in_use(Action<IWebHostBuilder> way)
    {
        await using var host = await EpollHost.StartAsync(
            app =>
            {
                app.MapWebSocketHandler<Echo>();
                app.MapFallback(http => http.Response.WriteAsync($"{EpollHost.IsEpoll(http)}"));
            },
            setup => setup.Builder = way);
        using var client = host.Client();

        Assert.That(await client.GetStringAsync(new Uri("/", UriKind.Relative)), Is.EqualTo("True"));
        await using var webSocket = await host.OpenAsync("/echo");
        await webSocket.SendTextAsync("hello");
        Assert.That(await webSocket.ReceiveTextAsync(), Is.EqualTo("hello"));
    }

    [Test]
    public async Task Options_of_several_calls_add_up()
    {
        var options = new List<EpollTransportOptions>();
        await using var host = await EpollHost.ServeAsync(http => http.Response.WriteAsync(""), setup => setup.Builder = web => web.UseKestrelCore()
            .UseEpollTransport(first => (first.LoopCount, first.Backlog) = (3, 7))
            .UseEpollTransport(second =>
            {
                second.LoopCount++;
                options.Add(second);
            }));

        Assert.That(options.Select(option => (option.LoopCount, option.Backlog)), Is.EqualTo(new[] { (4, 7) }));
    }

    [TestCaseSource(nameof(Invalid))]
    public async Task A_value_that_cannot_be_stops_the_start_and_is_named(Action<EpollTransportOptions> options, string name, string value)
    {
        await Assert.ThatAsync(
            () => EpollHost.ServeAsync(_ => Task.CompletedTask, setup => setup.Transport = options),
            Throws.TypeOf<OptionsValidationException>().With.Message.Contains(name).And.Message.Contains(value));
    }

    [TestCaseSource(nameof(Valid))]
    public async Task A_value_at_the_edge_of_what_can_be_works(Action<EpollTransportOptions> options)
    {
        await using var host = await EpollHost.ServeAsync(http => http.Response.WriteAsync("here"), setup => setup.Transport = options);
        using var client = host.Client();

        Assert.That(await client.GetStringAsync(new Uri("/", UriKind.Relative)), Is.EqualTo("here"));
    }

    [Test]
    public async Task Where_it_cannot_run_Kestrels_sockets_stay_in_use_and_the_log_says_so_once()
    {
        var logs = new CapturedLogs();
        await using var host = await EpollHost.ServeAsync(http => http.Response.WriteAsync($"{EpollHost.IsEpoll(http)}"), setup =>
        {
            setup.EndPoints = [new IPEndPoint(IPAddress.Loopback, 0), new IPEndPoint(IPAddress.Loopback, 0)];
            setup.Builder = web => web.UseKestrelCore().UseEpollTransport().ConfigureServices(services => services
                .AddSingleton(new EpollPlatform(IsSupported: false, "abacus-x64"))
                .AddLogging(logging => logging.AddProvider(logs).AddFilter("WebSockets.Transport", LogLevel.Information)));
        });
        using var client = host.Client();

        Assert.That(await client.GetStringAsync(new Uri("/", UriKind.Relative)), Is.EqualTo("False"));
        var told = logs.Lines.Where(line => line.Category == "WebSockets.Transport").ToArray();
        Assert.That(told, Has.Length.EqualTo(1));
        Assert.That(told[0].Text, Does.Contain("abacus-x64"));
    }

    private static IEnumerable<TestCaseData> Ways()
    {
        yield return Way("The transport is in use when it comes after UseKestrel", web => web.UseKestrel().UseEpollTransport());
        yield return Way("The transport is in use when it comes before UseKestrel", web => web.UseEpollTransport().UseKestrel());
        yield return Way("The transport is in use when it comes after UseKestrelCore", web => web.UseKestrelCore().UseEpollTransport());
        yield return Way("The transport is in use when it comes before UseKestrelCore", web => web.UseEpollTransport().UseKestrelCore());
        yield return Way("The transport is in use when it was asked for twice", web => web.UseEpollTransport().UseKestrel().UseEpollTransport());

        static TestCaseData Way(string name, Action<IWebHostBuilder> way) => new TestCaseData(way).SetName(name);
    }

    private static IEnumerable<TestCaseData> Invalid()
    {
        yield return Value("LoopCount", "0", options => options.LoopCount = 0);
        yield return Value("LoopCount", "-1", options => options.LoopCount = -1);
        yield return Value("LoopCount", "1025", options => options.LoopCount = 1025);
        yield return Value("Backlog", "0", options => options.Backlog = 0);
        yield return Value("HandOverAfter", "00:00:00", options => options.HandOverAfter = TimeSpan.Zero);
        yield return Value("HandOverAfter", "-00:00:01", options => options.HandOverAfter = TimeSpan.FromSeconds(-1));
        yield return Value("HandOverAfter", "00:01:01", options => options.HandOverAfter = TimeSpan.FromSeconds(61));

        static TestCaseData Value(string name, string value, Action<EpollTransportOptions> options) =>
            new TestCaseData(options, name, value).SetName($"{name} of {value} stops the start and is named");
    }

    private static IEnumerable<TestCaseData> Valid()
    {
        yield return Value("A backlog of one", options => options.Backlog = 1);
        yield return Value("A loop that is handed over after a millisecond", options => options.HandOverAfter = TimeSpan.FromMilliseconds(1));
        yield return Value("A loop that is handed over after a minute", options => options.HandOverAfter = TimeSpan.FromMinutes(1));
        yield return Value("A loop that is never handed over", options => options.HandOverAfter = Timeout.InfiniteTimeSpan);
        yield return Value("Sixteen loops", options => options.LoopCount = 16);
        yield return Value("A transport that lets small writes wait", options => options.NoDelay = false);

        static TestCaseData Value(string name, Action<EpollTransportOptions> options) => new TestCaseData(options).SetName($"{name} works");
    }
}
