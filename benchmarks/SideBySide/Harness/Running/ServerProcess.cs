using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using WebSockets.SideBySide.Contest;

namespace WebSockets.SideBySide.Running;

/// <summary>A contestant that serves, on the first processor alone. Disposing it ends it.</summary>
internal sealed class ServerProcess : IDisposable
{
    private const int SigTerm = 15;

    private readonly Process _process;
    private readonly Contestant _contestant;

    private ServerProcess(Contestant contestant, int port)
    {
        _contestant = contestant;
        Port = port;
        var log = Path.Combine(Directory.CreateDirectory(Places.Built("logs")).FullName, $"{contestant.Id}.log");
        string[] arguments = ["-c", "exec taskset -c 0 \"$@\" >>\"$0\" 2>&1", log, .. contestant.Command(port)];
        var start = new ProcessStartInfo("/bin/sh", arguments) { WorkingDirectory = Path.GetDirectoryName(contestant.Command(port)[0]) };

        // On a single processor .NET waits ten times as long before it compiles hot code anew. It ends up with the same code, but a run would take longer.
        start.Environment["DOTNET_TC_DelaySingleProcMultiplier"] = "1";
        _process = Process.Start(start)!;
        AppDomain.CurrentDomain.ProcessExit += OnExit;
    }

    public int Id => _process.Id;

    public int Port { get; }

    /// <summary>Whether it was asked to end, by somebody else: that is not its fault.</summary>
    public bool WasEnded => _process.HasExited && _process.ExitCode == 128 + SigTerm;

    /// <summary>The processor time that it has taken so far.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <exception cref="TimeoutException">It does not accept connections.</exception>
    public static async Task<ServerProcess> StartAsync(Contestant contestant)
    {
        var server = new ServerProcess(contestant, Ports.FindFree());
        for (var waited = Stopwatch.StartNew(); waited.Elapsed < TimeSpan.FromSeconds(30); await Task.Delay(50))
        {
            using var client = new TcpClient();
            try
            {
                await client.ConnectAsync(IPAddress.Loopback, server.Port);
                return server;
            }
            catch (SocketException) when (!server._process.HasExited)
            {
                // Not yet.
            }
            catch (SocketException)
            {
                break;
            }
        }

        server.Dispose();
        throw new TimeoutException(string.Create(CultureInfo.InvariantCulture, $"{contestant.Id} does not serve; {Places.Built("logs", contestant.Id)}.log may say why."));
    }

    public async Task<LoadRun> LoadAsync(Row row, double seconds, double warmUp)
    {
        var run = await LoadRun.StartAsync(LoadArguments.For(row, _contestant, Port, Id, seconds, warmUp), TimeSpan.FromSeconds(seconds + warmUp));
        return _process.HasExited ? run with { Failure = $"the server has ended with {_process.ExitCode}" } : run;
    }

    public void Dispose()
    {
        AppDomain.CurrentDomain.ProcessExit -= OnExit;
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }

        _process.Dispose();
    }

    // No server outlives the run, also when that is interrupted.
    private void OnExit(object? sender, EventArgs e) => Dispose();
}
