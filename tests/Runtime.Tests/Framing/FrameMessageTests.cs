using System.Buffers;
using System.Net.WebSockets;
using System.Runtime.InteropServices;
using System.Text;
using WebSockets.Framing;
using static WebSockets.Runtime.Tests.Framing.ClientFrames;

namespace WebSockets.Runtime.Tests.Framing;

/// <summary>What a well-behaved peer sends, and in whose memory it is handed out.</summary>
internal sealed class FrameMessageTests
{
    private const int Limit = 70_000;

    private static string Hex(string text) => Convert.ToHexString(Encoding.UTF8.GetBytes(text));

    [Test, Category("RFC 6455 5.7")]
    public void The_masked_hello_of_the_specification_is_read() =>
        Assert.That(
            Arrivals.Of(new FrameReader(Limit), [0x81, 0x85, 0x37, 0xfa, 0x21, 0x3d, 0x7f, 0x9f, 0x4d, 0x51, 0x58]),
            Is.EqualTo(["Text " + Hex("Hello")]));

    [Test, Category("RFC 6455 5.2")]
    public void Every_length_encoding_is_read_at_its_edges([Values(0, 1, 124, 125, 126, 127, 255, 256, 65534, 65535, 65536, 65537)] int length)
    {
        var payload = new byte[length];
        new Random(length).NextBytes(payload);
        Assert.That(
            Arrivals.Of(new FrameReader(Limit), Binary(payload)),
            Is.EqualTo([$"Binary {Convert.ToHexString(payload)}"]));
    }

    [Test, Category("RFC 6455 5.4")]
    public void Fragments_are_one_message_and_control_frames_may_come_between_them() =>
        Assert.That(
            Arrivals.Of(new FrameReader(Limit), [.. Text("a", false), .. Ping(1), .. Continuation("b", false), .. Pong(), .. Continuation("c", true), .. Ping()]),
            Is.EqualTo(["Ping 01", "Pong ", "Text " + Hex("abc"), "Ping "]));

    [Test, Category("RFC 6455 5.4")]
    public void Fragments_may_be_empty_and_cut_a_code_point() =>
        Assert.That(
            Arrivals.Of(
                new FrameReader(Limit),
                [.. Text([], false), .. Continuation([0xE2], false), .. Ping(0x82), .. Continuation([0x82], false), .. Continuation("", false), .. Continuation([0xAC], true)]),
            Is.EqualTo(["Ping 82", "Text " + Hex("€")]));

    [Test, Category("RFC 6455 5.4")]
    public void The_type_of_a_message_is_that_of_its_first_frame() =>
        Assert.That(
            Arrivals.Of(new FrameReader(Limit), [.. Binary([0xFF], false), .. Continuation([0xFE], true), .. Text("t", false), .. Continuation("u", true), .. Binary([0xC0])]),
            Is.EqualTo(["Binary FFFE", "Text " + Hex("tu"), "Binary C0"]));

    [Test, Category("RFC 6455 5.6")]
    public void Empty_messages_arrive_whole_and_fragmented() =>
        Assert.That(
            Arrivals.Of(new FrameReader(0), [.. Text(""), .. Binary([]), .. Text("", false), .. Continuation("", false), .. Continuation("", true)]),
            Is.EqualTo(["Text ", "Binary ", "Text "]));

    [Test, Category("RFC 6455 5.5")]
    public void Control_frames_may_have_125_bytes()
    {
        var payload = Enumerable.Range(0, 125).Select(b => (byte)b).ToArray();
        Assert.That(
            Arrivals.Of(new FrameReader(0), [.. Ping(payload), .. Pong(payload), .. Close(1000, new string('x', 123))]),
            Is.EqualTo([$"Ping {Convert.ToHexString(payload)}", $"Pong {Convert.ToHexString(payload)}", $"Close 1000 {new string('x', 123)}"]));
    }

    [Test, Category("RFC 6455 5.5.1")]
    public void A_close_says_its_code_and_reason_and_nothing_is_read_after_it() =>
        Assert.That(
            Arrivals.Of(new FrameReader(Limit), [.. Close(4321, "bye €"), .. Text("late"), 0xFF], Ping(1)),
            Is.EqualTo(["Close 4321 bye €"]));

    [Test, Category("RFC 6455 7.1.5")]
    public void A_close_without_a_code_is_reported_as_empty()
    {
        Assert.That(Arrivals.Of(new FrameReader(Limit), Close()), Is.EqualTo(["Close 1005 (none)"]));
        Assert.That(Arrivals.Of(new FrameReader(Limit), Close(1001)), Is.EqualTo(["Close 1001 "]));
    }

