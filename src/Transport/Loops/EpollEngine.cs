using Microsoft.Extensions.Logging;

namespace WebSockets.Transport.Loops;

/// <summary>What all loops share.</summary>
internal sealed record EngineParts(TargetTable Targets, LoopThreads Threads, Supervisor Supervisor, ILogger Logger);

/// <summary>The loops of an app. They run while there is a listener.</summary>
internal sealed class EpollEngine
{
    private readonly EngineParts _parts;
    private readonly EpollLoop[] _loops;

    public EpollEngine(EpollTransportOptions options, ILogger logger)
        : this(options, new LoopThreads(options.LoopCount, options.MaxExtraThreads, logger), logger)
    {
    }

    public EpollEngine(EpollTransportOptions options, LoopThreads threads, ILogger logger)
    {
        _parts = new EngineParts(new TargetTable(), threads, new Supervisor(options.HandOverAfter, logger), logger);
        _loops = [.. Enumerable.Range(0, options.LoopCount).Select(_ => new EpollLoop(_parts))];
        SendQueue = new SendQueue(logger);
        foreach (var loop in _loops)
        {
            loop.Start();
        }

        _parts.Supervisor.Start(_loops);
    }

    public IReadOnlyList<EpollLoop> Loops => _loops;

    public TargetTable Targets => _parts.Targets;

    /// <summary>For bursts of sends that come from no loop.</summary>
    public SendQueue SendQueue { get; }

    /// <summary>Ends the loops, and then the connections that are left.</summary>
    public async Task StopAsync()
    {
        foreach (var loop in _loops)
        {
            loop.Stop();
        }

        await Task.WhenAll(_loops.Select(loop => loop.Ended)).ConfigureAwait(false);
        _parts.Supervisor.Stop();
        _parts.Threads.Stop();
        foreach (var target in Targets.Snapshot())
        {
            target.OnLoopEnded();
        }

        SendQueue.Stop();
        foreach (var loop in _loops)
        {
            loop.Dispose();
        }
    }
}
