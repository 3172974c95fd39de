using System.Buffers;
using System.IO.Pipelines;
using System.Net.WebSockets;
using System.Text;
using WebSockets.Framing;

namespace WebSockets.Runtime.Tests.Framing;

/// <summary>The codec against the framework's own client: what either writes, the other reads.</summary>
internal sealed class FrameworkClientTests
{
    private const int Limit = 70_000;
    private const int Messages = 150;

    // Seeded, and apart from what sends them, so that both ends know what has to arrive.
    private static List<(WebSocketMessageType Type, byte[] Payload)> RandomMessages(Random random)
    {
        var messages = new List<(WebSocketMessageType, byte[])>();
        for (var i = 0; i < Messages; i++)
        {
            int[] scales = [0, 10, 125, 126, 2000, 65_535, 65_536, Limit];
            var length = random.Next(scales[random.Next(scales.Length)] + 1);
            var payload = new byte[length];
            random.NextBytes(payload);
            var type = (WebSocketMessageType)random.Next(2);
            messages.Add((type, type == WebSocketMessageType.Binary ? payload : TextOf(payload)));
        }

        return messages;
    }

    private static byte[] TextOf(byte[] noise)
    {
        var text = new StringBuilder();
        foreach (var value in noise.AsSpan(0, noise.Length / 4))
        {
            text.Append("aé€😀".EnumerateRunes().ElementAt(value % 4));
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static string Describe(WebSocketMessageType type, ReadOnlySpan<byte> payload) => $"{type} {Convert.ToHexString(payload)}";

    [Test]
    public async Task Whatever_the_client_sends_is_read([Values] bool deflates, [Values(1, 2, 3)] int seed)
    {
        var random = new Random(seed);
        var messages = RandomMessages(random);
        await using var client = new LoopbackClient(deflates);
        using var reader = new FrameReader(Limit, deflates);

        var reading = ReadToClose(client.Input, reader, new Random(-seed));
        foreach (var (type, payload) in messages)
        {
            var left = payload.AsMemory();
            var flags = random.Next(4) == 0 ? WebSocketMessageFlags.DisableCompression : WebSocketMessageFlags.None;
            while (random.Next(2) == 0)
            {
                var piece = random.Next(left.Length + 1);
                await client.Socket.SendAsync(left[..piece], type, flags, default);
                left = left[piece..];
            }

            await client.Socket.SendAsync(left, type, flags | WebSocketMessageFlags.EndOfMessage, default);
        }

        await client.Socket.CloseOutputAsync((WebSocketCloseStatus)4000, "that was €verything", default);

        Assert.That(await reading, Is.EqualTo(messages.Select(message => Describe(message.Type, message.Payload)).Append("Close 4000 that was €verything")));
    }

    [Test]
    public async Task Whatever_is_written_is_read_by_the_client([Values] bool deflates, [Values(1, 2, 3)] int seed)
    {
        var random = new Random(seed);
        var messages = RandomMessages(random);
        await using var client = new LoopbackClient(deflates);

        var receiving = ReceiveToClose(client.Socket);
        foreach (var (type, payload) in messages)
        {
            var compressed = deflates && random.Next(4) > 0;
            var body = payload;
            if (compressed)
            {
                var output = new ArrayBufferWriter<byte>();
                Deflate.Compress(payload, output);
                body = output.WrittenSpan.ToArray();
            }

            var opcode = type == WebSocketMessageType.Text ? FrameOpcode.Text : FrameOpcode.Binary;
            var cut = random.Next(3) == 0 ? random.Next(body.Length + 1) : body.Length;
            if (cut < body.Length)
            {
                Write(client.Output, opcode, body.AsSpan(0, cut), final: false, compressed);
                Write(client.Output, FrameOpcode.Ping, [1, 2, 3]);
                Write(client.Output, FrameOpcode.Continuation, body.AsSpan(cut));
            }
            else
            {
                Write(client.Output, opcode, body, rsv1: compressed);
            }

            await client.Output.FlushAsync();
        }

        client.Output.Advance(FrameWriter.WriteClose(client.Output.GetSpan(FrameWriter.MaxCloseSize), WebSocketCloseStatus.EndpointUnavailable, "going €"));
        await client.Output.FlushAsync();

        Assert.That(await receiving, Is.EqualTo(messages.Select(message => Describe(message.Type, message.Payload)).Append("Close EndpointUnavailable going €")));
    }

    [Test]
    public async Task A_close_without_a_status_is_a_normal_closure_to_the_client()
    {
        await using var client = new LoopbackClient(deflates: false);
        client.Output.Advance(FrameWriter.WriteClose(client.Output.GetSpan(FrameWriter.MaxCloseSize), null, null));
        await client.Output.FlushAsync();
        Assert.That(await ReceiveToClose(client.Socket), Is.EqualTo(["Close NormalClosure "]));
    }

    private static void Write(PipeWriter output, FrameOpcode opcode, ReadOnlySpan<byte> payload, bool final = true, bool rsv1 = false)
    {
        output.Advance(FrameWriter.WriteHeader(output.GetSpan(FrameWriter.MaxHeaderSize), opcode, payload.Length, final, rsv1));
        output.Write(payload);
    }

    // Takes a random part of what is there, so that frames are met whole as well as in pieces.
    private static async Task<List<string>> ReadToClose(PipeReader input, FrameReader reader, Random random)
    {
        var events = new List<string>();
        while (events.LastOrDefault()?.StartsWith("Close", StringComparison.Ordinal) != true)
        {
            var result = await input.ReadAsync();
            var all = random.Next(2) == 0;
            var buffer = result.Buffer.Slice(0, all ? result.Buffer.Length : random.NextInt64(result.Buffer.Length) + 1);
            var offered = buffer.End;
            FrameEvent arrived;
            while ((arrived = reader.Read(ref buffer)).Kind != FrameEventKind.NeedMoreData)
            {
                events.Add(Arrivals.Describe(arrived));
                arrived.Release();
            }

            input.AdvanceTo(buffer.Start, offered);
        }

        return events;
    }

    private static async Task<List<string>> ReceiveToClose(WebSocket client)
    {
        var events = new List<string>();
        var payload = new ArrayBufferWriter<byte>();
        while (true)
        {
            var result = await client.ReceiveAsync(payload.GetMemory(4096), default);
            payload.Advance(result.Count);
            if (result.MessageType == WebSocketMessageType.Close)
            {
                events.Add($"Close {client.CloseStatus} {client.CloseStatusDescription}");
                return events;
            }

            if (result.EndOfMessage)
            {
                events.Add(Describe(result.MessageType, payload.WrittenSpan));
                payload.ResetWrittenCount();
            }
        }
    }
}
