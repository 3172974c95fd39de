using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace WebSockets.Options;

/// <summary>Reads typed values of one section, and gathers those that cannot be read.</summary>
/// <remarks>
/// The configuration binder would do this by reflection, or, generated, read <see cref="WebSocketHandlerOptions.Json"/> as well, which is for code alone.
/// </remarks>
internal sealed class SectionReader(IConfigurationSection section, WrittenOptions written, List<string> failures)
{
    private const string Off = "off";

    private readonly HashSet<string> _asked = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The keys that were asked for: all others mean nothing.</summary>
    public IReadOnlySet<string> Asked => _asked;

    public string? Text(string key) => Find(key) is { } text ? Note(key, text, text) : null;

    public T? Value<T>(string key) where T : struct, IParsable<T> => Value<T>(key, Kind<T>());

    /// <summary>The value of an option that is off where nobody sets it, and that <c>off</c> takes back to that.</summary>
    /// <param name="key">The option.</param>
    /// <param name="current">What it is where the section does not say.</param>
    public T? Value<T>(string key, T? current) where T : struct, IParsable<T> =>
        string.Equals(Find(key), Off, StringComparison.OrdinalIgnoreCase) ? null : Value<T>(key, $"'{Off}', or {Kind<T>()}") ?? current;

    public T? Member<T>(string key) where T : struct, Enum
    {
        if (Find(key) is not { } text)
        {
            return null;
        }

        if (Enum.TryParse<T>(text, ignoreCase: true, out var member) && Enum.IsDefined(member))
        {
            return Note(key, text, member);
        }

        failures.Add($"{section.Path}:{key} is '{text}'; it has to be one of {string.Join(", ", Enum.GetNames<T>())}.");
        return null;
    }

    public IList<string>? List(string key)
    {
        _asked.Add(key);
        var list = section.GetSection(key);
        if (!list.Exists())
        {
            return null;
        }

        // An empty list of JSON comes as an empty text.
        IList<string> items = list.Value is { } single ? single.Length == 0 ? [] : [single] : [.. list.GetChildren().Select(item => item.Value ?? "")];
        return Note(key, string.Join(", ", items), items);
    }

    private static string Kind<T>() =>
        typeof(T) == typeof(bool) ? "'true' or 'false'"
        : typeof(T) == typeof(TimeSpan) ? "a time, as '00:00:15', of less than 24 hours: '1.00:00:00' is a day"
        : "a whole number";

    // A bare number would be taken for days, and so would hours from 24 on.
    private static bool IsUnclear<T>(string text, T value) =>
        value is TimeSpan time && (!text.Contains(':') || (time.Days != 0 && text.Count(c => c == ':') == 2 && !text[..text.IndexOf(':')].Contains('.')));

    private T? Value<T>(string key, string possible) where T : struct, IParsable<T>
    {
        if (Find(key) is not { } text)
        {
            return null;
        }

        if (T.TryParse(text, CultureInfo.InvariantCulture, out var value) && !IsUnclear(text, value))
        {
            return Note(key, text, value);
        }

        failures.Add($"{section.Path}:{key} is '{text}'; it has to be {possible}.");
        return null;
    }

    private string? Find(string key)
    {
        _asked.Add(key);
        return section[key] is { Length: > 0 } text ? text : null;
    }

    private T Note<T>(string key, string text, T value) where T : notnull
    {
        written.Add(key, section.Path, text, value);
        return value;
    }
}
