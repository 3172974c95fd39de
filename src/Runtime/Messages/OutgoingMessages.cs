using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using WebSockets.CompilerServices;
using WebSockets.Framing;

namespace WebSockets.Messages;

/// <summary>Writes what a handler sends: a type with [Message] in its envelope, any other as plain JSON.</summary>
internal sealed class OutgoingMessages(JsonSerializerOptions options, EnvelopeShape shape)
{
    private readonly ConcurrentDictionary<Type, OutgoingMessage> _types = new();
    private readonly ConcurrentDictionary<Type, MessageName?> _names = new();
    private readonly Dictionary<Type, IPayloadWriter> _writers = [];
    private readonly byte[] _errorHead = shape.Head(RequestError.MessageName);

    public JsonSerializerOptions Options { get; } = options;

    public EnvelopeShape Shape { get; } = shape;

    /// <summary>Writes a type so, and not by its JSON metadata. For the time of mapping: afterwards nothing may be added.</summary>
    public void Use<T>(WebSocketPayloadWriter<T> writer) => _writers[typeof(T)] = writer;

    /// <summary>Whether what is sent is just what was declared, and no more derived type. A value is not boxed to see it.</summary>
    public static bool IsExact<T>(T message) => typeof(T).IsValueType ? Value<T>.IsOne : message?.GetType() == typeof(T);

    /// <summary>Writes a whole frame.</summary>
    /// <exception cref="NotSupportedException">The JSON options know nothing of the type.</exception>
    /// <exception cref="InvalidOperationException">A flat envelope is to hold what is not a JSON object.</exception>
    public void Write<T>(FrameBuilder frame, T message, ReadOnlySpan<byte> id)
    {
        if (IsExact(message))
        {
            Write(frame, message, Find(typeof(T)), id);
        }
        else
        {
            ArgumentNullException.ThrowIfNull(message);
            Write(frame, message, Find(typeof(T), message.GetType()), id);
        }
    }

    /// <inheritdoc cref="Write{T}(FrameBuilder, T, ReadOnlySpan{byte})"/>
    public void Write<T>(FrameBuilder frame, T message, OutgoingMessage type, ReadOnlySpan<byte> id)
    {
        frame.Name = type.Name?.Text;
        if (type.Head is null)
        {
            type.WritePayload(frame, message, Options);
        }
        else
        {
            WriteEnvelope(frame, message, type, id);
        }

        frame.Complete(FrameOpcode.Text);
        frame.Key = id.IsEmpty ? type.Key : null;
    }

    /// <summary>How a type is written.</summary>
    public OutgoingMessage Find(Type type) => _types.TryGetValue(type, out var found) ? found : _types.GetOrAdd(type, Read(type));

    public void WriteError(FrameBuilder frame, RequestError error, ReadOnlySpan<byte> id)
    {
        frame.Name = RequestError.MessageName.Text;
        WriteHead(frame, _errorHead, id);
        if (Shape.Payload is null)
        {
            frame.Write(","u8);
            frame.Write(error.Json.AsSpan(1));
        }
        else
        {
            frame.Write(error.Json);
            frame.Write("}"u8);
        }

        frame.Complete(FrameOpcode.Text);
    }

    private void WriteEnvelope<T>(FrameBuilder frame, T message, OutgoingMessage type, ReadOnlySpan<byte> id)
    {
        WriteHead(frame, type.Head, id);
        var start = frame.Position;
        type.WritePayload(frame, message, Options);
        if (Shape.Payload is null)
        {
            CheckMembers(frame, start, type, id);
            Merge(frame, start, typeof(T));
        }
        else
        {
            frame.Write("}"u8);
        }
    }

    private void WriteHead(FrameBuilder frame, ReadOnlySpan<byte> head, ReadOnlySpan<byte> id)
    {
        frame.Write(head);
        if (!id.IsEmpty)
        {
            frame.Write(Shape.IdPrefix);
            frame.Write(id);
        }

        frame.Write(Shape.PayloadPrefix);
    }

