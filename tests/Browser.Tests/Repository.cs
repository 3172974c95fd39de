using System.Runtime.CompilerServices;

namespace WebSockets.Browser.Tests;

/// <summary>Where things lie in the working copy that these tests were built from.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    /// <summary>What is made here is not kept by git.</summary>
    public static string Artifacts => Directory.CreateDirectory(Path.Combine(Root, "artifacts", "browser-tests")).FullName;

    private static string Find([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", ".."));
}
