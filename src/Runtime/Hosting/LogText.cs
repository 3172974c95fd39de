using System.Globalization;
using System.Text;

namespace WebSockets.Hosting;

/// <summary>Makes log text of what a peer may have chosen: it cannot begin a line of its own, nor change how the rest of the line is shown.</summary>
internal static class LogText
{
    private const int MaxLength = 1000;

    /// <summary>Whether the text can be logged as it is.</summary>
    public static bool IsSafe(string text)
    {
        if (text.Length > MaxLength)
        {
            return false;
        }

        // A surrogate without its partner is enumerated as what replaces it.
        foreach (var rune in text.EnumerateRunes())
        {
            if (!IsSafe(rune))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The text, with each character that is none to be seen written as its number, and cut where it is too long.</summary>
    public static string Safe(string text)
    {
        if (IsSafe(text))
        {
            return text;
        }

        var safe = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            if (safe.Length >= MaxLength)
            {
                return safe.Append('…').ToString();
            }

            if (IsSafe(rune))
            {
                safe.Append(rune);
            }
            else
            {
                safe.Append("\\u{").Append(rune.Value.ToString("x", CultureInfo.InvariantCulture)).Append('}');
            }
        }

        return safe.ToString();
    }

    // Control characters hold line ends and the escape of terminals, the formats hold what turns the direction of writing.
    private static bool IsSafe(Rune rune) => rune != Rune.ReplacementChar && Rune.GetUnicodeCategory(rune) is not
        (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
}
