using System.Buffers;
using System.Buffers.Binary;

namespace WebSockets.Framing;

/// <summary>
/// The header of a client's frame (RFC 6455 5.2), as far as it has arrived. It exists to hold the rules that need
/// nothing but the header itself, and to tell of a broken one from the first byte that shows it.
/// </summary>
internal readonly struct FrameHeader
{
    /// <summary>Two bytes, eight of length, four of mask.</summary>
    private const int MaxSize = 14;

    private const int MaxControlPayload = 125;
    private const byte FinalBit = 0x80;
    private const byte Rsv1Bit = 0x40;
    private const byte Rsv2And3Bits = 0x30;
    private const byte MaskBit = 0x80;
    private const int MaskSize = 4;

    private FrameHeader(byte first, long length, int size, uint key)
    {
        Opcode = (FrameOpcode)(first & 0x0F);
        Final = (first & FinalBit) != 0;
        Rsv1 = (first & Rsv1Bit) != 0;
        Length = length;
        Size = size;
        Key = key;
    }

    public FrameOpcode Opcode { get; }

    public bool Final { get; }

    /// <summary>Whether RSV1 is set: the message is compressed (RFC 7692 6). Whether it may be is the reader's to say.</summary>
    public bool Rsv1 { get; }

    /// <summary>Bytes of payload, or -1 as long as that is unknown.</summary>
    public long Length { get; }

    /// <summary>Bytes of the header with its mask, or 0 as long as it is incomplete.</summary>
    public int Size { get; }

    /// <summary>The masking key; its first byte on the wire is the lowest.</summary>
    public uint Key { get; }

    public bool IsControl => IsControlOpcode((byte)Opcode);

    /// <summary>Reads what is there of a header.</summary>
    /// <param name="buffer">At least one byte.</param>
    /// <param name="header">What is known so far.</param>
    /// <returns>The rule that the bytes break, however few they are, or null.</returns>
    public static Violation? Read(in ReadOnlySequence<byte> buffer, out FrameHeader header)
    {
        var first = buffer.FirstSpan;
        if (first.Length >= MaxSize || buffer.IsSingleSegment)
        {
            return Read(first, out header);
        }

        Span<byte> copy = stackalloc byte[MaxSize];
        var length = (int)Math.Min(buffer.Length, copy.Length);
        buffer.Slice(0, length).CopyTo(copy);
        return Read(copy[..length], out header);
    }

    /// <summary>Reads the header of a masked message in one frame, of at most 64 KiB. False: it is something else, or not all there.</summary>
    public static bool TryReadSimple(ReadOnlySpan<byte> bytes, out bool isText, out int size, out int length, out uint key)
    {
        isText = false;
        (size, length, key) = (0, 0, 0);
        if (bytes.Length < 2 + MaskSize || bytes[0] is not (FinalBit | (byte)FrameOpcode.Text) and not (FinalBit | (byte)FrameOpcode.Binary) || (bytes[1] & MaskBit) == 0)
        {
            return false;
        }

        isText = bytes[0] == (FinalBit | (byte)FrameOpcode.Text);
        length = bytes[1] & ~MaskBit;
        size = 2 + MaskSize;
        if (length > MaxControlPayload)
        {
            size = 4 + MaskSize;
            if (length != 126 || bytes.Length < size)
            {
                return false;
            }

            length = BinaryPrimitives.ReadUInt16BigEndian(bytes[2..]);
            if (length < 126)
            {
                return false;
            }
        }

        key = BinaryPrimitives.ReadUInt32LittleEndian(bytes[(size - MaskSize)..]);
        return true;
    }

    private static Violation? Read(ReadOnlySpan<byte> bytes, out FrameHeader header)
    {
        var first = bytes[0];
        header = new FrameHeader(first, -1, 0, 0);
        if (CheckFirst(first) is { } violation)
        {
            return violation;
        }

        if (bytes.Length < 2)
        {
            return null;
        }

        var second = bytes[1];
        if ((second & MaskBit) == 0)
        {
            return Violation.Unmasked;
        }

        long length = second & ~MaskBit;
        if (length > MaxControlPayload && IsControlOpcode(first))
        {
            return Violation.LongControl;
        }

        if (length == 1 && (FrameOpcode)(first & 0x0F) == FrameOpcode.Close)
        {
            return Violation.ClosePayload;
        }

        var size = 2;
        if (length == 126)
        {
            size = 4;
            if (bytes.Length < size)
            {
                return null;
            }

            length = BinaryPrimitives.ReadUInt16BigEndian(bytes[2..]);
            if (length < 126)
            {
                return Violation.LengthEncoding;
            }
        }
        else if (length == 127)
        {
            size = 10;
            if (bytes.Length < size)
            {
                return null;
            }

            length = BinaryPrimitives.ReadInt64BigEndian(bytes[2..]);
            if (length <= ushort.MaxValue)
            {
                return length < 0 ? Violation.LengthSign : Violation.LengthEncoding;
            }
        }

        header = bytes.Length < size + MaskSize
            ? new FrameHeader(first, length, 0, 0)
            : new FrameHeader(first, length, size + MaskSize, BinaryPrimitives.ReadUInt32LittleEndian(bytes[size..]));
        return null;
    }

    private static Violation? CheckFirst(byte first)
    {
        if ((first & Rsv2And3Bits) != 0)
        {
            return Violation.ReservedBits;
        }

        var opcode = first & 0x0F;
        if (opcode is > (int)FrameOpcode.Binary and < (int)FrameOpcode.Close or > (int)FrameOpcode.Pong)
        {
            return Violation.ReservedOpcode;
        }

        return IsControlOpcode(first) && (first & FinalBit) == 0 ? Violation.FragmentedControl : null;
    }

    // RFC 6455 5.5: the opcodes whose highest bit is set.
    private static bool IsControlOpcode(byte first) => (first & 0x08) != 0;
}
