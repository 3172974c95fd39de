using System.Buffers;
using System.Net.WebSockets;

namespace WebSockets.Framing;

/// <summary>
/// One thing that has arrived. It exists so that the reader can report all kinds of arrivals without allocating.
/// Whoever gets one calls <see cref="Release"/> on it once, when the payload is no longer needed.
/// </summary>
internal readonly struct FrameEvent
{
    private FrameEvent(FrameEventKind kind) => Kind = kind;

    public FrameEventKind Kind { get; }

    /// <summary>Text or binary; meaningful for <see cref="FrameEventKind.Message"/> only.</summary>
    public WebSocketMessageType MessageType { get; private init; }

    /// <summary>
    /// The payload of a message, ping or pong: unmasked, inflated, and valid UTF-8 for text. It lies in <see cref="Rented"/>, or
    /// where that is null in the memory that was given to the reader, and so lasts until the pipe is advanced.
    /// </summary>
    public ReadOnlySequence<byte> Payload { get; private init; }

    /// <summary>A pooled array that the receiver of the event now owns, or null.</summary>
    public byte[]? Rented { get; private init; }

    /// <summary>
    /// For <see cref="FrameEventKind.Close"/> what the peer said (<see cref="WebSocketCloseStatus.Empty"/>: no code);
    /// for <see cref="FrameEventKind.Violation"/> what to close with.
    /// </summary>
    public WebSocketCloseStatus? Status { get; private init; }

    /// <summary>The peer's reason, or a fixed text about the violation that is safe to send; null where the peer gave no code.</summary>
    public string? Reason { get; private init; }

    /// <summary>For <see cref="FrameEventKind.Violation"/>: it was the peer's close frame that broke the rule. The peer sends nothing after it.</summary>
    public bool IsClose { get; private init; }

    public static FrameEvent NeedMoreData => default;

    public static FrameEvent Message(WebSocketMessageType type, in ReadOnlySequence<byte> payload) =>
        new(FrameEventKind.Message) { MessageType = type, Payload = payload };

    public static FrameEvent Message(WebSocketMessageType type, byte[]? rented, int length) =>
        new(FrameEventKind.Message)
        {
            MessageType = type,
            Rented = rented,
            Payload = rented is null ? ReadOnlySequence<byte>.Empty : new ReadOnlySequence<byte>(rented, 0, length),
        };

    public static FrameEvent PingOrPong(FrameOpcode opcode, in ReadOnlySequence<byte> payload) =>
        new(opcode == FrameOpcode.Ping ? FrameEventKind.Ping : FrameEventKind.Pong) { Payload = payload };

    public static FrameEvent Close(WebSocketCloseStatus status, string? reason) =>
        new(FrameEventKind.Close) { Status = status, Reason = reason };

    public static FrameEvent Violated(Violation violation, bool isClose) =>
        new(FrameEventKind.Violation) { Status = violation.Status, Reason = violation.Reason, IsClose = isClose };

    /// <summary>The same event with a payload of its own, which outlasts the memory that was given to the reader.</summary>
    public FrameEvent Kept()
    {
        if (Rented is not null)
        {
            return this;
        }

        if (Payload.IsEmpty)
        {
            // Also an empty slice points into that memory, and is of no use once it is given back.
            return this with { Payload = ReadOnlySequence<byte>.Empty };
        }

        var length = (int)Payload.Length;
        var rented = ArrayPool<byte>.Shared.Rent(length);
        Payload.CopyTo(rented);
        return this with { Rented = rented, Payload = new ReadOnlySequence<byte>(rented, 0, length) };
    }

    /// <summary>Gives <see cref="Rented"/> back to the pool. The payload must not be touched afterwards.</summary>
    public void Release()
    {
        if (Rented is not null)
        {
            ArrayPool<byte>.Shared.Return(Rented);
        }
    }
}
