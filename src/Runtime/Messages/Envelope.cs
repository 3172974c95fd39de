using System.Buffers;
using System.Buffers.Text;
using System.Text;
using System.Text.Json;

namespace WebSockets.Messages;

/// <summary>What text looks like from outside.</summary>
internal enum EnvelopeKind
{
    /// <summary>It has not been looked at: the handler has no named messages.</summary>
    Unread,

    /// <summary>It is not JSON, or its name is no text, or its id is not of the right kind.</summary>
    Malformed,

    /// <summary>JSON without a name.</summary>
    Unnamed,

    /// <summary>A JSON object whose name is no name that a method can have: null, true, false, an object or an array.</summary>
    OtherName,

    /// <summary>A JSON object whose name is a string.</summary>
    Named,

    /// <summary>A JSON object whose name is a number.</summary>
    Numbered,
}

/// <summary>A message's name, id and wrapped payload, found without reading the rest of it.</summary>
/// <remarks>It says where in the message they are: places are cheaper to write down, and to forget, than memory.</remarks>
internal struct Envelope
{
    private Slice _name;
    private byte[]? _unescapedName;

    public EnvelopeKind Kind { get; private set; }

    /// <summary>The id as it was written, with its quotes if it is a string.</summary>
    public Slice Id { get; private set; }

    /// <summary>The JSON in the payload property, for a handler that has one.</summary>
    public Slice Payload { get; private set; }

    public static Envelope Unnamed => new() { Kind = EnvelopeKind.Unnamed };

    public readonly bool HasName => Kind is EnvelopeKind.Named or EnvelopeKind.Numbered;

    /// <summary>The name in UTF-8: a string without quotes or escapes, a number as it was written.</summary>
    public readonly ReadOnlySpan<byte> NameIn(ReadOnlySpan<byte> json) => _unescapedName ?? _name.Of(json);

    /// <summary>The name that is an integer, written as one: without fraction and exponent. Null: it is another.</summary>
    public readonly long? NumberIn(ReadOnlySpan<byte> json) =>
        Kind == EnvelopeKind.Numbered && Utf8Parser.TryParse(_name.Of(json), out long number, out var length) && length == _name.Length ? number : null;

    /// <summary>Finds the envelope. Its members may stand anywhere in the object; of two with one name the first counts.</summary>
    public static void Read(ReadOnlySpan<byte> json, EnvelopeShape shape, out Envelope envelope)
    {
        if (!EnvelopeScan.TryRead(json, shape, out envelope))
        {
            ReadTokens(json, shape, out envelope);
        }
    }

    /// <summary>The same, by the JSON reader, which knows all that may come and sets the rules.</summary>
    public static void ReadTokens(ReadOnlySpan<byte> json, EnvelopeShape shape, out Envelope envelope)
    {
        envelope = Unnamed;
        try
        {
            var reader = new Utf8JsonReader(json, shape.ReaderOptions);
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
    /// <exception cref="JsonException">A member's name is not text.</exception>
    public static ArrayBufferWriter<byte> WithoutMembers(ReadOnlySpan<byte> json, EnvelopeShape shape, bool keepsId)
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
            var isOwn = !Is(ref reader, shape.Discriminator) && (keepsId || !Is(ref reader, shape.Correlation));
            if (isOwn)
            {
                writer.WritePropertyName(Text(ref reader));
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

    /// <summary>The member that was found, if it is one of the envelope's. False: it is, and is not what it has to be.</summary>
    /// <param name="shape">The names.</param>
    /// <param name="member">The member's name.</param>
    /// <param name="value">Where its value is.</param>
    /// <param name="first">The value's first byte.</param>
    public bool TryTake(EnvelopeShape shape, ReadOnlySpan<byte> member, Slice value, byte first)
    {
        if (Kind == EnvelopeKind.Unnamed && member.SequenceEqual(shape.Discriminator))
        {
            SetName(value, first);
            return true;
        }

        if (Id.IsEmpty && member.SequenceEqual(shape.Correlation))
        {
            Id = first == 'n' ? default : value;
            return first is (byte)'"' or (byte)'n' or (byte)'-' or (>= (byte)'0' and <= (byte)'9');
        }

        if (shape.Payload is not null && Payload.IsEmpty && member.SequenceEqual(shape.Payload))
        {
            Payload = value;
        }

        return true;
    }

    /// <summary>The string that the reader is at.</summary>
    /// <exception cref="JsonException">It holds half a surrogate pair: the grammar of JSON lets it pass, but it is no text.</exception>
    public static string Text(ref Utf8JsonReader reader) =>
        HasHalfPair(ref reader) ? throw new JsonException("A string holds half a surrogate pair.") : reader.GetString()!;

    /// <summary>Whether there is no need to read on: whoever reads the payload sees the rest of a flat message.</summary>
    public readonly bool IsComplete(EnvelopeShape shape) => shape.Payload is null && Kind != EnvelopeKind.Unnamed && !Id.IsEmpty;

    private void ReadMembers(ref Utf8JsonReader reader, ReadOnlySpan<byte> json, EnvelopeShape shape)
    {
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            if (reader.TokenType != JsonTokenType.PropertyName)
            {
                continue; // a comment, where the options let them through
            }

            if (Kind == EnvelopeKind.Unnamed && Is(ref reader, shape.Discriminator))
            {
                ReadName(ref reader, json);
            }
            else if (Id.IsEmpty && Is(ref reader, shape.Correlation))
            {
                ReadId(ref reader);
            }
            else if (shape.Payload is not null && Payload.IsEmpty && Is(ref reader, shape.Payload))
            {
                Payload = Value(ref reader);
            }
            else
            {
                reader.Skip();
            }

            if (IsComplete(shape))
            {
                return;
            }
        }

        Finish(ref reader);
    }

    // Of what is not text the reader would throw, and not what it throws of bad JSON. None of our names is like that.
    private static bool Is(ref Utf8JsonReader reader, ReadOnlySpan<byte> name) => !HasHalfPair(ref reader) && reader.ValueTextEquals(name);

    private static bool HasHalfPair(ref Utf8JsonReader reader) => reader.ValueIsEscaped && SurrogateEscapes.HaveHalfPair(reader.ValueSpan);

    private void SetName(Slice value, byte first)
    {
        (Kind, _name) = first switch
        {
            (byte)'"' => (EnvelopeKind.Named, Slice.Between(value.Start + 1, value.End - 1)),
            (byte)'-' or (>= (byte)'0' and <= (byte)'9') => (EnvelopeKind.Numbered, value),
            _ => (EnvelopeKind.OtherName, default),
        };
    }

    private void ReadName(ref Utf8JsonReader reader, ReadOnlySpan<byte> json)
    {
        var value = Value(ref reader);
        SetName(value, json[value.Start]);
        if (reader.TokenType == JsonTokenType.String && reader.ValueIsEscaped)
        {
            _unescapedName = Encoding.UTF8.GetBytes(Text(ref reader));
        }
    }

    private void ReadId(ref Utf8JsonReader reader)
    {
        var value = Value(ref reader);
        Id = reader.TokenType switch
        {
            JsonTokenType.String or JsonTokenType.Number => value,
            JsonTokenType.Null => default,
            _ => throw new JsonException("The id of a message is a string or a number."),
        };
    }

    private static Slice Value(ref Utf8JsonReader reader)
    {
        do
        {
            reader.Read();
        }
        while (reader.TokenType == JsonTokenType.Comment);

        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        return Slice.Between(start, (int)reader.BytesConsumed);
    }

    private static void Finish(ref Utf8JsonReader reader)
    {
        while (reader.Read())
        {
        }
    }
}
