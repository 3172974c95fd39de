using System.Text.Json;
using System.Text.Json.Serialization;

namespace WebSockets.SideBySide.Ours;

/// <summary>A message of the size and kind that people send each other.</summary>
[WebSocketHandler("/chat", JsonContext = typeof(ChatJson))]
public sealed partial class Chat
{
    [OnMessage]
    Said Say(Say say) => new(say.Number, say.Room, say.From, say.At, say.Text);
}

[Message]
public sealed record Say(int Number, string Room, string From, long At, string Text);

[Message]
public sealed record Said(int Number, string Room, string From, long At, string Text);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(Say))]
[JsonSerializable(typeof(Said))]
internal sealed partial class ChatJson : JsonSerializerContext;
