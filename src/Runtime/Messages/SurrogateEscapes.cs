using System.Buffers.Text;

namespace WebSockets.Messages;

/// <summary>What JSON's grammar allows and no UTF-8 can carry: an escape of half a surrogate pair (RFC 8259, section 8.2).</summary>
internal static class SurrogateEscapes
{
    // \u and four digits.
    private const int Length = 6;

    /// <summary>Whether there is an escaped surrogate without its partner.</summary>
    /// <param name="escaped">The inside of a string that a JSON reader has read, so that every escape in it is whole.</param>
    public static bool HaveHalfPair(ReadOnlySpan<byte> escaped)
    {
        for (int escape; (escape = escaped.IndexOf((byte)'\\')) >= 0;)
        {
            escaped = escaped[escape..];
            var unit = UnitAt(escaped);
            if (char.IsLowSurrogate(unit) || (char.IsHighSurrogate(unit) && !char.IsLowSurrogate(UnitAt(escaped[Length..]))))
            {
                return true;
            }

            escaped = escaped[(char.IsHighSurrogate(unit) ? 2 * Length : unit == 0 ? 2 : Length)..];
        }

        return false;
    }

    // Zero where no such escape begins; for that of zero itself it makes no difference.
    private static char UnitAt(ReadOnlySpan<byte> escaped) =>
        escaped.StartsWith("\\u"u8) && Utf8Parser.TryParse(escaped.Slice(2, Length - 2), out ushort unit, out _, 'x') ? (char)unit : '\0';
}
