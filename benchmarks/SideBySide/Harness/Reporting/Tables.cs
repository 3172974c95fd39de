using System.Globalization;
using System.Text;
using WebSockets.SideBySide.Contest;

namespace WebSockets.SideBySide.Reporting;

/// <summary>The generated part of the report, in Markdown.</summary>
internal static class Tables
{
    public static string Write(Results results)
    {
        var text = new StringBuilder();
        WriteConditions(text, results);
        WriteCells(text, results, "Processor time of the server for each message, delivery or handshake", "µs", Rows.All.Where(row => row.Load != Load.Idle));
        WriteHandshakes(text, results);
        WriteCells(text, results, "Memory", "KiB", Rows.All.Where(row => row.Load == Load.Idle));
        WriteStart(text, results);
        WriteTargets(text, results);
        return text.ToString();
    }

    private static void WriteConditions(StringBuilder text, Results results)
    {
        Line(text, $"### The run\n");
        Line(text, $"{results.At:yyyy-MM-dd HH:mm} UTC, {results.Duration.TotalMinutes:0} minutes, {results.Rounds} rounds of {results.Seconds:0.#} s.\n");
        Line(text, $"| | |\n|---|---|");
        foreach (var condition in results.Conditions)
        {
            Line(text, $"| {condition.Name} | {condition.Value} |");
        }
    }

    private static void WriteCells(StringBuilder text, Results results, string title, string unit, IEnumerable<Row> rows)
    {
        var measured = rows.Where(row => results.Cells.Any(cell => cell.Row == row.Id)).ToArray();
        if (measured.Length == 0)
        {
            return;
        }

        var contestants = Measured(results);
        Line(text, $"\n### {title}\n");
        Line(text, $"In {unit}, and as a multiple of Bun's in the same run; less is better.\n");
        Line(text, $"| | {string.Join(" | ", contestants.Select(contestant => contestant.Title))} |");
        Line(text, $"|---|{string.Concat(contestants.Select(_ => "---:|"))}");
        foreach (var row in measured)
        {
            Line(text, $"| {row.Title} | {string.Join(" | ", contestants.Select(contestant => Show(results, row, contestant)))} |");
        }
    }

    private static string Show(Results results, Row row, Contestant contestant) => results.Find(row.Id, contestant.Id) switch
    {
        null => "-",
        { Failure: { } failure } => $"**failed**: {failure}",
        { Value: { } value } => string.Create(CultureInfo.InvariantCulture, $"{Digits(value)}{Multiple(results.Ratio(row.Id, contestant.Id, Contestants.Bun))}"),
        _ => "**nothing came through**",
    };

    private static void WriteHandshakes(StringBuilder text, Results results)
    {
        var contestants = Measured(results).Where(contestant => results.Find(Rows.Handshakes, contestant.Id)?.Median("rate") is not null).ToArray();
        if (contestants.Length > 0)
        {
            Line(text, $"\nHandshakes a second, on one processor: {string.Join(", ", contestants.Select(Describe))}.");
        }

        string Describe(Contestant contestant) =>
            string.Create(CultureInfo.InvariantCulture, $"{FullTitle(contestant)} {results.Find(Rows.Handshakes, contestant.Id)!.Median("rate"):#,0}");
    }

    private static void WriteStart(StringBuilder text, Results results)
    {
        if (results.Start is { } start)
        {
            Line(text, $"\n### Start\n");
            Line(text, $"`samples/Chat` with Native AOT, from the start of the process through login and handshake to the first answer: {start.Milliseconds:0} ms.");
            Line(text, $"Then {start.MemoryMiB:0} MiB of it are in memory.");
        }
    }

    private static void WriteTargets(StringBuilder text, Results results)
    {
        var outcomes = Target.Judge(results).Concat(Target.JudgeAbsolute(results)).ToArray();
        if (outcomes.Length == 0)
        {
            return;
        }

        Line(text, $"\n### Targets\n");
        Line(text, $"{outcomes.Count(outcome => outcome.IsReached)} of {outcomes.Length} reached.\n");
        Line(text, $"| Who | What | Measured | At most | |\n|---|---|---:|---:|---|");
        foreach (var outcome in outcomes)
        {
            var who = Contestants.All.FirstOrDefault(contestant => contestant.Id == outcome.Contestant);
            Line(text, $"| {(who is null ? outcome.Contestant : FullTitle(who))} | {outcome.What} | {Digits(outcome.Measured)} {outcome.Unit} | {outcome.AtMost:0.##} | {outcome.Verdict} |");
        }
    }

    private static Contestant[] Measured(Results results) =>
        [.. Contestants.All.Where(contestant => results.Cells.Any(cell => cell.Contestant == contestant.Id))];

    // By itself, out of the column beside the one that it is a variant of.
    private static string FullTitle(Contestant contestant) => contestant.Title.StartsWith('…')
        ? Contestants.All.First(other => $"{other.Id}-aot" == contestant.Id).Title + contestant.Title[1..]
        : contestant.Title;

    private static string Digits(double value) => value.ToString(value < 10 ? "0.00" : value < 100 ? "0.0" : "#,0", CultureInfo.InvariantCulture);

    private static string Multiple(double? ratio) => ratio is null ? "" : string.Create(CultureInfo.InvariantCulture, $" ({ratio:0.00}×)");

    private static void Line(StringBuilder text, FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
