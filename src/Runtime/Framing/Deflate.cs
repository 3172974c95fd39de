using System.Buffers;
using System.IO.Compression;

namespace WebSockets.Framing;

/// <summary>
/// The payloads of permessage-deflate (RFC 7692 7.2): every message a deflate stream of its own, without its last four bytes.
/// Nothing is remembered between messages, so that an idle connection costs nothing and a compressed message suits all receivers.
/// </summary>
internal static class Deflate
{
    // A peer may end a deflate stream inside a message as often as it likes; each costs a new decoder.
    private const int MaxStreams = 16;

    private const int MinRoom = 4096;

    // Each piece costs an encoder, and the client chooses how small they are.
    private const int MaxPieces = 64;

    /// <summary>The largest window, of 2^15 bytes: the one that the library compresses with.</summary>
    public const int MaxWindowBits = 15;

    /// <summary>Whether a message of the length may be compressed for the window. Every message may go as it is (RFC 7692 6.1): one that would take too many pieces does.</summary>
    public static bool Fits(int length, int windowBits) => windowBits == MaxWindowBits || length <= MaxPieces << windowBits;

    /// <summary>Compresses one message (RFC 7692 7.2.1).</summary>
    /// <param name="payload">The message.</param>
    /// <param name="output">Gets the compressed payload.</param>
    /// <param name="windowBits">The receiver's window is 2 to the power of this, at most <see cref="MaxWindowBits"/>.</param>
    public static void Compress(ReadOnlySpan<byte> payload, IBufferWriter<byte> output, int windowBits = MaxWindowBits)
    {
        if (payload.IsEmpty)
        {
            // RFC 7692 7.2.3.6. DeflateStream writes nothing at all when it is given nothing.
            output.Write<byte>([0x00]);
            return;
        }

        // For a smaller window the message goes in pieces of its size, each by an encoder of its own: nothing in one refers to what is before it.
        var sink = new DeflateSink(output);
        var size = windowBits == MaxWindowBits ? payload.Length : 1 << windowBits;
        for (; payload.Length > size; payload = payload[size..])
        {
            CompressPiece(payload[..size], sink);
        }

        CompressPiece(payload, sink);
    }

    // The fastest level: a server compresses small messages often, and the network gains little from the others.
    private static void CompressPiece(ReadOnlySpan<byte> piece, DeflateSink sink)
    {
        using var deflate = new DeflateStream(sink, CompressionLevel.Fastest, leaveOpen: true);
        sink.IsOpen = true;
        deflate.Write(piece);
        deflate.Flush();
        sink.IsOpen = false;
    }

    /// <summary>Inflates one message (RFC 7692 7.2.2).</summary>
    /// <param name="payload">The compressed payload, all of it.</param>
    /// <param name="maxSize">How many bytes may come out; no more are ever produced.</param>
    /// <param name="rented">For <see cref="InflateResult.Ok"/> a pooled array that the caller returns; else an empty one.</param>
    /// <param name="length">How many bytes of it are the message.</param>
    public static InflateResult Inflate(ReadOnlySequence<byte> payload, int maxSize, out byte[] rented, out int length)
    {
        var message = default(MessageAssembly);
        var result = Inflate(payload, maxSize, ref message);
        if (result != InflateResult.Ok)
        {
            message.Clear();
        }

        rented = message.Detach(out length) ?? [];
        return result;
    }

    private static InflateResult Inflate(ReadOnlySequence<byte> payload, int maxSize, ref MessageAssembly message)
    {
        // Some senders flush an empty message to nothing. Every other payload is a stream, or several of which all but the last one
        // are ended by a final block (RFC 7692 7.2.1); an empty block often follows that (7.2.3.4).
        for (var streams = 0; !payload.IsEmpty; streams++)
        {
            if (streams == MaxStreams)
            {
                return InflateResult.Corrupt;
            }

            var result = InflateStream(ref payload, maxSize, ref message);
            if (result != InflateResult.Ok)
            {
                return result;
            }
        }

        return InflateResult.Ok;
    }

    // Inflates up to the end of the payload, or of the stream if that comes first, and slices the payload past it.
    private static InflateResult InflateStream(ref ReadOnlySequence<byte> payload, int maxSize, ref MessageAssembly message)
    {
        var source = new DeflateSource(payload);
        var result = Decode(source, maxSize, ref message);
        if (result == InflateResult.Ok)
        {
            payload = payload.Slice(source.TailGiven ? source.Given : FindEnd(payload, source.LastGiven));
        }

        return result;
    }

    private static InflateResult Decode(DeflateSource source, int maxSize, ref MessageAssembly message)
    {
        using var inflate = new DeflateStream(source, CompressionMode.Decompress, leaveOpen: true);
        Span<byte> excess = stackalloc byte[1];
        try
        {
            while (true)
            {
                var left = maxSize - message.Length;
                var room = left == 0 ? excess : message.Room(Math.Min(left, MinRoom), maxSize);
                var read = inflate.Read(room[..Math.Min(room.Length, Math.Max(left, 1))]);
                if (read == 0)
                {
                    return source.Starved ? InflateResult.Corrupt : InflateResult.Ok;
                }

                if (left == 0)
                {
                    return InflateResult.TooBig;
                }

                message.Advance(read);
            }
        }
        catch (InvalidDataException)
        {
            return InflateResult.Corrupt;
        }
    }

    // A decoder reads ahead, and does not tell how much of that was not its own. So a stream that ended inside the payload is decoded
    // once more, with the input in which it ended given byte by byte. Few peers ever send such a stream.
    private static long FindEnd(in ReadOnlySequence<byte> payload, long lastGiven)
    {
        var source = new DeflateSource(payload, lastGiven);
        using var inflate = new DeflateStream(source, CompressionMode.Decompress, leaveOpen: true);
        Span<byte> discarded = stackalloc byte[1024];
        while (inflate.Read(discarded) > 0)
        {
        }

        return source.Given;
    }
}
