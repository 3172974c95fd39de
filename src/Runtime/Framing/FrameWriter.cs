using System.Buffers.Binary;
using System.Net.WebSockets;
using System.Text.Unicode;

namespace WebSockets.Framing;

/// <summary>Writes what frames have besides their payload. A server's frames are never masked (RFC 6455 5.1).</summary>
internal static class FrameWriter
{
    /// <summary>Two bytes and eight of length.</summary>
    public const int MaxHeaderSize = 10;

    /// <summary>A close frame with the longest reason: header, code and 123 bytes (RFC 6455 5.5).</summary>
    public const int MaxCloseSize = 127;

    /// <summary>Writes the header of a frame, with the shortest encoding of the length, as RFC 6455 5.2 demands.</summary>
    /// <returns>Bytes written: <see cref="HeaderSize"/> of the length.</returns>
    public static int WriteHeader(Span<byte> destination, FrameOpcode opcode, long payloadLength, bool final = true, bool rsv1 = false)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(payloadLength);
        var first = (byte)((final ? 0x80 : 0) | (rsv1 ? 0x40 : 0) | (byte)opcode);
        switch (HeaderSize(payloadLength))
        {
            case 2:
                destination[1] = (byte)payloadLength;
                destination[0] = first;
                return 2;
            case 4:
                BinaryPrimitives.WriteUInt16BigEndian(destination[2..], (ushort)payloadLength);
                destination[1] = 126;
                destination[0] = first;
                return 4;
            default:
                BinaryPrimitives.WriteInt64BigEndian(destination[2..], payloadLength);
                destination[1] = 127;
                destination[0] = first;
                return MaxHeaderSize;
        }
    }

    /// <summary>Bytes that the header of a frame with such a payload has.</summary>
    public static int HeaderSize(long payloadLength) =>
        payloadLength < 126 ? 2 : payloadLength <= ushort.MaxValue ? 4 : MaxHeaderSize;

    /// <summary>The size of the frame of ours that begins here, with its header.</summary>
    public static int SizeOf(ReadOnlySpan<byte> frame) => frame[1] switch
    {
        < 126 => 2 + frame[1],
        126 => 4 + BinaryPrimitives.ReadUInt16BigEndian(frame[2..]),
        _ => MaxHeaderSize + (int)BinaryPrimitives.ReadInt64BigEndian(frame[2..]),
    };

    /// <summary>
    /// Writes a whole close frame. A reason that does not fit is cut at a code point; a surrogate without its partner is replaced,
    /// since the reason has to be valid UTF-8 (RFC 6455 5.5.1).
    /// </summary>
    /// <param name="destination">At least <see cref="MaxCloseSize"/> bytes.</param>
    /// <param name="status">Null or <see cref="WebSocketCloseStatus.Empty"/> for an empty payload.</param>
    /// <param name="reason">Only sent with a status.</param>
    /// <returns>Bytes written.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The status must not stand in a close frame.</exception>
    public static int WriteClose(Span<byte> destination, WebSocketCloseStatus? status, string? reason)
    {
        if (status is null or WebSocketCloseStatus.Empty)
        {
            return WriteHeader(destination, FrameOpcode.Close, 0);
        }

        if (!CloseCodes.IsLegalOnTheWire((int)status))
        {
            throw new ArgumentOutOfRangeException(nameof(status), status, "The status must not stand in a close frame.");
        }

        Utf8.FromUtf16(reason, destination[4..MaxCloseSize], out _, out var length);
        BinaryPrimitives.WriteUInt16BigEndian(destination[2..], (ushort)status);
        return WriteHeader(destination, FrameOpcode.Close, 2 + length) + 2 + length;
    }
}
