using System.Globalization;
using System.Text.RegularExpressions;
using WebSockets.SideBySide.Contest;

namespace WebSockets.SideBySide.Reporting;

/// <summary>What one contestant must not exceed, in some rows, measured by another one.</summary>
internal sealed record Target(string Contestant, string Rows, string Other, double AtMost)
{
    private const string EchoDeep = "^echo-(64B|1KiB)-d16$";
    private const string Fanouts = "^fanout-1";

    public static IReadOnlyList<Target> All { get; } =
    [
        .. from contestant in new[] { Contestants.Transport, Contestants.TransportNative }
           from target in new Target[]
           {
               new(contestant, "^echo-(64B|1KiB)-d1$", Contestants.Bun, 0.95),
               new(contestant, EchoDeep, Contestants.Bun, 0.65),
               new(contestant, "^echo-64KiB", Contestants.Bun, 0.65),
               new(contestant, "^json.*-d1$", Contestants.Bun, 1.0),
               new(contestant, "^json.*-d16$", Contestants.Bun, 1.35),
               new(contestant, Fanouts, Contestants.Bun, 1.0),
           }
           select target,
        .. from contestant in new[] { Contestants.Stock, Contestants.StockNative }
           from target in new Target[]
           {
               new(contestant, "^(echo|json).*-d1$", Contestants.Bun, 1.75),
               new(contestant, "^echo.*-d16$", Contestants.Bun, 1.15),
               new(contestant, "^json.*-d16$", Contestants.Bun, 1.4),
               new(contestant, "^(echo|json|chat|fanout)", Contestants.Raw, 1 / 1.15),
               new(contestant, "^(echo|json|chat|fanout)", Contestants.SignalR, 1 / 2.0),
           }
           select target,
    ];

    /// <summary>Each target in each of its rows that was measured.</summary>
    public static IEnumerable<Outcome> Judge(Results results) =>
        from target in All
        from row in Contest.Rows.All
        where Regex.IsMatch(row.Id, target.Rows)
        let ratio = results.Ratio(row.Id, target.Contestant, target.Other)
        where ratio is not null
        select new Outcome(target.Contestant, row.Title, $"× {Title(target.Other)}", ratio.Value, target.AtMost);

    /// <summary>The targets that are no ratios.</summary>
    public static IEnumerable<Outcome> JudgeAbsolute(Results results)
    {
        foreach (var (contestant, atMost) in new[]
                 {
                     (Contestants.Transport, 5.0), (Contestants.TransportNative, 5.0), (Contestants.Stock, 13.0), (Contestants.StockNative, 13.0),
                 })
        {
            if (results.Find(Contest.Rows.Idle, contestant)?.Value is { } memory)
            {
                yield return new(contestant, "idle memory for each connection", "KiB", memory, atMost);
            }
        }

        if (results.Start is { } start)
        {
            yield return new("Chat sample, AOT", "process start to first answer", "ms", start.Milliseconds, 60);
            yield return new("Chat sample, AOT", "memory after the first answer", "MiB", start.MemoryMiB, 35);
        }
    }

    private static string Title(string contestant) => Contestants.All.First(other => other.Id == contestant).Title;
}

/// <summary>What became of a target.</summary>
internal sealed record Outcome(string Contestant, string What, string Unit, double Measured, double AtMost)
{
    public bool IsReached => Measured <= AtMost;

    public string Verdict => IsReached ? "reached" : string.Create(CultureInfo.InvariantCulture, $"**missed by {(Measured / AtMost) - 1:P0}**");
}
