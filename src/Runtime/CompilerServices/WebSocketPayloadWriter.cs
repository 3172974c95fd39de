using System.ComponentModel;
using System.Text.Json;
using WebSockets.Messages;

namespace WebSockets.CompilerServices;

/// <summary>Writes one type of message in straight-line code, where <see cref="WebSocketJson.Outgoing{T}()"/> would use System.Text.Json.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class WebSocketPayloadWriter<T> : IPayloadWriter
{
    /// <summary>Writes the payload, one JSON value: for a flat message an object. The envelope is written around it.</summary>
    /// <param name="writer">Where to. It does not check what is written.</param>
    /// <param name="message">What to write, never null.</param>
    public abstract void Write(Utf8JsonWriter writer, T message);

    void IPayloadWriter.Write(Utf8JsonWriter writer, object message) => Write(writer, (T)message);
}
