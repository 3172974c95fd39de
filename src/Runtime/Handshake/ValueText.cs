using System.Globalization;

namespace WebSockets.Handshake;

/// <summary>Values of the request as text: how they are read, and how an address writes them so that they are read as the same value. The culture is the invariant one.</summary>
internal static class ValueText
{
    /// <summary>Reads a value as minimal APIs read it: a <see cref="DateTime"/> with an offset becomes UTC, a <see cref="DateTimeOffset"/> without one is UTC.</summary>
    public static bool TryParse<T>(string text, out T? value) where T : IParsable<T>
    {
        const DateTimeStyles Date = DateTimeStyles.AllowWhiteSpaces;
        if (typeof(T) == typeof(DateTime))
        {
            var isRead = DateTime.TryParse(text, CultureInfo.InvariantCulture, Date | DateTimeStyles.AdjustToUniversal, out var date);
            value = (T)(object)date;
            return isRead;
        }

        if (typeof(T) == typeof(DateTimeOffset))
        {
            var isRead = DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, Date | DateTimeStyles.AssumeUniversal, out var date);
            value = (T)(object)date;
            return isRead;
        }

        if (typeof(T) == typeof(DateOnly))
        {
            var isRead = DateOnly.TryParse(text, CultureInfo.InvariantCulture, Date, out var date);
            value = (T)(object)date;
            return isRead;
        }

        if (typeof(T) == typeof(TimeOnly))
        {
            var isRead = TimeOnly.TryParse(text, CultureInfo.InvariantCulture, Date, out var time);
            value = (T)(object)time;
            return isRead;
        }

        return T.TryParse(text, CultureInfo.InvariantCulture, out value);
    }

    /// <summary>Reads an enum member, by name in any case or by number.</summary>
    public static bool TryParseEnum<T>(string text, out T value) where T : struct, Enum => Enum.TryParse(text, ignoreCase: true, out value) && IsDefined(value);

    /// <summary>Writes a value. What a type writes of itself need not be what it reads.</summary>
    public static string Of(object value) => value switch
    {
        string text => text,
        DateTime { Kind: DateTimeKind.Local } local => Of(local.ToUniversalTime()),
        DateTime or DateTimeOffset or DateOnly or TimeOnly => ((IFormattable)value).ToString("O", CultureInfo.InvariantCulture),
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    /// <summary>Writes a value, and returns whether the text is read as the same value. A local time is the same as its UTC.</summary>
    public static bool TryWrite<T>(T value, out string text) where T : IParsable<T>
    {
        text = Of(value);
        return TryParse<T>(text, out var read) && read is not null && IsSame(value, read, text);
    }

    /// <summary>Writes an enum member by its name, or by its number where another member is read by that name.</summary>
    public static bool TryWriteEnum<T>(T value, out string text) where T : struct, Enum
    {
        text = value.ToString();
        if (TryParseEnum<T>(text, out var read) && read.Equals(value))
        {
            return true;
        }

        text = value.ToString("D");
        return TryParseEnum(text, out read) && read.Equals(value);
    }

    private static bool IsSame<T>(T value, T read, string text) => value switch
    {
        DateTime { Kind: DateTimeKind.Local } local => local.ToUniversalTime().Equals(read),

        // An instance of a class that says nothing of equality equals itself alone.
        _ => EqualityComparer<T>.Default.Equals(value, read) || (!typeof(T).IsValueType && value is not IEquatable<T> && Of(read!) == text),
    };

    // A combination of flags is no member by itself; its text then differs from its number.
    private static bool IsDefined<T>(T value) where T : struct, Enum =>
        Enum.IsDefined(value) || !long.TryParse(value.ToString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _);
}
