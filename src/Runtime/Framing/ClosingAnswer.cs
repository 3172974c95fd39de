using System.Buffers;
using System.Buffers.Binary;
using System.Net.WebSockets;

namespace WebSockets.Framing;

/// <summary>
/// Recognizes the answer to our close frame in what a peer sends after it broke the protocol, when its frames can no longer be told apart.
/// </summary>
/// <remarks>
/// The answer is the last that a peer sends (RFC 6455, section 5.5.1), and after it the server is the first to end TCP (section 7.1.1): most
/// clients wait for that. So a masked close frame that repeats our status is looked for at the very end of what has come.
/// </remarks>
internal static class ClosingAnswer
{
    private const int HeaderSize = 6;
    private const int StatusSize = 2;
    private const int MaxPayloadSize = 125;
    private const byte FinalClose = 0x88;
    private const byte Masked = 0x80;

    /// <summary>Whether the bytes end with a close frame of this status.</summary>
    public static bool Ends(in ReadOnlySequence<byte> bytes, WebSocketCloseStatus status)
    {
        Span<byte> copy = stackalloc byte[HeaderSize + MaxPayloadSize];
        var length = (int)Math.Min(bytes.Length, copy.Length);
        var tail = copy[..length];
        bytes.Slice(bytes.Length - length).CopyTo(tail);
        for (; tail.Length >= HeaderSize + StatusSize; tail = tail[1..])
        {
            if (tail[0] == FinalClose && tail[1] == (Masked | (tail.Length - HeaderSize)) && StatusOf(tail) == (int)status)
            {
                return true;
            }
        }

        return false;
    }

    private static int StatusOf(ReadOnlySpan<byte> frame) =>
        BinaryPrimitives.ReadUInt16BigEndian(frame[HeaderSize..]) ^ BinaryPrimitives.ReadUInt16BigEndian(frame[2..]);
}
