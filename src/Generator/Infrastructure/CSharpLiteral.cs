using System.Globalization;
using System.Text;

namespace WebSockets.Generator.Infrastructure;

/// <summary>The only way in which a user's text gets into emitted code.</summary>
internal static class CSharpLiteral
{
    /// <summary>A string literal, or <c>null</c>.</summary>
    public static string String(string? value)
    {
        if (value is null)
        {
            return "null";
        }

        var literal = new StringBuilder(value.Length + 2).Append('"');
        foreach (var c in value)
        {
            Append(literal, c, '"');
        }

        return literal.Append('"').ToString();
    }

    /// <summary>A UTF-8 literal. Half a surrogate pair has no UTF-8; what a peer sends in its place is U+FFFD.</summary>
    public static string Utf8(string value) => String(Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(value))) + "u8";

    /// <summary>A character literal.</summary>
    public static string Char(char value)
    {
        var literal = new StringBuilder().Append('\'');
        Append(literal, value, '\'');
        return literal.Append('\'').ToString();
    }

    /// <summary>A literal of a primitive type, or of a date as [DateTimeConstant] has it, of exactly that type also where an object is wanted.</summary>
    public static string Primitive(object value) => value switch
    {
        string text => String(text),
        char c => Char(c),
        bool b => b ? "true" : "false",
        int i => Number(i),
        uint u => Number(u) + "U",
        long l => Number(l) + "L",
        ulong u => Number(u) + "UL",
        byte b => $"(byte){Number(b)}",
        sbyte s => $"(sbyte)({Number(s)})",
        short s => $"(short)({Number(s)})",
        ushort u => $"(ushort){Number(u)}",
        float f => Single(f),
        double d => Double(d),
        decimal d => Number(d) + "M",
        DateTime time => $"new global::System.DateTime({Number(time.Ticks)}L)",
        _ => throw new ArgumentException("Not a primitive: " + value.GetType(), nameof(value)),
    };

    private static string Single(float value) => value switch
    {
        float.PositiveInfinity => "float.PositiveInfinity",
        float.NegativeInfinity => "float.NegativeInfinity",
        _ when float.IsNaN(value) => "float.NaN",
        _ => value.ToString("R", CultureInfo.InvariantCulture) + "F",
    };

    private static string Double(double value) => value switch
    {
        double.PositiveInfinity => "double.PositiveInfinity",
        double.NegativeInfinity => "double.NegativeInfinity",
        _ when double.IsNaN(value) => "double.NaN",
        _ => value.ToString("R", CultureInfo.InvariantCulture) + "D",
    };

    private static string Number(IFormattable value) => value.ToString(null, CultureInfo.InvariantCulture);

    private static void Append(StringBuilder literal, char c, char quote)
    {
        if (c == quote || c == '\\')
        {
            literal.Append('\\').Append(c);
        }
        else if (c is >= ' ' and <= '~' || (c > '~' && char.IsLetterOrDigit(c)))
        {
            literal.Append(c);
        }
        else
        {
            literal.Append("\\u").Append(((int)c).ToString("x4", CultureInfo.InvariantCulture));
        }
    }
}
