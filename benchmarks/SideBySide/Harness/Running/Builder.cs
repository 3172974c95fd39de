using System.Diagnostics;
using WebSockets.SideBySide.Contest;

namespace WebSockets.SideBySide.Running;

/// <summary>Builds the contestants and the load generator, as their users would.</summary>
internal static class Builder
{
    public static async Task BuildAsync(IReadOnlyCollection<Contestant> contestants, bool chat)
    {
        await NativeAsync("wsload");
        await NativeAsync("wsref");
        if (contestants.Any(contestant => contestant.IsOurs && !contestant.IsNative))
        {
            await PublishAsync("benchmarks/SideBySide/Ours", "ours");
        }

        foreach (var (id, project) in new[] { (Contestants.Raw, "Raw"), (Contestants.SignalR, "SignalR") })
        {
            if (contestants.Any(contestant => contestant.Id == id))
            {
                await PublishAsync($"benchmarks/SideBySide/{project}", id);
            }
        }

        if (contestants.Any(contestant => contestant.IsOurs && contestant.IsNative))
        {
            await PublishAsync("benchmarks/SideBySide/Ours", "ours-aot", "-p:PublishAot=true");
        }

        if (chat)
        {
            await PublishAsync("samples/Chat", "chat-aot", "-p:PublishAot=true");
        }

        if (contestants.Any(contestant => contestant.Id is Contestants.Bun or "ws"))
        {
            await RunAsync("npm", "ci", "--prefix", Path.Combine(Places.Sources, "Node"), "--no-audit", "--no-fund", "--loglevel=error");
        }
    }

    private static Task NativeAsync(string program) => RunAsync(
        "cc", "-O3", "-march=native", "-Wall", "-Wextra",
        "-o", Path.Combine(Directory.CreateDirectory(Places.Built("native")).FullName, program),
        Path.Combine(Places.Sources, "native", $"{program}.c"));

    private static Task PublishAsync(string project, string output, params string[] properties) => RunAsync(
        "dotnet", ["publish", Path.Combine(Places.Repository, project), "-c", "Release", "-o", Places.Built(output), "-v", "quiet", "--nologo", .. properties]);

    private static async Task RunAsync(string program, params string[] arguments)
    {
        Console.Error.WriteLine($"> {program} {string.Join(' ', arguments)}");
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { WorkingDirectory = Places.Repository })
            ?? throw new InvalidOperationException($"{program} does not start.");
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{program} failed with {process.ExitCode}.");
        }
    }
}
