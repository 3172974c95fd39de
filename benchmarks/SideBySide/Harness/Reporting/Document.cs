namespace WebSockets.SideBySide.Reporting;

/// <summary>A document of which one part is generated, and the rest is written by hand and stays.</summary>
internal static class Document
{
    private const string Begin = "<!-- The rest, up to the next comment, is written by benchmarks/SideBySide/run. -->";
    private const string End = "<!-- Up to here. -->";

    public static async Task ReplaceAsync(string path, string generated)
    {
        var text = File.Exists(path) ? await File.ReadAllTextAsync(path) : $"{Begin}\n{End}\n";
        var begin = text.IndexOf(Begin, StringComparison.Ordinal);
        var end = text.IndexOf(End, StringComparison.Ordinal);
        if (begin < 0 || end < begin)
        {
            throw new InvalidDataException($"{path} lost the comments between which the results are written.");
        }

        await File.WriteAllTextAsync(path, $"{text[..(begin + Begin.Length)]}\n\n{generated.Trim()}\n\n{text[end..]}");
    }
}
