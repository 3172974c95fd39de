using System.Runtime.CompilerServices;

namespace WebSockets.Generator.Tests.Infrastructure;

/// <summary>The working copy that these tests were built from.</summary>
internal static class Repository
{
    private static readonly string s_root = Find();

    /// <summary>The full path of a file or folder, whether it exists or not.</summary>
    public static string PathOf(params ReadOnlySpan<string> names) => Path.Combine([s_root, .. names]);

    private static string Find([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", ".."));
}
