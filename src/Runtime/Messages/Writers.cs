using WebSockets.CompilerServices;
using WebSockets.Framing;

namespace WebSockets.Messages;

/// <summary>Replies with a string as it is.</summary>
internal sealed class TextWriter : WebSocketWriter<string>
{
    public static readonly TextWriter Instance = new();

    internal override void Write(FrameBuilder frame, string message, ReadOnlySpan<byte> id) => frame.WriteText(message);
}

/// <summary>Replies with an array's bytes.</summary>
internal sealed class BytesWriter : WebSocketWriter<byte[]>
{
    public static readonly BytesWriter Instance = new();

    internal override void Write(FrameBuilder frame, byte[] message, ReadOnlySpan<byte> id) => frame.WriteRaw(FrameOpcode.Binary, message);
}

/// <summary>Replies with bytes.</summary>
internal sealed class MemoryWriter : WebSocketWriter<ReadOnlyMemory<byte>>
{
    public static readonly MemoryWriter Instance = new();

    internal override void Write(FrameBuilder frame, ReadOnlyMemory<byte> message, ReadOnlySpan<byte> id) =>
        frame.WriteRaw(FrameOpcode.Binary, message.Span);
}

/// <summary>Replies with JSON.</summary>
internal sealed class JsonMessageWriter<T>(OutgoingMessages messages) : WebSocketWriter<T>
{
    private OutgoingMessage? _declared;

    internal override void Write(FrameBuilder frame, T message, ReadOnlySpan<byte> id)
    {
        if (OutgoingMessages.IsExact(message))
        {
            messages.Write(frame, message, _declared ??= messages.Find(typeof(T)), id);
        }
        else
        {
            messages.Write(frame, message, id);
        }
    }
}
