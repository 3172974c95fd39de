using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace WebSockets.Options;

/// <summary>Reads typed values of one section, and gathers those that cannot be read.</summary>
/// <remarks>
/// The configuration binder would do this by reflection, or, generated, read <see cref="WebSocketHandlerOptions.Json"/> as well, which is for code alone.
/// </remarks>
internal sealed class SectionReader(IConfigurationSection section, List<string> failures)
{
    public string? Text(string key) => section[key] is { Length: > 0 } text ? text : null;

    public T? Value<T>(string key) where T : struct, IParsable<T>
    {
        if (Text(key) is not { } text)
        {
            return null;
        }

        // A bare number would be taken for days.
        var isUnclear = typeof(T) == typeof(TimeSpan) && !text.Contains(':');
        if (!isUnclear && T.TryParse(text, CultureInfo.InvariantCulture, out var value))
        {
            return value;
        }

        failures.Add($"{section.Path}:{key} is '{text}'; it has to be {Kind<T>()}.");
        return null;
    }

    public T? Member<T>(string key) where T : struct, Enum
    {
        if (Text(key) is not { } text)
        {
            return null;
        }

        if (Enum.TryParse<T>(text, ignoreCase: true, out var member) && Enum.IsDefined(member))
        {
            return member;
        }

        failures.Add($"{section.Path}:{key} is '{text}'; it has to be one of {string.Join(", ", Enum.GetNames<T>())}.");
        return null;
    }

    public IList<string>? List(string key)
    {
        var list = section.GetSection(key);
        if (!list.Exists())
        {
            return null;
        }

        // An empty list of JSON comes as an empty text.
        return list.Value is { } single ? single.Length == 0 ? [] : [single] : [.. list.GetChildren().Select(item => item.Value ?? "")];
    }

    private static string Kind<T>() =>
        typeof(T) == typeof(bool) ? "'true' or 'false'" : typeof(T) == typeof(TimeSpan) ? "a time, as '00:00:15'" : "a whole number";
}
