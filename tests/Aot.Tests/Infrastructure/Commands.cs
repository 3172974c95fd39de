using System.Diagnostics;

namespace WebSockets.Aot.Tests.Infrastructure;

/// <summary>Commands as a user types them, each within a time.</summary>
internal static class Commands
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    public static bool Exists(string program)
    {
        try
        {
            using var process = Process.Start(Info(program, "--version"))!;
            process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false; // there is no such program
        }
    }

    /// <summary>Runs a command to its end and gives what it wrote; the test fails if the command does.</summary>
    public static async Task<string> RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(Info(program, arguments))!;
        using var longest = new CancellationTokenSource(Longest);
        var output = process.StandardOutput.ReadToEndAsync(longest.Token);
        var errors = process.StandardError.ReadToEndAsync(longest.Token);
        try
        {
            await process.WaitForExitAsync(longest.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }

        var written = await output + await errors;
        Assert.That(process.ExitCode, Is.Zero, $"{program} {string.Join(' ', arguments)}\n{written}");
        return written;
    }

    public static ProcessStartInfo Info(string program, params string[] arguments)
    {
        // Started from somewhere else on purpose: a program has to find its own files.
        var info = new ProcessStartInfo(program, arguments) { WorkingDirectory = Path.GetTempPath(), RedirectStandardOutput = true, RedirectStandardError = true };

        // What the test runner has set for itself is not for the programs it starts.
        foreach (var name in info.Environment.Keys.Where(name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase) || name.StartsWith("ASPNETCORE_", StringComparison.Ordinal)).ToArray())
        {
            info.Environment.Remove(name);
        }

        return info;
    }
}
