using System.Diagnostics.Metrics;
using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenTelemetry.Metrics;
using WebSockets.Hosting;
using WebSockets.Runtime.Tests.Infrastructure;
using WebSockets.Transport;

namespace WebSockets.Runtime.Tests.Diagnostics;

/// <summary>What the documents say of instruments is what they are.</summary>
internal sealed partial class DocumentTests
{
    [Test]
    public async Task The_table_of_instruments_has_each_with_its_kind_unit_and_tags()
    {
        await using var host = await TestHost.StartAsync<Observed>(Exercise.Configure);
        using var series = new Series(host);
        await Exercise.RunAsync(host, series);

        var rows = Row().Matches(Repository.Read("docs", "operations.md"))
            .Select(row => $"{row.Groups["name"].Value} {row.Groups["kind"].Value} {row.Groups["unit"].Value} {string.Join(' ', row.Groups["tag"].Captures.Select(tag => tag.Value).Order(StringComparer.Ordinal))}");
        var instruments = series.Instruments.Select(instrument =>
            $"{instrument.Name} {Kind(instrument)} {instrument.Unit} {string.Join(' ', series.TagsOf(instrument.Name).Order(StringComparer.Ordinal))}");

        Assert.That(rows, Is.EquivalentTo(instruments));
    }

    [Test]
    public async Task The_dashboard_asks_for_nothing_that_the_Prometheus_endpoint_does_not_have_and_for_every_instrument()
    {
        await using var host = await TestHost.StartAsync(
            app =>
            {
                app.MapWebSocketHandler<Observed>(Exercise.Configure);
                app.MapPrometheusScrapingEndpoint();
            },
            setup => setup.Services = services => services.AddOpenTelemetry().WithMetrics(metrics => metrics.AddMeter("WebSockets").AddPrometheusExporter()));
        using var series = new Series(host);
        await Exercise.RunAsync(host, series);
        using var client = new HttpClient();
        var scraped = await client.GetStringAsync($"http://127.0.0.1:{host.Port}/metrics").Within("it is scraped");
        var samples = Sample().Matches(scraped).Select(sample => sample.Groups["name"].Value).ToHashSet();
        var labels = Label().Matches(scraped).Select(label => label.Groups["name"].Value).ToHashSet();

        using var dashboard = JsonDocument.Parse(Repository.Read("docs", "grafana-dashboard.json"));
        var queries = Queries(dashboard.RootElement).ToArray();
        var asked = queries.SelectMany(query => Metric().Matches(query)).Select(metric => metric.Value).ToHashSet();
        var askedLabels = queries.SelectMany(query => Grouping().Matches(query).SelectMany(by => by.Groups["name"].Captures).Concat(Filter().Matches(query).Select(filter => filter.Groups["name"])))
            .Select(label => label.Value).ToHashSet();

        Assert.That(queries, Is.Not.Empty);
        Assert.That(asked, Is.SubsetOf(samples));
        Assert.That(askedLabels, Is.SubsetOf(labels));
        Assert.That(
            series.Instruments.Where(instrument => !asked.Any(metric => metric.StartsWith(instrument.Name.Replace('.', '_'), StringComparison.Ordinal))).Select(instrument => instrument.Name),
            Is.Empty,
            "instruments that no panel shows");
    }

    [Test]
    public void The_tables_of_log_lines_have_each_with_its_id_level_and_text()
    {
        var rows = LogRow().Matches(Repository.Read("docs", "operations.md")).Select(row => row.Value);

        Assert.That(rows, Is.EqualTo(Lines(typeof(Log)).Concat(Lines(typeof(EpollTransportOptions).Assembly.GetType("WebSockets.Transport.Log", throwOnError: true)!))));
    }

    // In the order of their ids.
    private static IEnumerable<string> Lines(Type log) => log.GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly)
        .Select(method => method.GetCustomAttribute<LoggerMessageAttribute>()!)
        .OrderBy(line => line.EventId)
        .Select(line => $"| {line.EventId} | {line.Level} | {line.Message} |");

    private static string Kind(Instrument instrument) => instrument switch
    {
        Counter<long> => "counter",
        Histogram<double> => "histogram",
        ObservableUpDownCounter<long> => "up-down counter, observed",
        _ => instrument.GetType().Name,
    };

    // Of panels and of variables.
    private static IEnumerable<string> Queries(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(member => member is { Name: "expr" or "query" or "definition", Value.ValueKind: JsonValueKind.String }
            ? [member.Value.GetString()!]
            : Queries(member.Value)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(Queries),
        _ => [],
    };

    [GeneratedRegex(@"^\| `(?<name>websocket\.[a-z_.]+)` \| (?<kind>[^|]+) \| `(?<unit>[^`]+)` \| (`(?<tag>[^`]+)`(, )?)+ \|", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Row();

    [GeneratedRegex(@"^\| [0-9]+ \| (Trace|Debug|Information|Warning|Error|Critical) \| .+ \|(?=\r?$)", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex LogRow();

    [GeneratedRegex(@"^(?<name>[a-z_]+)[{ ]", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Sample();

    [GeneratedRegex("[{,](?<name>[a-z_]+)=\"", RegexOptions.ExplicitCapture)]
    private static partial Regex Label();

    [GeneratedRegex(@"\bwebsocket_server_[a-z_]+")]
    private static partial Regex Metric();

    [GeneratedRegex(@"\bby \(((?<name>[a-z_]+)(, *)?)+\)", RegexOptions.ExplicitCapture)]
    private static partial Regex Grouping();

    [GeneratedRegex("[{,] *(?<name>[a-z_]+)(=|!=|=~|!~)\"", RegexOptions.ExplicitCapture)]
    private static partial Regex Filter();
}
