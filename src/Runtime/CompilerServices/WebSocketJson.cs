using System.ComponentModel;
using System.Text.Json.Serialization.Metadata;
using WebSockets.Messages;

namespace WebSockets.CompilerServices;

/// <summary>
/// Finds the JSON metadata of a handler's messages when it is mapped. What is missing is gathered, so that one error can name it all.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class WebSocketJson
{
    private readonly OutgoingMessages _outgoing;
    private readonly List<Type> _missing = [];

    internal WebSocketJson(OutgoingMessages outgoing) => _outgoing = outgoing;

    internal IReadOnlyList<Type> Missing => _missing;

    /// <summary>Replies that are sent as text.</summary>
    public static WebSocketWriter<string> Text => Messages.TextWriter.Instance;

    /// <summary>Replies that are sent as binary messages.</summary>
    public static WebSocketWriter<byte[]> Bytes => BytesWriter.Instance;

    /// <summary>Replies that are sent as binary messages.</summary>
    public static WebSocketWriter<ReadOnlyMemory<byte>> Memory => MemoryWriter.Instance;

    /// <summary>A payload that is received.</summary>
    public WebSocketReader<T> Incoming<T>() => new JsonPayloadReader<T>(Find<T>(), _outgoing.Shape);

    /// <summary>A reply that is sent as JSON.</summary>
    public WebSocketWriter<T> Outgoing<T>()
    {
        Find<T>();
        return new JsonMessageWriter<T>(_outgoing);
    }

    /// <summary>A reply that is sent as JSON. Whoever sends such a message on the handler's connections writes it so too.</summary>
    public WebSocketWriter<T> Outgoing<T>(WebSocketPayloadWriter<T> payload)
    {
        _outgoing.Use(payload);
        return new JsonMessageWriter<T>(_outgoing);
    }

    private JsonTypeInfo<T>? Find<T>()
    {
        if (_outgoing.Options.TryGetTypeInfo(typeof(T), out var type))
        {
            return (JsonTypeInfo<T>)type;
        }

        if (!_missing.Contains(typeof(T)))
        {
            _missing.Add(typeof(T));
        }

        return null;
    }
}
