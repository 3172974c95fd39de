using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.RegularExpressions;
using System.Threading.Channels;
using WebSockets.Testing;

namespace WebSockets.Aot.Tests.Infrastructure;

/// <summary>An app in a process of its own, on ports that were free.</summary>
internal sealed partial class RunningApp : IAsyncDisposable
{
    private readonly Stopwatch _started = Stopwatch.StartNew();
    private readonly string _program;
    private readonly Process _process;
    private readonly ConcurrentQueue<string> _log = new();
    private readonly Channel<Uri> _addresses = Channel.CreateUnbounded<Uri>();
    private readonly Task _reading;

    private RunningApp(string program, string[] options)
    {
        _program = program;
        _process = Process.Start(program.EndsWith(".dll", StringComparison.Ordinal) ? Commands.Info("dotnet", [program, .. options]) : Commands.Info(program, options))!;
        _reading = Task.WhenAll(ReadAsync(_process.StandardOutput), ReadAsync(_process.StandardError));
        _ = _reading.ContinueWith(_ => _addresses.Writer.Complete(), TaskScheduler.Default);
    }

    public int Id => _process.Id;

    /// <summary>The first address at which it listens.</summary>
    public Uri Http { get; private set; } = null!;

    /// <summary>What the app has written.</summary>
    public IEnumerable<string> Log => _log;

    /// <summary>What it has written of warnings and errors.</summary>
    public IEnumerable<string> Complaints => _log.Where(line => Complaint().IsMatch(line));

    /// <param name="program">A native program, or an assembly for the runtime.</param>
    /// <param name="options">The command line.</param>
    public static async Task<RunningApp> StartAsync(string program, params string[] options)
    {
        var app = Launch(program, options);
        app.Http = await app.NextAddressAsync();
        app._started.Stop();
        return app;
    }

    /// <summary>Starts an app that is not expected to listen.</summary>
    public static RunningApp Launch(string program, params string[] options) => new(program, options);

    public Uri Ws(string path) => new UriBuilder(new Uri(Http, path)) { Scheme = "ws" }.Uri;

    /// <summary>The next address at which it says that it listens.</summary>
    public async Task<Uri> NextAddressAsync()
    {
        try
        {
            return await _addresses.Reader.ReadAsync(Bounded.Token);
        }
        catch (ChannelClosedException)
        {
            throw new InvalidOperationException($"The app has ended before it listened:\n{string.Join('\n', _log)}");
        }
    }

    /// <summary>Prints how large the program is and how long it took until it listened. Nothing depends on it.</summary>
    public void TellStart(string name) => TestContext.Progress.WriteLine(
        $"{name}: {new FileInfo(_program).Length / 1024.0 / 1024:F1} MiB, listens after {_started.ElapsedMilliseconds} ms");

    /// <summary>Asks the app to end, and gives its exit code.</summary>
    public async Task<int> StopAsync()
    {
        Signals.AskToEnd(_process);
        return await WaitForExitAsync();
    }

    /// <summary>Waits for the app to end by itself, and gives its exit code.</summary>
    public async Task<int> WaitForExitAsync()
    {
        await _process.WaitForExitAsync(Bounded.Token);
        await _reading.Soon();
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync(Bounded.Token);
        }

        _process.Dispose();
    }

    private async Task ReadAsync(StreamReader output)
    {
        while (await output.ReadLineAsync() is { } line)
        {
            _log.Enqueue(line);
            if (Listening().Match(line) is { Success: true } found)
            {
                _addresses.Writer.TryWrite(new Uri(found.Groups[1].Value));
            }
        }
    }

    [GeneratedRegex(@"Now listening on: (http://\S+)")]
    private static partial Regex Listening();

    [GeneratedRegex("^(warn|fail|crit): |[Uu]nhandled exception")]
    private static partial Regex Complaint();
}
