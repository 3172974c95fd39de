using System.Diagnostics;
using WebSockets.SideBySide;
using WebSockets.SideBySide.Contest;
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
    Console.WriteLine($"rows: {string.Join(' ', rows.Select(row => row.Id))}");
    return 0;
}

if (settings.Build)
{
    await Builder.BuildAsync(contestants, chat: false);
}

var watch = Stopwatch.StartNew();
var cells = await new Measuring(settings, contestants, rows).RunAsync();
Console.WriteLine($"Measured in {watch.Elapsed:m\\:ss}.");
return cells.Any(cell => cell.Failure is not null) ? 1 : 0;
