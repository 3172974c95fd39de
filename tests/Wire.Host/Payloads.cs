using System.Buffers;
using System.Text.Json;

namespace WebSockets.Wire.Host;

/// <summary>Any JSON as an element, any bytes as a stream.</summary>
[WebSocketHandler("/payloads/open")]
internal sealed partial class OpenPayloads
{
    [OnMessage]
    string Text(JsonElement element) => $"{element.ValueKind} {element.GetRawText()}";

    [OnMessage]
    async Task<ReadOnlyMemory<byte>> Binary(Stream stream, CancellationToken ended)
    {
        using var copy = new MemoryStream();
        await stream.CopyToAsync(copy, ended);
        return copy.ToArray();
    }
}

/// <summary>A plain type read as JSON, and bytes where they lie.</summary>
[WebSocketHandler("/payloads/typed")]
internal sealed partial class TypedPayloads
{
    [OnMessage]
    Plain Text(Plain plain) => plain with { Text = plain.Text + "!" };

    [OnMessage]
    byte[] Binary(ReadOnlySequence<byte> bytes) => [.. bytes.ToArray().Reverse()];
}

/// <summary>Bytes in one piece, and text that it does not take.</summary>
[WebSocketHandler("/payloads/memory")]
internal sealed partial class MemoryPayloads
{
    [OnMessage]
    ValueTask Binary(WebSocketConnection me, ReadOnlyMemory<byte> bytes) => me.SendBinaryAsync(bytes[..^1]);
}

/// <summary>Messages as they arrived, text or binary.</summary>
[WebSocketHandler("/payloads/whole")]
internal sealed partial class WholeMessages
{
    [OnMessage]
    string Any(WebSocketMessage message) => $"{message.Type} {message.Data.Length}";
}

/// <summary>One of several types, told apart by a property of its own.</summary>
[WebSocketHandler("/payloads/shapes")]
internal sealed partial class Shapes
{
    [OnMessage]
    Shape? Turn(Shape shape) => shape switch
    {
        Square square => new Circle(square.Side / 2),
        Circle circle => new Square(circle.Radius * 2),
        _ => null,
    };
}
