using System.Buffers.Binary;
using System.Text;
using WebSockets.Framing;

namespace WebSockets.Runtime.Tests.Framing;

/// <summary>
/// Builds what a client puts on the wire. Written apart from the product's own code and without its cleverness, so that a
/// mistake there does not cancel itself out here.
/// </summary>
internal static class ClientFrames
{
    private static readonly byte[] Key = [0x37, 0xFA, 0x21, 0x3D];

    public static byte[] Text(string text, bool final = true) => Text(Encoding.UTF8.GetBytes(text), final);

    public static byte[] Text(byte[] payload, bool final = true) => Frame(FrameOpcode.Text, payload, final);

    public static byte[] Binary(byte[] payload, bool final = true) => Frame(FrameOpcode.Binary, payload, final);

    public static byte[] Continuation(byte[] payload, bool final) => Frame(FrameOpcode.Continuation, payload, final);

    public static byte[] Continuation(string text, bool final) => Continuation(Encoding.UTF8.GetBytes(text), final);

    public static byte[] Ping(params byte[] payload) => Frame(FrameOpcode.Ping, payload);

    public static byte[] Pong(params byte[] payload) => Frame(FrameOpcode.Pong, payload);

    public static byte[] Close(params byte[] payload) => Frame(FrameOpcode.Close, payload);

    public static byte[] Close(int code, string reason = "")
    {
        var payload = new byte[2 + Encoding.UTF8.GetByteCount(reason)];
        BinaryPrimitives.WriteUInt16BigEndian(payload, (ushort)code);
        Encoding.UTF8.GetBytes(reason, payload.AsSpan(2));
        return Close(payload);
    }

    public static byte[] Frame(FrameOpcode opcode, byte[] payload, bool final = true, bool rsv1 = false)
    {
        var bytes = new List<byte> { (byte)((final ? 0x80 : 0) + (rsv1 ? 0x40 : 0) + (int)opcode) };
        if (payload.Length <= 125)
        {
            bytes.Add((byte)(0x80 + payload.Length));
        }
        else if (payload.Length <= 65535)
        {
            bytes.AddRange([0xFE, (byte)(payload.Length >> 8), (byte)payload.Length]);
        }
        else
        {
            bytes.AddRange([0xFF, 0, 0, 0, 0, (byte)(payload.Length >> 24), (byte)(payload.Length >> 16), (byte)(payload.Length >> 8), (byte)payload.Length]);
        }

        bytes.AddRange(Key);
        bytes.AddRange(payload.Select((value, at) => (byte)(value ^ Key[at % 4])));
        return [.. bytes];
    }
}
