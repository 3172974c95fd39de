using System.Diagnostics;

namespace WebSockets.Package.Tests;

/// <summary>The <c>dotnet</c> command, as a user types it.</summary>
internal static class Tool
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    /// <summary>Runs it to its end, and fails with its output if it fails.</summary>
    public static async Task RunAsync(DirectoryInfo folder, params string[] arguments)
    {
        var (exitCode, output) = await TryAsync(folder, arguments);
        Assert.That(exitCode, Is.Zero, $"dotnet {string.Join(' ', arguments)}\n{output}");
    }

    /// <summary>Runs it to its end, whatever that is.</summary>
    public static async Task<(int ExitCode, string Output)> TryAsync(DirectoryInfo folder, params string[] arguments)
    {
        using var process = Process.Start(Command(folder, arguments))!;
        using var longest = new CancellationTokenSource(Longest);
        var output = process.StandardOutput.ReadToEndAsync(longest.Token);
        try
        {
            await process.WaitForExitAsync(longest.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }

        return (process.ExitCode, await output);
    }

    public static ProcessStartInfo Command(DirectoryInfo folder, params string[] arguments)
    {
        var command = new ProcessStartInfo("dotnet", arguments) { WorkingDirectory = folder.FullName, RedirectStandardOutput = true };

        // What the test runner has set for its own build is not for this one; and no server of the build may outlive the test.
        foreach (var name in command.Environment.Keys.Where(name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToArray())
        {
            command.Environment.Remove(name);
        }

        command.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        command.Environment["UseSharedCompilation"] = "false";
        command.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        return command;
    }
}
