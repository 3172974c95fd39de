using System.Buffers.Binary;
using System.Text;

namespace WebSockets.Runtime.Tests.Wire;

/// <summary>A frame as it came from the server.</summary>
internal sealed record RawFrame(bool Final, int Opcode, byte[] Payload)
{
    public const int Continuation = 0;
    public const int Text = 1;
    public const int Binary = 2;
    public const int Close = 8;
    public const int Ping = 9;
    public const int Pong = 10;

    public string PayloadText => Encoding.UTF8.GetString(Payload);

    /// <summary>The status of a close frame; null if it has none.</summary>
    public int? Status => Payload.Length >= 2 ? BinaryPrimitives.ReadUInt16BigEndian(Payload) : null;

    /// <summary>The reason of a close frame.</summary>
    public string Reason => Payload.Length >= 2 ? Encoding.UTF8.GetString(Payload.AsSpan(2)) : "";

    /// <summary>A frame of a client: masked, and with the shortest length unless told otherwise.</summary>
    public static byte[] Encode(int opcode, ReadOnlySpan<byte> payload, bool final = true, bool masked = true, int reserved = 0)
    {
        var frame = new List<byte> { (byte)((final ? 0x80 : 0) | reserved | opcode) };
        var mask = masked ? 0x80 : 0;
        switch (payload.Length)
        {
            case < 126:
                frame.Add((byte)(mask | payload.Length));
                break;
            case <= ushort.MaxValue:
                frame.AddRange([(byte)(mask | 126), (byte)(payload.Length >> 8), (byte)payload.Length]);
                break;
            default:
                frame.Add((byte)(mask | 127));
                Span<byte> length = stackalloc byte[8];
                BinaryPrimitives.WriteInt64BigEndian(length, payload.Length);
                frame.AddRange(length);
                break;
        }

        if (!masked)
        {
            frame.AddRange(payload);
            return [.. frame];
        }

        ReadOnlySpan<byte> key = [0x37, 0xfa, 0x21, 0x3d];
        frame.AddRange(key);
        var start = frame.Count;
        frame.AddRange(payload);
        for (var i = 0; i < payload.Length; i++)
        {
            frame[start + i] ^= key[i & 3];
        }

        return [.. frame];
    }

    public static byte[] EncodeText(string text) => Encode(Text, Encoding.UTF8.GetBytes(text));

    public static byte[] EncodeClose(int? status, string reason = "") =>
        Encode(Close, status is { } code ? [(byte)(code >> 8), (byte)code, .. Encoding.UTF8.GetBytes(reason)] : []);
}
