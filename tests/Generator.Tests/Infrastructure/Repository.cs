using System.Runtime.CompilerServices;

namespace WebSockets.Generator.Tests.Infrastructure;

/// <summary>The working copy that these tests were built from.</summary>
internal static class Repository
{
    private static readonly string s_root = Find();

    /// <summary>The full path of a file or folder, whether it exists or not.</summary>
    public static string PathOf(params ReadOnlySpan<string> names) => Path.Combine([s_root, .. names]);

    public static string Read(params ReadOnlySpan<string> names) => File.ReadAllText(PathOf(names));

    /// <summary>The C# files under a folder, without what a build has put there; none where there is no such folder.</summary>
    public static IEnumerable<string> Sources(params ReadOnlySpan<string> folder)
    {
        var path = PathOf(folder);
        return Directory.Exists(path)
            ? Directory.EnumerateFiles(path, "*.cs", SearchOption.AllDirectories)
                .Where(file => !Path.GetRelativePath(path, file).Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj"))
                .Order(StringComparer.Ordinal)
            : [];
    }

    private static string Find([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", ".."));
}
