using System.Diagnostics;
using WebSockets.SideBySide;
using WebSockets.SideBySide.Contest;
using WebSockets.SideBySide.Reporting;
using WebSockets.SideBySide.Running;

Settings settings;
try
{
    settings = Settings.Parse(args);
}
catch (Exception e) when (e is ArgumentException or FormatException)
{
    Console.Error.WriteLine($"{e.Message}\n\n{Settings.Help}");
    return 2;
}

var contestants = Contestants.All.Where(contestant => settings.Contestants?.IsMatch(contestant.Id) != false).ToArray();
var rows = Rows.All.Where(row => settings.Rows?.IsMatch(row.Id) != false && contestants.Any(row.Has)).ToArray();
if (settings.List)
{
    Console.WriteLine($"contestants: {string.Join(' ', contestants.Select(contestant => contestant.Id))}");
    Console.WriteLine($"rows: {string.Join(' ', rows.Select(row => row.Id))} start");
    return 0;
}

// Numbers of a part, or of few rounds, do not replace those that are published.
var directory = settings.Out ?? (settings.IsFull ? Places.Documents : Places.Artifacts);
if (settings.Report is { } file)
{
    await Report.WriteAsync(await Results.LoadAsync(file), directory);
    return 0;
}

using var turn = await Turn.TakeAsync();
var measuresStart = settings.Rows?.IsMatch("start") != false;
if (settings.Build)
{
    await Builder.BuildAsync(contestants, measuresStart);
}

var conditions = Conditions.Read();
var (began, watch) = (TimeProvider.System.GetUtcNow(), Stopwatch.StartNew());
var cells = await new Measuring(settings, contestants, rows).RunAsync();
var start = measuresStart ? await ChatStart.MeasureAsync() : null;
var results = new Results(began, watch.Elapsed, settings.Rounds, settings.Seconds, conditions, cells, start);

await results.SaveAsync(Places.Built("results.json"));
Summary.Print(results);
await Report.WriteAsync(results, directory);
return cells.Any(cell => cell.Failure is not null) ? 1 : 0;
