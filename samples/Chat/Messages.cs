using System.Text.Json;
using System.Text.Json.Serialization;
using WebSockets;

namespace Chat;

// From the page.

/// <param name="Text">What is said.</param>
/// <param name="Key">Chosen by the page: a message that is sent again after a lost connection is known by it, and not said twice.</param>
[Message]
public sealed record Say(string? Text, string? Key);

// To the page.

/// <param name="Nickname">Who the page belongs to.</param>
/// <param name="Room">Where it is.</param>
/// <param name="Session">Changes when the room has been made anew and its numbers start again.</param>
/// <param name="History">The last messages, oldest first.</param>
[Message]
public sealed record Welcome(string Nickname, string Room, string Session, Said[] History);

/// <param name="Number">Its place in the room, from 1.</param>
/// <param name="From">Who said it.</param>
/// <param name="At">When.</param>
/// <param name="Text">What was said; null for a picture.</param>
/// <param name="Image">The address of a picture; null with no text: the picture is no longer kept.</param>
[Message]
public sealed record Said(long Number, string From, DateTimeOffset At, string? Text, string? Image);

/// <summary>The answer to a message: it has a number and a place now, or there is a problem, in words to show.</summary>
[Message]
public sealed record Receipt(long? Number, DateTimeOffset? At, string? Image, string? Problem)
{
    public static Receipt For(Said said) => new(said.Number, said.At, said.Image, null);

    public static Receipt Refuse(string problem) => new(null, null, null, problem);
}

[Message]
public sealed record IsTyping(string Nickname);

/// <param name="Nicknames">Who is in the room, in order.</param>
[Message]
public sealed record People(string[] Nicknames);

[Message]
public sealed record RoomList(RoomInfo[] Rooms);

public sealed record RoomInfo(string Name, int People);

/// <summary>Not a message: what the page asks before it connects. Null: it is not logged in.</summary>
public sealed record Me(string? Nickname);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Say))]
[JsonSerializable(typeof(Welcome))]
[JsonSerializable(typeof(Said))]
[JsonSerializable(typeof(Receipt))]
[JsonSerializable(typeof(IsTyping))]
[JsonSerializable(typeof(People))]
[JsonSerializable(typeof(RoomList))]
[JsonSerializable(typeof(Me))]
internal sealed partial class ChatJson : JsonSerializerContext;
