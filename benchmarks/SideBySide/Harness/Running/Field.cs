using WebSockets.SideBySide.Contest;

namespace WebSockets.SideBySide.Running;

/// <summary>The servers that run. All are started at once and stay: one that idles takes nothing from the one that is measured.</summary>
internal sealed class Field : IDisposable
{
    // A server that has a processor of its own, and uses all of it, takes some seconds until all of its code is compiled for good.
    private const int MaxWarmUps = 10;
    private const double Gain = 0.97;

    private readonly Dictionary<Contestant, ServerProcess> _servers = [];
    private readonly HashSet<(Contestant, string)> _warm = [];

    public async Task StartAsync(IEnumerable<Contestant> contestants)
    {
        foreach (var contestant in contestants)
        {
            _servers[contestant] = await ServerProcess.StartAsync(contestant);
        }
    }

    /// <summary>Measures once, on a server that has run this code until that did not make it faster.</summary>
    public async Task<LoadRun> MeasureAsync(Row row, Contestant contestant, double seconds)
    {
        if (!contestant.IsNative && _warm.Add((contestant, row.Warmth)))
        {
            await WarmUpAsync(row, _servers[contestant]);
        }

        var run = await _servers[contestant].LoadAsync(row, seconds, row.WarmUp);
        var again = _servers[contestant].WasEnded;
        if (run.Failure is not null)
        {
            await RestartAsync(contestant);
        }

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

    // Failures are seen in the runs that count.
    private static async Task WarmUpAsync(Row row, ServerProcess server)
    {
        var (best, without) = (double.MaxValue, 0);
        for (var i = 0; i < MaxWarmUps && without < 2; i++)
        {
            var run = await server.LoadAsync(row, 1, 0);
            var time = run.Values.GetValueOrDefault("srv_cpu_us", double.MaxValue);
            without = run.Failure is null && time < best * Gain ? 0 : without + 1;
            best = Math.Min(best, time);
        }
    }

    // What a failure has left behind is not the next row's.
    private async Task RestartAsync(Contestant contestant)
    {
        _servers[contestant].Dispose();
        _servers[contestant] = await ServerProcess.StartAsync(contestant);
        _warm.RemoveWhere(warm => warm.Item1 == contestant);
    }
}
