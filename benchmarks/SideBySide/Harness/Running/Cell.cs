using System.Text.Json.Serialization;

namespace WebSockets.SideBySide.Running;

/// <summary>What was measured of one contestant in one row.</summary>
/// <param name="Row">The id of the row.</param>
/// <param name="Contestant">The id of the contestant.</param>
/// <param name="Runs">What the load generator printed, for each round.</param>
/// <param name="Failure">What was wrong in the last of them, after which there were no others.</param>
internal sealed record Cell(string Row, string Contestant, IReadOnlyList<IReadOnlyDictionary<string, double>> Runs, string? Failure)
{
    /// <summary>The number that counts: processor time for each message in µs, or in an idle row memory for each connection in KiB.</summary>
    [JsonIgnore]
    public double? Value => Median("srv_cpu_us") ?? Median("held_bytes_per_conn") / 1024;

    /// <summary>The median of one of the numbers. Null: there is none, or it does not count.</summary>
    public double? Median(string key)
    {
        var values = Runs.Where(run => run.ContainsKey(key)).Select(run => run[key]).Order().ToArray();
        return Failure is not null || values.Length == 0 ? null : (values[(values.Length - 1) / 2] + values[values.Length / 2]) / 2;
    }
}
