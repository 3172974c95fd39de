using WebSockets.SideBySide.Contest;

namespace WebSockets.SideBySide.Running;

/// <summary>The servers that run. All are started at once and stay: one that idles takes nothing from the one that is measured.</summary>
internal sealed class Field(IReadOnlyList<Row> rows) : IDisposable
{
    // Code is compiled for good in steps, between which the runtime waits for some quiet: many short loads with breaks warm more than a long one.
    private const int WarmUps = 6;
    private const double WarmUpSeconds = 0.6;

    private readonly Dictionary<Contestant, ServerProcess> _servers = [];

    public async Task StartAsync(IReadOnlyCollection<Contestant> contestants)
    {
        foreach (var contestant in contestants)
        {
            _servers[contestant] = await ServerProcess.StartAsync(contestant);
        }

        await WarmUpAsync(contestants);
    }

    public async Task<LoadRun> MeasureAsync(Row row, Contestant contestant, double seconds)
    {
        var run = await _servers[contestant].LoadAsync(row, seconds, row.WarmUp);
        if (run.Failure is null)
        {
            return run;
        }

        // What a failure has left behind is not the next row's.
        var again = _servers[contestant].WasEnded;
        _servers[contestant].Dispose();
        await StartAsync([contestant]);
        return again ? await MeasureAsync(row, contestant, seconds) : run;
    }

    /// <summary>Measures what connections hold on to: on a new server, as one that has served others has room left from them.</summary>
    public static async Task<LoadRun> HoldAsync(Row row, Contestant contestant)
    {
        using var server = await ServerProcess.StartAsync(contestant);

        // What the code itself takes, once it runs, is no connection's.
        await server.LoadAsync(row with { Load = Load.Answers, Connections = 64 }, 1, 0);
        return await server.LoadAsync(row, 1, 0);
    }

    /// <summary>The share of a processor that each server takes while nobody asks anything of it.</summary>
    public async Task<IReadOnlyDictionary<Contestant, double>> IdleAsync()
    {
        var time = TimeSpan.FromSeconds(2);
        var before = _servers.ToDictionary(server => server.Key, server => server.Value.ProcessorTime);
        await Task.Delay(time);
        return _servers.ToDictionary(server => server.Key, server => (server.Value.ProcessorTime - before[server.Key]) / time);
    }

    public void Dispose()
    {
        foreach (var server in _servers.Values)
        {
            server.Dispose();
        }
    }

    // Whatever the rows make the servers run. Failures are seen in the runs that count.
    private async Task WarmUpAsync(IReadOnlyCollection<Contestant> contestants)
    {
        var kinds = rows.Where(row => row.Load != Load.Idle).GroupBy(row => row.Warmth).Select(kind => kind.ToArray()).ToArray();
        for (var i = 0; i < WarmUps; i++)
        {
            foreach (var kind in kinds)
            {
                var row = kind[i % kind.Length];
                foreach (var contestant in contestants.Where(contestant => !contestant.IsNative && row.Has(contestant)))
                {
                    await _servers[contestant].LoadAsync(row with { Connections = Math.Min(row.Connections, 1000), SlowSubscribers = 0 }, WarmUpSeconds, 0);
                }
            }
        }
    }
}
