using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace WebSockets.Interop.Tests;

/// <summary>Runs client programs. Where what one needs is not installed, its tests are skipped.</summary>
internal static class Client
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private static readonly string Directory = Find();

    private static readonly Lazy<int?> NodeVersion = new(() => Try("node", "--version") is { } version ? int.Parse(version.TrimStart('v').Split('.')[0]) : null);

    private static readonly Lazy<string?> Python = new(() =>
        Array.Find(["/usr/bin/python3", "python3"], python => Try(python, "-c", "import websockets") is not null));

    public static Task RunAsync(string client, string scenario)
    {
        switch (client)
        {
            case "python":
                if (Python.Value is null)
                {
                    Assert.Ignore("No python3 has the websockets library: apt-get install python3-websockets.");
                }

                return RunAsync(Python.Value!, "client.py", scenario, InteropHost.Address);

            case "node" when NodeVersion.Value is { } version and < 22:
                Assert.Ignore($"Node.js {version} has no WebSocket of its own: 22 has.");
                break;
        }

        if (NodeVersion.Value is null)
        {
            Assert.Ignore("Node.js is not installed.");
        }

        if (!System.IO.Directory.Exists(Path.Combine(Directory, "node_modules", "ws")))
        {
            Assert.Ignore($"The client libraries are not installed: npm ci --omit=dev in {Directory}.");
        }

        return client == "ws-only" ? RunAsync("node", "ws.mjs", scenario, InteropHost.Address) : RunAsync("node", "web.mjs", client, scenario, InteropHost.Address);
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
