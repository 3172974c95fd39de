namespace WebSockets.Transport.Tests.Infrastructure;

/// <summary>The descriptors that this process has open.</summary>
internal static class Descriptors
{
    public static int OfSockets() => Count("socket:");

    /// <summary>Those of the loops: no socket and no file.</summary>
    public static int OfLoops() => Count("anon_inode:[event");

    private static int Count(string kind)
    {
        var count = 0;
        foreach (var entry in Directory.EnumerateFileSystemEntries("/proc/self/fd"))
        {
            try
            {
                if (new FileInfo(entry).LinkTarget?.StartsWith(kind, StringComparison.Ordinal) == true)
                {
                    count++;
                }
            }
            catch (IOException)
            {
                // Closed in between.
            }
        }

        return count;
    }
}
