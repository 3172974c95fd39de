using WebSockets.Framing;

namespace WebSockets.Runtime.Benchmarks;

/// <summary>Frames as a client sends them.</summary>
internal static class ClientFrame
{
    private static readonly byte[] Key = [0x37, 0xfa, 0x21, 0x3d];

    public static byte[] Text(ReadOnlySpan<byte> payload) => Masked(FrameOpcode.Text, payload);

    public static byte[] Binary(int length) => Masked(FrameOpcode.Binary, new byte[length]);

    private static byte[] Masked(FrameOpcode opcode, ReadOnlySpan<byte> payload)
    {
        var head = new byte[FrameWriter.MaxHeaderSize];
        var size = FrameWriter.WriteHeader(head, opcode, payload.Length);
        head[1] |= 0x80;
        byte[] frame = [.. head.AsSpan(0, size), .. Key, .. payload];
        for (var i = 0; i < payload.Length; i++)
        {
            frame[size + Key.Length + i] ^= Key[i & 3];
        }

        return frame;
    }
}
