using System.Text.Json;
using WebSockets.SideBySide.Running;

namespace WebSockets.SideBySide.Reporting;

/// <summary>Everything that a run has found: what the report is made from.</summary>
/// <param name="At">When it began.</param>
/// <param name="Duration">How long it measured.</param>
/// <param name="Rounds">Rounds of which the median counts.</param>
/// <param name="Seconds">How long each measurement took.</param>
/// <param name="Conditions">The machine and the versions of what ran on it.</param>
/// <param name="Cells">What was measured.</param>
/// <param name="Start">How the chat sample starts when it is compiled ahead of time. Null: not measured.</param>
internal sealed record Results(
    DateTimeOffset At, TimeSpan Duration, int Rounds, double Seconds, IReadOnlyList<Condition> Conditions, IReadOnlyList<Cell> Cells, Start? Start)
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public Cell? Find(string row, string contestant) => Cells.FirstOrDefault(cell => cell.Row == row && cell.Contestant == contestant);

    /// <summary>How many times the processor time, or the memory, of another contestant in the same row. Null: one of them has none.</summary>
    public double? Ratio(string row, string contestant, string other) => Find(row, contestant)?.Value / Find(row, other)?.Value;

    public async Task SaveAsync(string path)
    {
        await using var file = File.Create(path);
        await JsonSerializer.SerializeAsync(file, this, s_json);
    }

    public static async Task<Results> LoadAsync(string path)
    {
        await using var file = File.OpenRead(path);
        return await JsonSerializer.DeserializeAsync<Results>(file, s_json) ?? throw new InvalidDataException($"{path} holds no results.");
    }
}

/// <summary>Something that the numbers depend on.</summary>
internal sealed record Condition(string Name, string Value);
