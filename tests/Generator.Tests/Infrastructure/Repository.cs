namespace WebSockets.Generator.Tests.Infrastructure;

/// <summary>The files of the repository that the tests were built from.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    public static string Read(params string[] path) => File.ReadAllText(Path.Combine([Root, .. path]));

    /// <summary>The C# files under a folder, without what a build has put there; none where there is no such folder.</summary>
    public static IEnumerable<string> Sources(params string[] folder)
    {
        var path = Path.Combine([Root, .. folder]);
        return Directory.Exists(path)
            ? Directory.EnumerateFiles(path, "*.cs", SearchOption.AllDirectories)
                .Where(file => !Path.GetRelativePath(path, file).Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj"))
                .Order(StringComparer.Ordinal)
            : [];
    }

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "WebSockets.sln")))
            {
                return folder.FullName;
            }
        }

        throw new DirectoryNotFoundException($"No WebSockets.sln above {AppContext.BaseDirectory}.");
    }
}
