using System.Net.WebSockets;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace WebSockets.SideBySide.Raw;

/// <summary>Typed messages as the documentation of System.Text.Json has them: a type discriminator, metadata generated at compile time.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(Add), "add")]
[JsonDerivedType(typeof(Sum), "sum")]
[JsonDerivedType(typeof(Say), "say")]
[JsonDerivedType(typeof(Said), "said")]
internal abstract record Message;

internal sealed record Add(int A, int B) : Message;

internal sealed record Sum(int Value) : Message;

internal sealed record Say(int Number, string Room, string From, long At, string Text) : Message;

internal sealed record Said(int Number, string Room, string From, long At, string Text) : Message;

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(Message))]
internal sealed partial class MessagesJson : JsonSerializerContext;

internal static class Messages
{
    public static ValueTask AnswerAsync(WebSocket socket, ReadOnlyMemory<byte> message)
    {
        Message answer = JsonSerializer.Deserialize(message.Span, MessagesJson.Default.Message) switch
        {
            Add add => new Sum(add.A + add.B),
            Say say => new Said(say.Number, say.Room, say.From, say.At, say.Text),
            var other => throw new InvalidDataException($"No answer to {other}."),
        };
        ReadOnlyMemory<byte> json = JsonSerializer.SerializeToUtf8Bytes(answer, MessagesJson.Default.Message);
        return socket.SendAsync(json, WebSocketMessageType.Text, true, CancellationToken.None);
    }
}
