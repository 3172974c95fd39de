using System.Diagnostics;
using System.Globalization;

namespace WebSockets.SideBySide.Running;

/// <summary>One run of the load generator.</summary>
/// <param name="Values">What it printed.</param>
/// <param name="Failure">What was wrong: messages lost, bad or out of order, connections dropped, or no end. Null: nothing was.</param>
internal sealed record LoadRun(IReadOnlyDictionary<string, double> Values, string? Failure)
{
    private static readonly string[] Faults = ["lost", "bad", "proto", "dropped"];

    /// <summary>Runs it, and kills it when it takes far longer than it should.</summary>
    public static async Task<LoadRun> StartAsync(IEnumerable<string> arguments, TimeSpan expected)
    {
        using var process = Process.Start(new ProcessStartInfo(Places.Built("native", "wsload"), arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        using var timeout = new CancellationTokenSource(expected + TimeSpan.FromSeconds(45));
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(timeout.Token);
            var errors = process.StandardError.ReadToEndAsync(timeout.Token);
            var values = Parse(await output);
            var error = (await errors).Trim();
            await process.WaitForExitAsync(timeout.Token);
            if (values.GetValueOrDefault("rate") == 0)
            {
                // On a machine that is busy otherwise nothing may come through for a moment: no number, and nothing lost either.
                values.Remove("srv_cpu_us");
            }

            return new(values, process.ExitCode == 0 ? null : Explain(values, error));
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            return new(new Dictionary<string, double>(), "no end");
        }
    }

    private static Dictionary<string, double> Parse(string line) =>
        line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
            .Select(pair => pair.Split('='))
            .Where(pair => pair.Length == 2)
            .ToDictionary(pair => pair[0], pair => double.Parse(pair[1], CultureInfo.InvariantCulture));

    private static string Explain(IReadOnlyDictionary<string, double> values, string error)
    {
        var faults = Faults.Where(fault => values.GetValueOrDefault(fault) != 0).Select(fault => $"{values[fault]:0} {fault}").ToArray();
        return faults.Length > 0 ? string.Join(", ", faults) : error.Length > 0 ? error.Split('\n')[0] : "connections not closed";
    }
}
