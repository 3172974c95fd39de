using System.Buffers;
using System.Buffers.Binary;
using WebSockets.Framing;
using WebSockets.Fuzz.Tests.Infrastructure;

namespace WebSockets.Fuzz.Tests.Frames;

/// <summary>What a client sends in one connection: valid frames of every kind, and the same with damage.</summary>
internal sealed class FrameStream
{
    private static readonly byte[] Bites = [0x00, 0x01, 0x02, 0x08, 0x09, 0x0a, 0x80, 0x81, 0x82, 0x83, 0x88, 0x89, 0x8a, 0xc1, 0xfe, 0xff, 0x7d, 0x7e, 0x7f, 0xfd, 0x03, 0xe8];
    private static readonly string[] Texts = ["", "a", "Grüße, 世界 😀", "{\"type\":\"say\"}", "\0", "€", "👍👍"];

    private readonly Choices _choices;
    private readonly bool _deflates;
    private readonly List<byte> _bytes = [];

    private FrameStream(Choices choices, bool deflates)
    {
        _choices = choices;
        _deflates = deflates;
    }

    /// <param name="choices">What it is made of.</param>
    /// <param name="deflates">Some messages are compressed.</param>
    /// <param name="damaged">It need not be valid.</param>
    public static byte[] Of(Choices choices, bool deflates, bool damaged)
    {
        var stream = new FrameStream(choices, deflates);
        for (var left = choices.Next(7); left > 0; left--)
        {
            stream.Add();
        }

        if (choices.OneIn(2))
        {
            stream.Close();
        }

        if (damaged)
        {
            choices.Mutate(stream._bytes, Bites);
        }

        return [.. stream._bytes];
    }

    private void Add()
    {
        switch (_choices.Next(8))
        {
            case 0:
                Frame(FrameOpcode.Ping, Bytes(_choices.Next(126)));
                break;
            case 1:
                Frame(FrameOpcode.Pong, Bytes(_choices.Next(126)));
                break;
            case 2 or 3 or 4:
                Message(FrameOpcode.Text, System.Text.Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(_choices.Of<string>(Texts), _choices.Next(20)))));
                break;
            default:
                Message(FrameOpcode.Binary, Bytes(_choices.Of<int>([0, 1, 4, 20, 124, 125, 126, 127, 300, 65_535, 65_536])));
                break;
        }
    }

    private void Message(FrameOpcode opcode, byte[] payload)
    {
        var isCompressed = _deflates && _choices.OneIn(2);
        if (isCompressed)
        {
            var output = new ArrayBufferWriter<byte>();
            Deflate.Compress(payload, output);
            payload = output.WrittenSpan.ToArray();
        }

        var at = 0;
        while (_choices.OneIn(3))
        {
            var next = at + (_choices.Next(65_536) % (payload.Length - at + 1));
            Frame(opcode, payload[at..next], final: false, isCompressed);
            (at, opcode, isCompressed) = (next, FrameOpcode.Continuation, false);
            if (_choices.OneIn(4))
            {
                Frame(FrameOpcode.Ping, Bytes(_choices.Next(4)));
            }
        }

        Frame(opcode, payload[at..], final: true, isCompressed);
    }

    private void Close()
    {
        var code = _choices.Of<int>([0, 1000, 1001, 1011, 3000, 4999, 1005, 999]);
        var reason = System.Text.Encoding.UTF8.GetBytes(_choices.Of<string>(["", "done", "grüße €", new('r', 123)]));
        Frame(FrameOpcode.Close, code == 0 ? [] : [(byte)(code >> 8), (byte)code, .. reason]);
    }

    private byte[] Bytes(int length)
    {
        var first = _choices.Next(256);
        return [.. Enumerable.Range(0, length).Select(i => (byte)(first + i))];
    }

    private void Frame(FrameOpcode opcode, byte[] payload, bool final = true, bool rsv1 = false)
    {
        Span<byte> header = stackalloc byte[10];
        var size = payload.Length < 126 ? 2 : payload.Length < 65_536 ? 4 : 10;
        header[0] = (byte)((final ? 0x80 : 0) | (rsv1 ? 0x40 : 0) | (byte)opcode);
        header[1] = (byte)(0x80 | (size == 2 ? payload.Length : size == 4 ? 126 : 127));
        if (size == 4)
        {
            BinaryPrimitives.WriteUInt16BigEndian(header[2..], (ushort)payload.Length);
        }
        else if (size == 10)
        {
            BinaryPrimitives.WriteInt64BigEndian(header[2..], payload.Length);
        }

        _bytes.AddRange(header[..size]);
        byte[] key = [(byte)_choices.Next(256), (byte)_choices.Next(256), 0x5a, (byte)_choices.Next(256)];
        _bytes.AddRange(key);
        for (var i = 0; i < payload.Length; i++)
        {
            _bytes.Add((byte)(payload[i] ^ key[i & 3]));
        }
    }
}
