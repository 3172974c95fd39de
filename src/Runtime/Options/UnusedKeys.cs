using Microsoft.Extensions.Configuration;

namespace WebSockets.Options;

/// <summary>A key of the configuration that nothing reads.</summary>
/// <param name="Path">The whole key.</param>
/// <param name="IsOption">It stands where options do; else where the sections of handlers do.</param>
/// <param name="Near">The whole key that is likely meant, if there is one.</param>
internal sealed record UnusedKey(string Path, bool IsOption, string? Near);

/// <summary>Finds what stands in the section of the library and means nothing to it. It may be the app's, but most likely it is misspelt.</summary>
internal static class UnusedKeys
{
    /// <param name="root">The section of the library.</param>
    /// <param name="sections">The sections that are read: one for each handler, and that of the defaults.</param>
    /// <param name="optionsOf">The options that are read of one of these.</param>
    public static IEnumerable<UnusedKey> Find(IConfigurationSection root, IReadOnlySet<string> sections, Func<IConfigurationSection, IReadOnlySet<string>> optionsOf)
    {
        foreach (var section in root.GetChildren())
        {
            if (!sections.Contains(section.Key))
            {
                yield return Unused(section, sections, isOption: false);
                continue;
            }

            var options = optionsOf(section);
            foreach (var key in section.GetChildren().Where(key => !options.Contains(key.Key)))
            {
                yield return Unused(key, options, isOption: true);
            }
        }
    }

    private static UnusedKey Unused(IConfigurationSection key, IEnumerable<string> known, bool isOption) =>
        new(key.Path, isOption, Nearest(key.Key, known) is { } near ? $"{key.Path[..^key.Key.Length]}{near}" : null);

    private static string? Nearest(string key, IEnumerable<string> known) => known
        .Select(other => (Key: other, Distance: Distance(key.ToUpperInvariant(), other.ToUpperInvariant())))
        .Where(other => other.Distance <= Math.Min(3, key.Length / 3))
        .OrderBy(other => other.Distance)
        .FirstOrDefault().Key;

    // Letters to add, to leave out or to change. Words that stand in another order are near too.
    private static int Distance(string one, string other)
    {
        if (one.Order().SequenceEqual(other.Order()))
        {
            return 1;
        }

        var row = Enumerable.Range(0, other.Length + 1).ToArray();
        for (var i = 0; i < one.Length; i++)
        {
            var corner = row[0]++;
            for (var j = 0; j < other.Length; j++)
            {
                var changed = corner + (one[i] == other[j] ? 0 : 1);
                corner = row[j + 1];
                row[j + 1] = Math.Min(changed, Math.Min(row[j], corner) + 1);
            }
        }

        return row[^1];
    }
}
