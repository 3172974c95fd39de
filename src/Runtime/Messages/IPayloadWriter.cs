using System.Text.Json;

namespace WebSockets.Messages;

/// <summary>Writes the payload of a message that was declared as less than it is.</summary>
internal interface IPayloadWriter
{
    void Write(Utf8JsonWriter writer, object message);
}
