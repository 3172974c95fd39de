using System.Globalization;

namespace WebSockets.Generator.Parsing;

/// <summary>What a message's name looks like and is not (WSG0221): names are compared as they are.</summary>
internal static class NameAdvice
{
    /// <summary>What the name looks like, and what to do; null: it is a name.</summary>
    public static (string What, string Remedy)? Find(string name) =>
        name.IndexOf('*') >= 0 ? ("a pattern, and a name matches itself alone", "Name each message, or take them with an unnamed [OnMessage] method that reads the name")
        : IsNumber(name) ? ("a number, and only messages whose name is a string match it", $"Where the client sends a number, write the name as one: {name}")
        : null;

    private static bool IsNumber(string name) =>
        long.TryParse(name, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number.ToString(CultureInfo.InvariantCulture) == name;
}
