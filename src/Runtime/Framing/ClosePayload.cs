using System.Buffers;
using System.Buffers.Binary;
using System.Net.WebSockets;
using System.Text;
using System.Text.Unicode;

namespace WebSockets.Framing;

/// <summary>Reads the payload of a close frame (RFC 6455 5.5.1): nothing, or a code and perhaps a reason.</summary>
internal static class ClosePayload
{
    /// <param name="payload">The unmasked payload, at most 125 bytes. That it is not just one has been seen in the header.</param>
    /// <param name="status">The code, or <see cref="WebSocketCloseStatus.Empty"/> where there is none.</param>
    /// <param name="reason">The reason; empty where there is only a code, null where there is no code either.</param>
    /// <returns>The rule that the payload breaks, or null.</returns>
    public static Violation? Read(in ReadOnlySequence<byte> payload, out WebSocketCloseStatus status, out string? reason)
    {
        status = WebSocketCloseStatus.Empty;
        reason = null;
        if (payload.IsEmpty)
        {
            return null;
        }

        Span<byte> copy = stackalloc byte[125];
        payload.CopyTo(copy);
        var bytes = copy[..(int)payload.Length];
        if (Check(bytes) is { } violation)
        {
            return violation;
        }

        status = (WebSocketCloseStatus)BinaryPrimitives.ReadUInt16BigEndian(bytes);
        reason = Encoding.UTF8.GetString(bytes[2..]);
        return null;
    }

    /// <summary>The rule that the payload breaks, or null.</summary>
    public static Violation? Check(ReadOnlySpan<byte> payload) => payload.Length switch
    {
        0 => null,
        1 => Violation.ClosePayload,
        _ when !CloseCodes.IsLegalOnTheWire(BinaryPrimitives.ReadUInt16BigEndian(payload)) => Violation.CloseCode,
        _ => Utf8.IsValid(payload[2..]) ? null : Violation.CloseReason,
    };
}