    // Two members of one name are two messages to those who read them. What can be seen in the source is an error of the build.
    private void CheckMembers(FrameBuilder frame, int start, OutgoingMessage type, ReadOnlySpan<byte> id)
    {
        if (!type.IsOpen && (id.IsEmpty || !type.HasOwnId))
        {
            return;
        }

        Envelope.Read(frame.Payload[start..], Shape, out var own);
        if (own.Kind != EnvelopeKind.Unnamed || !(id.IsEmpty || own.Id.IsEmpty))
        {
            throw new InvalidOperationException(
                $"The message \"{type.Name}\" has a member \"{Encoding.UTF8.GetString(own.Kind != EnvelopeKind.Unnamed ? Shape.Discriminator : Shape.Correlation)}\" of its own, which its flat envelope writes too. Give it another name, or set Payload on [WebSocketHandler].");
        }
    }

    // {"type":"say" and {"text":"hi"} become one object: the second brace is overwritten with a comma.
    private static void Merge(FrameBuilder frame, int start, Type type)
    {
        if (frame.At(start) != (byte)'{')
        {
            throw new InvalidOperationException(
                $"{type} is a message, but its JSON is not an object, which a flat envelope needs. Set Payload on [WebSocketHandler], or make it an object.");
        }

        if (frame.At(start + 1) == (byte)'}')
        {
            frame.Cut(start);
            frame.Write("}"u8);
        }
        else
        {
            frame.Replace(start, (byte)',');
        }
    }

    // The declared type decides, unless what is sent is a more derived one that is a message itself. A nullable value is its value.
    private OutgoingMessage Find(Type declared, Type actual) => Find(declared.IsValueType || NameOf(actual) is not null ? actual : declared);

    private MessageName? NameOf(Type type) => _names.GetOrAdd(type, MessageName.Of);

    private OutgoingMessage Read(Type type)
    {
        object payload = _writers.TryGetValue(type, out var writer) ? writer : Options.GetTypeInfo(type);
        var name = NameOf(type);
        var json = Shape.Payload is null && name is not null ? payload as JsonTypeInfo : null;
        return new(payload, name, name is null ? null : Shape.Head(name), name?.Key ?? type)
        {
            IsOpen = json is not null && (JsonMembers.IsOpen(json) || JsonMembers.Has(json, Shape.Discriminator, ignoresCase: false)),
            HasOwnId = json is not null && JsonMembers.Has(json, Shape.Correlation, ignoresCase: false),
        };
    }

    // Answered once for a type: code that is not optimized yet would box a value for the answer.
    private static class Value<T>
    {
        /// <summary>The type is one of values, of which none is null.</summary>
        public static readonly bool IsOne = typeof(T).IsValueType && default(T) is not null;
    }
}

/// <summary>One type that a handler sends.</summary>
/// <param name="Payload">Its JSON metadata, or what writes it without.</param>
/// <param name="Name">Its name; null: it has none.</param>
/// <param name="Head">How its envelope begins; null: it has none.</param>
/// <param name="Key">By what a newer message takes its place: its name, or without one the type.</param>
internal sealed record OutgoingMessage(object Payload, MessageName? Name, byte[]? Head, object Key)
{
    /// <summary>Whether it may have a member of the discriminator's name beside that of its flat envelope.</summary>
    public bool IsOpen { get; init; }

    /// <summary>Whether it has a member of the id's name beside that of its flat envelope.</summary>
    public bool HasOwnId { get; init; }

    public void WritePayload<T>(FrameBuilder frame, T message, JsonSerializerOptions options)
    {
        var writer = frame.Json(options);
        switch (Payload)
        {
            case JsonTypeInfo<T> type:
                JsonSerializer.Serialize(writer, message, type);
                break;
            case JsonTypeInfo type:
                JsonSerializer.Serialize(writer, message, type);
                break;
            case WebSocketPayloadWriter<T> payload:
                payload.Write(writer, message);
                break;
            default:
                ((IPayloadWriter)Payload).Write(writer, message!);
                break;
        }

        writer.Flush();
    }
}
