using System.Globalization;
using System.Text;
using System.Text.Json;

namespace WebSockets.Diagnostics;

/// <summary>Shows the structure of JSON, the names of its members and the name of the message. Other strings and numbers are stars.</summary>
/// <remarks>What it gives is printable ASCII in one line, whatever a peer has sent: nothing in it can pass for another line of a log.</remarks>
internal static class RedactedJson
{
    private const string Stars = "***";

    /// <param name="json">The beginning of a text.</param>
    /// <param name="isAll">Whether it is all of it.</param>
    /// <param name="discriminator">The member of the outermost object whose value is shown; null: there is none.</param>
    /// <param name="options">How the app reads JSON.</param>
    /// <returns>Null: it is not JSON, as far as it goes.</returns>
    public static string? Of(ReadOnlySpan<byte> json, bool isAll, byte[]? discriminator, JsonReaderOptions options)
    {
        var text = new StringBuilder();
        var reader = new Utf8JsonReader(json, isAll, new JsonReaderState(options));
        var previous = JsonTokenType.None;
        var isName = false;
        try
        {
            while (reader.Read())
            {
                if (reader.TokenType == JsonTokenType.Comment)
                {
                    continue;
                }

                if (FollowsAnother(reader.TokenType, previous))
                {
                    text.Append(',');
                }

                previous = reader.TokenType;
                Write(text, ref reader, isName);
                isName = discriminator is not null && reader is { TokenType: JsonTokenType.PropertyName, CurrentDepth: 1, ValueIsEscaped: false }
                    && reader.ValueTextEquals(discriminator);
            }
        }
        catch (JsonException)
        {
            return null;
        }

        return previous == JsonTokenType.None ? null : text.Append(isAll ? "" : "...").ToString();
    }

    private static bool FollowsAnother(JsonTokenType token, JsonTokenType previous) =>
        token is not (JsonTokenType.EndObject or JsonTokenType.EndArray)
        && previous is not (JsonTokenType.None or JsonTokenType.StartObject or JsonTokenType.StartArray or JsonTokenType.PropertyName);

    private static void Write(StringBuilder text, ref Utf8JsonReader reader, bool isName)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                text.Append('{');
                break;
            case JsonTokenType.EndObject:
                text.Append('}');
                break;
            case JsonTokenType.StartArray:
                text.Append('[');
                break;
            case JsonTokenType.EndArray:
                text.Append(']');
                break;
            case JsonTokenType.PropertyName:
                WriteString(text, reader.ValueSpan);
                text.Append(':');
                break;
            case JsonTokenType.String when isName:
                WriteString(text, reader.ValueSpan);
                break;
            case JsonTokenType.String:
                text.Append('"').Append(Stars).Append('"');
                break;
            case JsonTokenType.Number when isName:
                text.Append(Encoding.UTF8.GetString(reader.ValueSpan));
                break;
            case JsonTokenType.Number:
                text.Append(Stars);
                break;
            case JsonTokenType.True:
                text.Append("true");
                break;
            case JsonTokenType.False:
                text.Append("false");
                break;
            default:
                text.Append("null");
                break;
        }
    }

    // As it was written, with its escapes.
    private static void WriteString(StringBuilder text, ReadOnlySpan<byte> json)
    {
        text.Append('"');
        foreach (var c in Encoding.UTF8.GetString(json))
        {
            if (c is >= ' ' and <= '~')
            {
                text.Append(c);
            }
            else
            {
                text.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
            }
        }

        text.Append('"');
    }
}
