using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.RegularExpressions;
using WebSockets.Testing;

namespace WebSockets.Browser.Tests;

/// <summary>A sample as its user runs it: published for release, in a process of its own, on a port that was free.</summary>
internal sealed partial class Sample : IAsyncDisposable
{
    private static readonly TimeSpan PublishLimit = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(30);

    private readonly Process _process;
    private readonly StringBuilder _log = new();
    private readonly TaskCompletionSource<Uri> _address = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private Sample(Process process) => _process = process;

    public Uri Address { get; private set; } = null!;

    /// <summary>What the process has written.</summary>
    public string Log
    {
        get
        {
            lock (_log)
            {
                return _log.ToString();
            }
        }
    }

    /// <summary>Publishes a sample into a directory of its own, so that nothing is written where another build may be at work.</summary>
    public static async Task<string> PublishAsync(string name)
    {
        var output = Path.Combine(Repository.Artifacts, "published", name);
        await Processes.RunAsync(
            Processes.Info(
                "dotnet",
                Repository.Root,
                "publish",
                Path.Combine("samples", name),
                "--configuration",
                "Release",
                "--output",
                output,
                "--property:UseArtifactsOutput=true",
                $"--property:ArtifactsPath={Path.Combine(Repository.Artifacts, "build")}",
                "--nodeReuse:false",
                "--property:UseSharedCompilation=false"),
            PublishLimit);
        return Path.Combine(output, name + ".dll");
    }

    /// <param name="program">The published program.</param>
    /// <param name="home">Takes the place of the user's home directory, where the keys of cookies are kept.</param>
    /// <param name="address">Where to listen.</param>
    public static async Task<Sample> StartAsync(string program, string home, string address = "http://127.0.0.1:0")
    {
        // Started from somewhere else on purpose: a published app has to find its own files.
        var transport = TransportUnderTest.IsEpoll ? "epoll" : "sockets";
        var info = Processes.Info("dotnet", Path.GetTempPath(), program, "--urls", address, "--transport", transport);
        info.Environment["HOME"] = Directory.CreateDirectory(home).FullName;
        info.Environment["DOTNET_CLI_HOME"] = home;
        var sample = new Sample(Process.Start(info)!);
        sample._process.OutputDataReceived += (_, line) => sample.Read(line.Data);
        sample._process.ErrorDataReceived += (_, line) => sample.Read(line.Data);
        sample._process.BeginOutputReadLine();
        sample._process.BeginErrorReadLine();
        try
        {
            sample.Address = await sample._address.Task.WaitAsync(StartLimit);
        }
        catch (TimeoutException)
        {
            var log = sample.Log;
            await sample.DisposeAsync();
            throw new TimeoutException($"{program} has not said which address to open:\n{log}");
        }

        return sample;
    }

    /// <summary>Asks the process to stop, as a terminal or a service manager does, and gives its exit code.</summary>
    public async Task<int> StopAsync()
    {
        if (OperatingSystem.IsWindows())
        {
            _process.Kill();
        }
        else if (Kill(_process.Id, Terminate) != 0)
        {
            throw new InvalidOperationException("The process could not be signalled.");
        }

        await _process.WaitForExitAsync().WaitAsync(StartLimit);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }

    private const int Terminate = 15;

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);

    [GeneratedRegex(@"Open (http://\S+)")]
    private static partial Regex Opening();

    private void Read(string? line)
    {
        if (line is null)
        {
            return;
        }

        lock (_log)
        {
            _log.AppendLine(line);
        }

        if (Opening().Match(line) is { Success: true } match)
        {
            _address.TrySetResult(new Uri(match.Groups[1].Value));
        }
    }
}
