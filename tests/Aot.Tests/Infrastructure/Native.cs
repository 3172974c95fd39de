using System.Collections.Concurrent;
using WebSockets.Testing;

namespace WebSockets.Aot.Tests.Infrastructure;

/// <summary>Apps published with <c>PublishAot</c>, each once for all tests.</summary>
internal static class Native
{
    private static readonly ConcurrentDictionary<string, Lazy<Task<string>>> Published = new();

    /// <summary>The program of a project that is named by its folder. Without what the native compiler needs, the test is skipped.</summary>
    public static Task<string> PublishAsync(string folder)
    {
        if (!Commands.Exists("clang") || (OperatingSystem.IsLinux() && !File.Exists("/usr/include/zlib.h")))
        {
            Needs.Missing("The native compiler needs clang and the headers of zlib: apt-get install clang zlib1g-dev.");
        }

        return Published.GetOrAdd(folder, static folder => new(() => MakeAsync(folder))).Value;
    }

    // The artifacts are set apart, so that nothing is written where another build may be at work; the rest is what a user would type.
    private static async Task<string> MakeAsync(string folder)
    {
        var name = Path.GetFileName(folder);
        var output = Path.Combine(Repository.Artifacts, "published", name);
        var written = await Commands.RunAsync(
            "dotnet",
            "publish",
            Path.Combine(Repository.Root, folder),
            "--property:PublishAot=true",
            "--output",
            output,
            "--property:UseArtifactsOutput=true",
            $"--property:ArtifactsPath={Path.Combine(Repository.Artifacts, "build")}",
            "--nodeReuse:false",
            "--property:UseSharedCompilation=false");
        Assert.That(written, Does.Not.Contain("warning"));
        return Path.Combine(output, name);
    }
}
