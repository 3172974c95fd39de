using System.Buffers;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using WebSockets.Framing;
using WebSockets.Fuzz.Tests.Infrastructure;
using WebSockets.Messages;
using WebSockets.Runtime.Tests.Framing;

namespace WebSockets.Fuzz.Tests.Frames;

/// <summary>What is built for the peer: the framework's client reads just what was to be sent, and what cannot be sent leaves nothing behind.</summary>
internal sealed class OutgoingFuzzTests
{
    private const int MostChoices = 120;

    [Test]
    public void What_is_built_is_read_back_by_the_frameworks_client() => Fuzzing.Run(MostChoices, Check, choices => string.Join(", ", Write(choices, new()).Sent), share: 40);

    private static void Check(Choices choices)
    {
        var output = new ArrayBufferWriter<byte>();
        var (deflates, sent) = Write(choices, output);
        var received = ReceiveAsync(deflates, output.WrittenMemory).GetAwaiter().GetResult();
        if (!sent.SequenceEqual(received))
        {
            throw new InvalidOperationException($"[{string.Join(", ", received)}] came of [{string.Join(", ", sent)}]");
        }
    }

    private static (bool Deflates, List<string> Sent) Write(Choices choices, ArrayBufferWriter<byte> output)
    {
        var deflates = choices.OneIn(2);
        var sent = new List<string>();
        for (var left = choices.Next(6); left > 0; left--)
        {
            using var frame = FrameBuilder.Rent();
            if (Build(frame, choices) is { } message)
            {
                sent.Add(message);
                output.Write(deflates && choices.Next(8) + 8 is var window && frame.IsWorthCompressing(window) && choices.OneIn(2) ? frame.CompressedFrame(window) : frame.Frame);
            }
        }

        var reason = Text(choices, choices.Next(200));
        var close = new byte[FrameWriter.MaxCloseSize];
        output.Write(close.AsSpan(0, FrameWriter.WriteClose(close, WebSocketCloseStatus.EndpointUnavailable, reason)));
        sent.Add($"Close {Cut(reason)}");
        return (deflates, sent);
    }

    // Null: it was not to be built.
    private static string? Build(FrameBuilder frame, Choices choices)
    {
        var length = choices.Of<int>([0, 1, 20, 124, 125, 126, 127, 128, 500, 600, 65_533, 65_535, 65_536, 70_000]);
        switch (choices.Next(5))
        {
            case 0:
                var text = Text(choices, length);
                if (text.EnumerateRunes().Any(rune => rune == Rune.ReplacementChar))
                {
                    Refused(() => frame.WriteText(text));
                    return null;
                }

                frame.WriteText(text);
                return Describe(WebSocketMessageType.Text, Encoding.UTF8.GetBytes(text));

            case 1:
                var utf8 = Bytes(choices, length);
                if (!System.Text.Unicode.Utf8.IsValid(utf8))
                {
                    Refused(() => frame.WriteRaw(FrameOpcode.Text, utf8));
                    return null;
                }

                frame.WriteRaw(FrameOpcode.Text, utf8);
                return Describe(WebSocketMessageType.Text, utf8);

            case 2:
                var bytes = Bytes(choices, length);
                frame.WriteRaw(FrameOpcode.Binary, bytes);
                return Describe(WebSocketMessageType.Binary, bytes);

            case 3:
                var pieces = Bytes(choices, length);
                frame.WriteMessage(new WebSocketMessage(WebSocketMessageType.Binary, Segments.Random(pieces, new Random(choices.Next(256)), 1 + length / 3), isValidated: false));
                return Describe(WebSocketMessageType.Binary, pieces);

            default:
                var values = Enumerable.Range(0, choices.Next(40)).Select(_ => Text(choices, choices.Next(30))).ToArray();
                JsonSerializer.Serialize(frame.Json(JsonSerializerOptions.Web), values);
                frame.Complete(FrameOpcode.Text);
                return Describe(WebSocketMessageType.Text, JsonSerializer.SerializeToUtf8Bytes(values, JsonSerializerOptions.Web));
        }
    }

    // Some of it, here and there, is not Unicode.
    private static string Text(Choices choices, int length)
    {
        var letters = choices.Of<string>(["a", "aé", "€", "😀", "a\ud800", "\udc00b", "\0"]);
        var text = string.Concat(Enumerable.Repeat(letters, length / letters.Length));
        return choices.OneIn(20) ? text + "\ud83d" : text;
    }

    private static byte[] Bytes(Choices choices, int length)
    {
        var first = choices.Next(256);
        return [.. Enumerable.Range(0, length).Select(i => (byte)(first < 128 ? first : first + i))];
    }

    // What fits into a close frame, in whole characters.
    private static string Cut(string reason)
    {
        var cut = new StringBuilder();
        var length = 0;
        foreach (var rune in reason.EnumerateRunes())
        {
            length += rune.Utf8SequenceLength;
            if (length > 123)
            {
                break;
            }

            cut.Append(rune);
        }

        return cut.ToString();
    }

    private static void Refused(Action write)
    {
        try
        {
            write();
        }
        catch (ArgumentException)
        {
            return;
        }

        throw new InvalidOperationException("It was built.");
    }

    private static string Describe(WebSocketMessageType type, ReadOnlySpan<byte> payload) => $"{type} {Convert.ToHexString(payload)}";

    private static async Task<List<string>> ReceiveAsync(bool deflates, ReadOnlyMemory<byte> bytes)
    {
        await using var client = new LoopbackClient(deflates);
        await client.Output.WriteAsync(bytes);
        await client.Output.CompleteAsync(); // a frame that lacks something is never waited for
        var events = new List<string>();
        var payload = new ArrayBufferWriter<byte>();
        while (true)
        {
            var result = await client.Socket.ReceiveAsync(payload.GetMemory(4096), CancellationToken.None);
            payload.Advance(result.Count);
            if (result.MessageType == WebSocketMessageType.Close)
            {
                events.Add($"Close {client.Socket.CloseStatusDescription}");
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
