using System.Diagnostics.CodeAnalysis;

namespace Chat;

/// <summary>
/// The name of a room: 1 to 30 of a-z, 0-9 and '-', not at an end. As it is <see cref="IParsable{T}"/>, a handshake with any other name is a 400
/// and no method of the handler ever sees one.
/// </summary>
public readonly record struct RoomName : IParsable<RoomName>
{
    private const int MaxLength = 30;

    private RoomName(string value) => Value = value;

    public string Value { get; }

    /// <summary>The channel of those who are in the room.</summary>
    public string Channel => $"room:{Value}";

    public static RoomName Parse(string s, IFormatProvider? provider) =>
        TryParse(s, provider, out var name) ? name : throw new FormatException("This is not the name of a room.");

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out RoomName result)
    {
        var isName = s is { Length: > 0 and <= MaxLength } && s[0] != '-' && s[^1] != '-' && s.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-');
        result = isName ? new RoomName(s!) : default;
        return isName;
    }

    public override string ToString() => Value;
}
