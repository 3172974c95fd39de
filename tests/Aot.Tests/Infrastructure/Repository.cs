using System.Reflection;

namespace WebSockets.Aot.Tests.Infrastructure;

/// <summary>Where things lie in the working copy that these tests were built from.</summary>
internal static class Repository
{
    public static string Root => Metadata("Repository");

    /// <summary>The app with every feature, as the build has made it.</summary>
    public static string WireHost => Metadata("WireHost");

    /// <summary>What is made here is not kept by git.</summary>
    public static string Artifacts => Path.Combine(Root, "artifacts", "aot-tests");

    private static string Metadata(string key) =>
        typeof(Repository).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == key).Value!;
}
