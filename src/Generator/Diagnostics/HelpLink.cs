using System.Reflection;

namespace WebSockets.Generator.Diagnostics;

/// <summary>
/// The page of a diagnostic: where this build's repository is published; without such an address, its path in the repository and
/// in the package, which both hold the pages.
/// </summary>
internal static class HelpLink
{
    private const string Pages = "docs/diagnostics/";

    private static readonly string s_base = Base(typeof(HelpLink).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .FirstOrDefault(static metadata => metadata.Key == "RepositoryUrl")?.Value);

    public static string To(string id) => s_base + id + ".md";

    /// <summary>The address under which the pages are, for a repository's own address.</summary>
    public static string Base(string? repository) =>
        repository?.StartsWith("https://", StringComparison.Ordinal) == true
            ? (repository.EndsWith(".git", StringComparison.Ordinal) ? repository.Substring(0, repository.Length - 4) : repository.TrimEnd('/')) + "/blob/main/" + Pages
            : Pages;
}
