namespace WebSockets.SideBySide.Reporting;

/// <summary>Writes what a run has found.</summary>
internal static class Report
{
    public static async Task WriteAsync(Results results, string directory)
    {
        Directory.CreateDirectory(directory);
        await Document.ReplaceAsync(Path.Combine(directory, "performance.md"), Tables.Write(results));
        await File.WriteAllTextAsync(Path.Combine(directory, "performance.svg"), new Chart(results).Draw());
        Console.WriteLine($"Written: {Path.Combine(directory, "performance.md")} and performance.svg.");
    }
}
