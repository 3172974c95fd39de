using System.Runtime.CompilerServices;

namespace WebSockets.Runtime.Tests.Infrastructure;

/// <summary>The working copy that these tests were built from.</summary>
internal static class Repository
{
    public static string Read(params ReadOnlySpan<string> names) => File.ReadAllText(Path.Combine([Root(), .. names]));

    private static string Root([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", ".."));
}
