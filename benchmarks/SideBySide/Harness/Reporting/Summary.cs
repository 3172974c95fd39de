using System.Globalization;

namespace WebSockets.SideBySide.Reporting;

/// <summary>What the console says at the end.</summary>
internal static class Summary
{
    public static void Print(Results results)
    {
        if (results.Start is { } start)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Chat, Native AOT: {start.Milliseconds:0} ms to the first answer, {start.MemoryMiB:0} MiB."));
        }

        foreach (var outcome in Target.Judge(results).Concat(Target.JudgeAbsolute(results)))
        {
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{outcome.Contestant,-16} {outcome.What,-52} {outcome.Measured,6:0.00} {outcome.Unit,-18} at most {outcome.AtMost,5:0.00}  {outcome.Verdict.Trim('*')}"));
        }

        Console.WriteLine($"Measured in {results.Duration:h\\:mm\\:ss}.");
    }
}
