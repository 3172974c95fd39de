using System.Diagnostics;

namespace WebSockets.Aot.Tests.Abuse;

/// <summary>A script that misuses a server, and whose exit code says whether the server took it as it should.</summary>
internal static class Instrument
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    /// <summary>The script that the variable names. Without it the test is passed over.</summary>
    public static string Find(string variable)
    {
        var script = Environment.GetEnvironmentVariable(variable);
        if (string.IsNullOrEmpty(script))
        {
            Assert.Ignore($"Set {variable} to the script that this test is to run.");
        }

        return script!;
    }

    /// <summary>Runs it, and fails with the rows that it marks as missed.</summary>
    public static async Task AssertPassesAsync(string script, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("python3", [script, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        using var longest = new CancellationTokenSource(Longest);
        var output = process.StandardOutput.ReadToEndAsync(longest.Token);
        var errors = process.StandardError.ReadToEndAsync(longest.Token);
        try
        {
            await process.WaitForExitAsync(longest.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            throw;
        }

        var lines = (await output).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        TestContext.Out.WriteLine(lines.LastOrDefault());
        var missed = string.Join('\n', lines.Where(line => line.EndsWith("MISS", StringComparison.Ordinal)));
        Assert.That(process.ExitCode, Is.Zero, $"{missed}\n{lines.LastOrDefault()}\n{await errors}");
    }
}