    [Test, Category("RFC 6455 7.4")]
    public void Legal_close_codes_are_accepted([Values(1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014, 3000, 3999, 4000, 4999)] int code) =>
        Assert.That(Arrivals.Of(new FrameReader(Limit), Close(code)), Is.EqualTo([$"Close {code} "]));

    [Test, Category("RFC 6455 5.5.1")]
    public void A_close_inside_a_fragmented_message_gives_the_fragments_back()
    {
        using var reader = new FrameReader(Limit);
        Assert.That(Arrivals.Of(reader, [.. Text("half", false), .. Close(1000)]), Is.EqualTo(["Close 1000 "]));
        Assert.That((reader.HeldBytes, reader.InMessage), Is.EqualTo((0, false)));
    }

    [Test, Category("RFC 6455 7.4.1")]
    public void A_message_of_exactly_the_limit_is_delivered()
    {
        byte[] payload = [.. Enumerable.Repeat((byte)'x', 200)];
        var expected = $"Text {Convert.ToHexString(payload)}";
        Assert.That(
            Arrivals.Of(
                new FrameReader(200),
                [.. Text(payload), .. Text(payload[..100], false), .. Continuation(payload[100..], false), .. Continuation("", true), .. Text(payload)]),
            Is.EqualTo([expected, expected, expected]));
    }

    [Test]
    public void A_whole_message_is_handed_out_where_it_lies()
    {
        using var reader = new FrameReader(Limit);
        byte[] wire = [.. Text("one"), .. Text("two")];
        var buffer = new ReadOnlySequence<byte>(wire);

        var first = reader.Read(ref buffer);
        var second = reader.Read(ref buffer);

        Assert.That((first.MessageType, first.Rented, second.Rented), Is.EqualTo((WebSocketMessageType.Text, (byte[]?)null, (byte[]?)null)));
        Assert.That(MemoryMarshal.TryGetArray(second.Payload.First, out var segment) && ReferenceEquals(segment.Array, wire) && segment.Offset == 15);
        Assert.That(Encoding.UTF8.GetString(first.Payload) + Encoding.UTF8.GetString(second.Payload), Is.EqualTo("onetwo"));
        Assert.That(reader.Read(ref buffer).Kind, Is.EqualTo(FrameEventKind.NeedMoreData));
    }

    [Test]
    public void A_whole_message_in_several_segments_is_handed_out_where_it_lies()
    {
        using var reader = new FrameReader(Limit);
        var wire = Text("€ and more");
        var buffer = Segments.Of(wire[..7], wire[7..8], [], wire[8..12], wire[12..]);

        var message = reader.Read(ref buffer);

        Assert.That((message.Kind, message.Rented, buffer.Length), Is.EqualTo((FrameEventKind.Message, (byte[]?)null, 0L)));
        Assert.That(Encoding.UTF8.GetString(message.Payload), Is.EqualTo("€ and more"));
    }

    [Test]
    public void An_assembled_message_is_one_contiguous_array_that_the_receiver_owns()
    {
        using var reader = new FrameReader(Limit);
        var buffer = new ReadOnlySequence<byte>([.. Text("ab", false), .. Continuation("cd", true)]);

        var message = reader.Read(ref buffer);

        Assert.That(message.Payload.IsSingleSegment);
        Assert.That(MemoryMarshal.TryGetArray(message.Payload.First, out var segment) && ReferenceEquals(segment.Array, message.Rented));
        Assert.That(Encoding.UTF8.GetString(message.Payload), Is.EqualTo("abcd"));
        Assert.That(reader.HeldBytes, Is.Zero);
        message.Release();
    }

    [Test]
    public void A_message_is_known_to_be_unfinished_from_its_first_header_to_its_last_byte()
    {
        using var reader = new FrameReader(Limit);
        using var arrivals = new Arrivals(reader);
        var wire = Text("ab", false);
        var states = new List<bool> { reader.InMessage };
        foreach (var chunk in (byte[][])[wire[..6], wire[6..], Ping(1), Continuation("c", true)])
        {
            arrivals.Receive(chunk);
            states.Add(reader.InMessage);
        }

        Assert.That(states, Is.EqualTo([false, true, true, true, false]));
    }

    [Test]
    public void A_reader_that_was_disposed_of_holds_and_reads_nothing()
    {
        var reader = new FrameReader(Limit);
        using var arrivals = new Arrivals(reader);
        arrivals.Receive(Text("half", false));
        Assert.That(reader.HeldBytes, Is.Positive);

        reader.Dispose();
        arrivals.Receive(Continuation("other half", true));

        Assert.That((reader.HeldBytes, reader.InMessage, arrivals.Events.Count), Is.EqualTo((0, false, 0)));
    }
}
