using System.Runtime.CompilerServices;

namespace WebSockets.Runtime.Tests.Infrastructure;

/// <summary>The working copy that these tests were built from.</summary>
internal static class Repository
{
    public static string Read(params ReadOnlySpan<string> names) => File.ReadAllText(Path.Combine([Root(), .. names]));

    /// <summary>The text of every C# file of a folder that is not the build's.</summary>
    public static IEnumerable<string> ReadSources(string folder) =>
        from file in Directory.EnumerateFiles(Path.Combine(Root(), folder), "*.cs", SearchOption.AllDirectories)
        where !file.Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj")
        select File.ReadAllText(file);

    private static string Root([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", ".."));
}
