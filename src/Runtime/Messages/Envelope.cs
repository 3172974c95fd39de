using System.Buffers;
using System.Text.Json;

namespace WebSockets.Messages;

/// <summary>What text looks like from outside.</summary>
internal enum EnvelopeKind
{
    /// <summary>It has not been looked at: the handler has no named messages.</summary>
    Unread,

    /// <summary>It is not JSON, or its name or id is not of the right kind.</summary>
    Malformed,

    /// <summary>JSON without a name.</summary>
    Unnamed,

    /// <summary>A JSON object with a name.</summary>
    Named,
}

/// <summary>A message's name, id and wrapped payload, found without reading the rest of it.</summary>
/// <remarks>Name, id and payload are slices of the message's own memory; the name only has its own if it was written with escapes.</remarks>
internal struct Envelope
{
    public EnvelopeKind Kind;

    /// <summary>The name without quotes or escapes, in UTF-8.</summary>
    public ReadOnlyMemory<byte> Name;

    /// <summary>The id as it was written, with its quotes if it is a string.</summary>
    public ReadOnlyMemory<byte> Id;

    /// <summary>The JSON in the payload property, for a handler that has one.</summary>
    public ReadOnlyMemory<byte> Payload;

    public readonly bool HasName => Kind == EnvelopeKind.Named;

    /// <summary>Finds the envelope. Its members may stand anywhere in the object; of two with one name the first counts.</summary>
    public static Envelope Read(ReadOnlyMemory<byte> json, EnvelopeShape shape) =>
        EnvelopeScan.TryRead(json, shape, out var envelope) ? envelope : ReadTokens(json, shape);

    /// <summary>The same, by the JSON reader, which knows all that may come and sets the rules.</summary>
    public static Envelope ReadTokens(ReadOnlyMemory<byte> json, EnvelopeShape shape)
    {
        var envelope = new Envelope { Kind = EnvelopeKind.Unnamed };
        try
        {
            var reader = new Utf8JsonReader(json.Span, shape.ReaderOptions);
            reader.Read();
            if (reader.TokenType == JsonTokenType.StartObject)
            {
                envelope.ReadMembers(ref reader, json, shape);
            }
            else
            {
                Finish(ref reader);
            }
        }
        catch (JsonException)
        {
            envelope.Kind = EnvelopeKind.Malformed;
        }

        return envelope;
    }

    /// <summary>Reads all of it.</summary>
    /// <exception cref="JsonException">It is not JSON.</exception>
    public static void Validate(ReadOnlySpan<byte> json, EnvelopeShape shape)
    {
        var reader = new Utf8JsonReader(json, shape.ReaderOptions);
        reader.Read();
        Finish(ref reader);
    }

    /// <summary>A copy of a flat message without the envelope's members, for a type that minds them.</summary>
    public static ArrayBufferWriter<byte> WithoutMembers(ReadOnlySpan<byte> json, EnvelopeShape shape)
    {
        var copy = new ArrayBufferWriter<byte>(json.Length);
        using var writer = new Utf8JsonWriter(copy);
        var reader = new Utf8JsonReader(json, new JsonReaderOptions
        {
            AllowTrailingCommas = shape.ReaderOptions.AllowTrailingCommas,
            CommentHandling = JsonCommentHandling.Skip,
            MaxDepth = shape.ReaderOptions.MaxDepth,
        });
        reader.Read();
        writer.WriteStartObject();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isOwn = !reader.ValueTextEquals(shape.Discriminator) && !reader.ValueTextEquals(shape.Correlation);
            if (isOwn)
            {
                writer.WritePropertyName(reader.GetString()!);
            }

            reader.Read();
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            if (isOwn)
            {
                writer.WriteRawValue(json[start..(int)reader.BytesConsumed], skipInputValidation: true);
            }
        }

        writer.WriteEndObject();
        return copy;
    }

    private void ReadMembers(ref Utf8JsonReader reader, ReadOnlyMemory<byte> json, EnvelopeShape shape)
    {
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            if (reader.TokenType != JsonTokenType.PropertyName)
            {
                continue; // a comment, where the options let them through
            }

            if (Kind == EnvelopeKind.Unnamed && reader.ValueTextEquals(shape.Discriminator))
            {
                ReadName(ref reader, json);
            }
            else if (Id.IsEmpty && reader.ValueTextEquals(shape.Correlation))
            {
                ReadId(ref reader, json);
            }
            else if (shape.Payload is not null && Payload.IsEmpty && reader.ValueTextEquals(shape.Payload))
            {
                Payload = Value(ref reader, json);
            }
            else
            {
                reader.Skip();
            }

            // Whoever reads the payload sees the rest of a flat message.
            if (shape.Payload is null && Kind == EnvelopeKind.Named && !Id.IsEmpty)
            {
                return;
            }
        }

        Finish(ref reader);
    }

    private void ReadName(ref Utf8JsonReader reader, ReadOnlyMemory<byte> json)
    {
        var value = Value(ref reader, json);
        if (reader.TokenType != JsonTokenType.String)
        {
            throw new JsonException("The name of a message is a string.");
        }

        Name = reader.ValueIsEscaped ? System.Text.Encoding.UTF8.GetBytes(reader.GetString()!) : value[1..^1];
        Kind = EnvelopeKind.Named;
    }

    private void ReadId(ref Utf8JsonReader reader, ReadOnlyMemory<byte> json)
    {
        var value = Value(ref reader, json);
        Id = reader.TokenType switch
        {
            JsonTokenType.String or JsonTokenType.Number => value,
            JsonTokenType.Null => default,
            _ => throw new JsonException("The id of a message is a string or a number."),
        };
    }

    private static ReadOnlyMemory<byte> Value(ref Utf8JsonReader reader, ReadOnlyMemory<byte> json)
    {
        do
        {
            reader.Read();
        }
        while (reader.TokenType == JsonTokenType.Comment);

        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        return json[start..(int)reader.BytesConsumed];
    }

    private static void Finish(ref Utf8JsonReader reader)
    {
        while (reader.Read())
        {
        }
    }
}
