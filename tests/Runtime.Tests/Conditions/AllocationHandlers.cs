using System.Net.WebSockets;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Authorization;

namespace WebSockets.Runtime.Tests.Conditions;

/// <summary>Sends back plain JSON, read as a value.</summary>
[WebSocketHandler("/point")]
internal sealed partial class PointEcho
{
    [OnMessage]
    public Point Back(Point point) => point;
}

/// <summary>The same, read as an object.</summary>
[WebSocketHandler("/pixel")]
internal sealed partial class PixelEcho
{
    [OnMessage]
    public Pixel Back(Pixel pixel) => pixel;
}

/// <summary>Text as it arrived.</summary>
[WebSocketHandler("/raw")]
internal sealed partial class RawEcho
{
    [OnMessage]
    public ValueTask Back(WebSocketConnection me, WebSocketMessage message) =>
        message.Type == WebSocketMessageType.Text ? me.SendTextAsync(message.Data.First) : me.SendBinaryAsync(message.Data.First);
}

/// <summary>A request that is answered, and messages that are spread over a room.</summary>
[WebSocketHandler("/room")]
internal sealed partial class Room
{
    [OnMessage]
    public Shifted Shift(Shift shift) => new(shift.X + 1, shift.Y);

    [OnMessage("later")]
    public ValueTask<Shifted> Later(Shift shift) => new(new Shifted(shift.X + 1, shift.Y));

    [OnMessage("to-channel")]
    public ValueTask ToChannel(WebSocketConnection me, Shift shift) => me.To("room").SendAsync(new Shifted(shift.X, shift.Y));

    [OnMessage("to-others")]
    public ValueTask ToOthers(WebSocketConnection me, Shift shift) => me.To("room").BroadcastAsync(new Shifted(shift.X, shift.Y));

    [OnMessage("to-me")]
    public ValueTask ToMe(WebSocketConnection me, Shift shift) => me.To(me.Id).SendAsync(new Shifted(shift.X, shift.Y));

    [OnMessage("to-several")]
    public ValueTask ToSeveral(WebSocketConnection me, Shift shift) => me.To("room", me, me.Id).SendAsync(new Shifted(shift.X, shift.Y));

    [OnMessage("to-channel-latest")]
    public ValueTask ToChannelLatest(WebSocketConnection me, Shift shift) =>
        me.To("room").With(SlowConsumerPolicy.Latest, "shifted").SendAsync(new Shifted(shift.X, shift.Y));

    [OnMessage("to-me-drop")]
    public ValueTask ToMeDrop(WebSocketConnection me, Shift shift)
    {
        var sending = me.With(SlowConsumerPolicy.Drop).SendAsync(new Shifted(shift.X, shift.Y));
        return sending.IsCompletedSuccessfully ? me.WhenDrainedAsync() : sending;
    }

    [OnMessage("to-all")]
    public ValueTask ToAll(WebSocketConnection me, Shift shift) => me.To("*").SendAsync(new Shifted(shift.X, shift.Y));
}

/// <summary>A request for which the user is looked at first.</summary>
[WebSocketHandler("/guarded")]
internal sealed partial class Guarded
{
    [OnMessage("free")]
    public Shifted Free(Shift shift) => new(shift.X + 1, shift.Y);

    [OnMessage, Authorize(Roles = "member")]
    public Shifted Shift(Shift shift) => new(shift.X + 1, shift.Y);
}

internal readonly record struct Point(int X, int Y);

internal sealed record Pixel(int X, int Y);

[Message("shift"), JsonConverter(typeof(ShiftConverter))]
internal readonly record struct Shift(int X, int Y);

[Message("shifted"), JsonConverter(typeof(ShiftedConverter))]
internal readonly record struct Shifted(int X, int Y);

/// <summary>Reads without garbage: the serializer's own converter of objects boxes every value.</summary>
internal sealed class ShiftConverter : JsonConverter<Shift>
{
    public override Shift Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var (x, y) = (0, 0);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("x"u8))
            {
                reader.Read();
                x = reader.GetInt32();
            }
            else if (reader.ValueTextEquals("y"u8))
            {
                reader.Read();
                y = reader.GetInt32();
            }
            else
            {
                reader.Skip();
            }
        }

        return new Shift(x, y);
    }

    public override void Write(Utf8JsonWriter writer, Shift value, JsonSerializerOptions options) => throw new NotSupportedException();
}

/// <summary>Writes without garbage.</summary>
internal sealed class ShiftedConverter : JsonConverter<Shifted>
{
    public override Shifted Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => throw new NotSupportedException();

    public override void Write(Utf8JsonWriter writer, Shifted value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        writer.WriteNumber("x"u8, value.X);
        writer.WriteNumber("y"u8, value.Y);
        writer.WriteEndObject();
    }
}
