using System.Diagnostics;
using System.Text;

namespace WebSockets.Browser.Tests;

/// <summary>Runs programs, each within a time.</summary>
internal static class Processes
{
    public static ProcessStartInfo Info(string program, string directory, params string[] arguments)
    {
        var info = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = directory,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        // What the test runner has set for itself is not for the programs it starts.
        foreach (var name in info.Environment.Keys.Where(name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase) || name.StartsWith("ASPNETCORE_", StringComparison.Ordinal)).ToArray())
        {
            info.Environment.Remove(name);
        }

        return info;
    }

    /// <summary>Runs a program to its end, which has to be a good one.</summary>
    public static async Task RunAsync(ProcessStartInfo info, TimeSpan limit)
    {
        using var process = Process.Start(info)!;
        var output = new StringBuilder();
        void Keep(string? line)
        {
            lock (output)
            {
                output.AppendLine(line);
            }
        }

        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        using var deadline = new CancellationTokenSource(limit);
        try
        {
            await process.WaitForExitAsync(deadline.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{info.FileName} did not end within {limit}:\n{output}");
        }

        Assert.That(process.ExitCode, Is.Zero, () => output.ToString());
    }
}
