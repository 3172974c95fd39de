using System.Buffers;
using System.Buffers.Binary;

namespace WebSockets.Framing;

/// <summary>
/// Recognizes the answer to our close frame in what a peer sends after it broke the protocol, when its frames can no longer be told apart.
/// </summary>
/// <remarks>
/// The answer is the last that a peer sends (RFC 6455, section 5.5.1), and after it the server is the first to end TCP (section 7.1.1): most
/// clients wait for that. So a masked close frame is looked for at the very end of what has come. It may have any status that is legal, and need not repeat ours.
/// </remarks>
internal static class ClosingAnswer
{
    /// <summary>The answer with the longest reason has as many bytes. Fewer may be the beginning of one.</summary>
    public const int MaxSize = HeaderSize + MaxPayloadSize;

    private const int HeaderSize = 6;
    private const int MaxPayloadSize = 125;
    private const byte FinalClose = 0x88;
    private const byte Masked = 0x80;

    /// <summary>Whether the bytes end with a close frame that breaks no rule.</summary>
    public static bool Ends(in ReadOnlySequence<byte> bytes)
    {
        Span<byte> copy = stackalloc byte[MaxSize];
        var length = (int)Math.Min(bytes.Length, copy.Length);
        var tail = copy[..length];
        bytes.Slice(bytes.Length - length).CopyTo(tail);
        for (; tail.Length >= HeaderSize; tail = tail[1..])
        {
            if (tail[0] == FinalClose && tail[1] == (Masked | (tail.Length - HeaderSize)) && IsLegal(tail))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsLegal(ReadOnlySpan<byte> frame)
    {
        Span<byte> payload = stackalloc byte[MaxPayloadSize];
        payload = payload[..(frame.Length - HeaderSize)];
        Masking.Apply(frame[HeaderSize..], payload, BinaryPrimitives.ReadUInt32LittleEndian(frame[2..]), 0);
        return ClosePayload.Check(payload) is null;
    }
}
