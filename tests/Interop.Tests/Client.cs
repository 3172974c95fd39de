using System.Diagnostics;
using System.Runtime.CompilerServices;
using WebSockets.Testing;

namespace WebSockets.Interop.Tests;

/// <summary>Runs client programs. Where what one needs is not installed, its tests are skipped.</summary>
internal static class Client
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private static readonly string Directory = Find();

    private static readonly Lazy<int?> NodeVersion = new(() => Try("node", "--version") is { } version ? int.Parse(version.TrimStart('v').Split('.')[0]) : null);

    private static readonly Lazy<string?> Python = new(() =>
        Array.Find(["/usr/bin/python3", "python3"], python => Try(python, "-c", "import websockets") is not null));

    /// <param name="client">ws, undici, node (its own WebSocket), python, or ws-only for what the others cannot do.</param>
    /// <param name="scenario">What it does.</param>
    public static Task RunAsync(string client, string scenario)
    {
        if (client == "python")
        {
            RequirePython();
            return RunAsync(Python.Value!, "client.py", scenario, InteropHost.Address);
        }

        RequireNode();
        return client == "ws-only"
            ? RunAsync("node", "ws.mjs", scenario, InteropHost.Address)
            : RunAsync("node", "--experimental-websocket", "web.mjs", client, scenario, InteropHost.Address);
    }

    private static void RequirePython()
    {
        if (Python.Value is null)
        {
            Needs.Missing("No python3 has the websockets library: apt-get install python3-websockets.");
        }
    }

    private static void RequireNode()
    {
        // Before version 22 its own WebSocket has to be asked for.
        if (NodeVersion.Value is not >= 20)
        {
            Needs.Missing("Node.js 20 or later is not installed: apt-get install nodejs npm, or nodejs.org.");
        }

        if (!System.IO.Directory.Exists(Path.Combine(Directory, "node_modules", "ws")))
        {
            Needs.Missing($"The client libraries are not installed: npm ci --omit=dev in {Directory}.");
        }
    }

    private static async Task RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(Info(program, arguments))!;
        using var deadline = new CancellationTokenSource(Limit);
        var output = process.StandardOutput.ReadToEndAsync(deadline.Token);
        var errors = process.StandardError.ReadToEndAsync(deadline.Token);
        try
        {
            await process.WaitForExitAsync(deadline.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"{program} {string.Join(' ', arguments)} has not ended within {Limit.TotalSeconds} s.");
        }

        var said = await output;
        await TestContext.Out.WriteAsync(said);
        Assert.That((process.ExitCode, said.TrimEnd().Split('\n')[^1]), Is.EqualTo((0, "ok")), await errors);
    }

    private static ProcessStartInfo Info(string program, string[] arguments) => new(program, arguments)
    {
        WorkingDirectory = Directory,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    };

    private static string? Try(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(Info(program, arguments))!;
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0 ? output : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null; // there is no such program
        }
    }

    private static string Find([CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "clients");
}
