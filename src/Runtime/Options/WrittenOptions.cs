namespace WebSockets.Options;

/// <summary>What the configuration says of each option, and in which section: an error quotes it as it was written.</summary>
/// <param name="section">The handler's own section, where a value that code has set is looked for.</param>
internal sealed class WrittenOptions(string section)
{
    private readonly Dictionary<string, (string Section, string Text, object Value)> _read = [];

    /// <param name="key">The option.</param>
    /// <param name="place">The section. One that is read later wins.</param>
    /// <param name="text">What stands there.</param>
    /// <param name="value">What was made of it.</param>
    public void Add(string key, string place, string text, object value) => _read[key] = (place, text, value);

    /// <summary>Where an option's value stands.</summary>
    public string SectionOf(string key, object? value) => IsRead(key, value) ? _read[key].Section : section;

    /// <summary>An option's value as it was written.</summary>
    public string TextOf(string key, object value) => IsRead(key, value) ? _read[key].Text : FormattableString.Invariant($"{value}");

    private bool IsRead(string key, object? value) => _read.TryGetValue(key, out var read) && Equals(read.Value, value);
}
