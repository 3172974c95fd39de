using WebSockets.SideBySide.Contest;

namespace WebSockets.SideBySide.Running;

/// <summary>Goes through the rows. In each, the contestants take turns, so that what the machine does meanwhile happens to all of them.</summary>
internal sealed class Measuring(Settings settings, IReadOnlyList<Contestant> contestants, IReadOnlyList<Row> rows)
{
    // Enough to show where somebody stands.
    private const int FewRounds = 3;

    public async Task<List<Cell>> RunAsync()
    {
        var cells = new List<Cell>();
        using var field = new Field(rows);
        await field.StartAsync(contestants);
        await WarnOfBusyAsync(field);
        foreach (var row in rows)
        {
            var measured = await MeasureAsync(field, row);
            cells.AddRange(measured);
            Console.WriteLine($"{row.Title,-50} {string.Join("  ", measured.Select(Describe))}");
        }

        await WarnOfBusyAsync(field);
        return cells;
    }

    private async Task<List<Cell>> MeasureAsync(Field field, Row row)
    {
        var participants = contestants.Where(row.Has).ToArray();
        var cells = participants.Select(contestant => new Cell(row.Id, contestant.Id, [], null)).ToArray();
        for (var round = 0; round < Math.Min(settings.Rounds, row.MaxRounds); round++)
        {
            for (var turn = 0; turn < cells.Length; turn++)
            {
                // Each comes after another in the next round.
                var next = (turn + round) % cells.Length;
                if (cells[next].Failure is null && (round < FewRounds || !participants[next].TakesFewRounds))
                {
                    cells[next] = await AddRunAsync(field, row, participants[next], cells[next]);
                }
            }
        }

        return [.. cells];
    }

    private async Task<Cell> AddRunAsync(Field field, Row row, Contestant contestant, Cell cell)
    {
        var run = row.Load == Load.Idle ? await Field.HoldAsync(row, contestant) : await field.MeasureAsync(row, contestant, settings.Seconds);
        return cell with { Runs = [.. cell.Runs, run.Values], Failure = run.Failure };
    }

    private static async Task WarnOfBusyAsync(Field field)
    {
        foreach (var (contestant, share) in await field.IdleAsync())
        {
            if (share > 0.01)
            {
                Console.Error.WriteLine($"{contestant.Id} takes {share:P1} of the processor although it has nothing to do.");
            }
        }
    }

    private static string Describe(Cell cell) => cell.Failure is { } failure ? $"{cell.Contestant} FAILED: {failure}" : $"{cell.Contestant} {cell.Value:0.00}";
}
