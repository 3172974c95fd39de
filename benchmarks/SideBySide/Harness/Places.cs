namespace WebSockets.SideBySide;

/// <summary>Where things stand in the repository.</summary>
internal static class Places
{
    public static string Repository { get; } = FindRepository();

    public static string Sources { get; } = Path.Combine(Repository, "benchmarks", "SideBySide");

    /// <summary>What a run builds and measures; not under version control.</summary>
    public static string Artifacts { get; } = Directory.CreateDirectory(Path.Combine(Repository, "artifacts", "side-by-side")).FullName;

    public static string Documents { get; } = Path.Combine(Repository, "docs");

    public static string Built(params string[] path) => Path.Combine([Artifacts, .. path]);

    private static string FindRepository()
    {
        for (var directory = new DirectoryInfo(AppContext.BaseDirectory); directory is not null; directory = directory.Parent)
        {
            if (File.Exists(Path.Combine(directory.FullName, "WebSockets.sln")))
            {
                return directory.FullName;
            }
        }

        throw new DirectoryNotFoundException("This program runs inside its repository.");
    }
}
