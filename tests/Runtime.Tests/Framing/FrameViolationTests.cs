using System.Text;
using WebSockets.Framing;
using static WebSockets.Runtime.Tests.Framing.ClientFrames;

namespace WebSockets.Runtime.Tests.Framing;

/// <summary>Every rule of RFC 6455 that a peer can break, and that it is found at the first byte that breaks it.</summary>
internal sealed class FrameViolationTests
{
    private const int Limit = 1000;

    private static readonly byte[] Mask = [1, 2, 3, 4];

    private static IEnumerable<TestCaseData> Rules()
    {
        yield return Rule("5.1", 1002, "a text frame without a mask", [0x81, 0x00]);
        yield return Rule("5.1", 1002, "an unmasked frame with a long payload", [0x82, 0x7F]);
        yield return Rule("5.1", 1002, "an unmasked ping", [0x89, 0x00]);
        yield return Rule("5.1", 1002, "an unmasked close", [0x88, 0x02]);

        yield return Rule("5.2", 1002, "RSV1 where nothing was negotiated", [0xC1]);
        yield return Rule("5.2", 1002, "RSV2", [0xA1]);
        yield return Rule("5.2", 1002, "RSV3", [0x91]);
        yield return Rule("5.2", 1002, "RSV1 on a ping", [0xC9]);
        yield return Rule("5.2", 1002, "RSV3 on a close", [0x98]);
        foreach (var opcode in (byte[])[3, 4, 5, 6, 7, 11, 12, 13, 14, 15])
        {
            yield return Rule("5.2", 1002, $"reserved opcode {opcode}", [(byte)(0x80 | opcode)]);
            yield return Rule("5.2", 1002, $"reserved opcode {opcode} in a fragment", [opcode]);
        }

        yield return Rule("5.2", 1002, "125 bytes announced in 16 bits", [0x82, 0xFE, 0x00, 125]);
        yield return Rule("5.2", 1002, "no bytes announced in 16 bits", [0x82, 0xFE, 0x00, 0x00]);
        yield return Rule("5.2", 1002, "65,535 bytes announced in 64 bits", [0x82, 0xFF, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF]);
        yield return Rule("5.2", 1002, "a negative 64-bit length", [0x82, 0xFF, 0x80, 0, 0, 0, 0, 0, 0, 1]);

        yield return Rule("5.4", 1002, "a continuation of nothing", [0x80]);
        yield return Rule("5.4", 1002, "a fragment of nothing", [0x00]);
        yield return Rule("5.4", 1002, "a continuation after a finished message", [.. Text("a", false), .. Continuation("b", true), 0x80]);
        yield return Rule("5.4", 1002, "a continuation after a whole message", [.. Text("a"), 0x80]);
        yield return Rule("5.4", 1002, "text inside a fragmented message", [.. Text("a", false), 0x81]);
        yield return Rule("5.4", 1002, "binary inside a message whose fragment is empty", [.. Binary([], false), 0x02]);

        yield return Rule("5.5", 1002, "a fragmented close", [0x08]);
        yield return Rule("5.5", 1002, "a fragmented ping", [0x09]);
        yield return Rule("5.5", 1002, "a fragmented pong", [0x0A]);
        yield return Rule("5.5", 1002, "a close of 126 bytes or more", [0x88, 0xFE]);
        yield return Rule("5.5", 1002, "a ping of 126 bytes or more", [0x89, 0xFE]);
        yield return Rule("5.5", 1002, "a pong of 65,536 bytes or more", [0x8A, 0xFF]);

        yield return Rule("5.5.1", 1002, "a close payload of one byte", [0x88, 0x81]);
        yield return Rule("5.5.1", 1007, "a close reason that is not UTF-8", Close(0x03, 0xE8, 0xC3, 0x28));
        yield return Rule("5.5.1", 1007, "a close reason that ends inside a code point", Close(0x03, 0xE8, 0xE2, 0x82));
        foreach (var code in (int[])[0, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 65535])
        {
            yield return Rule("7.4", 1002, $"close code {code}", Close(code));
        }

        yield return Rule("7.4.1", 1009, "1,001 bytes announced in one frame", [0x82, 0xFE, 0x03, 0xE9]);
        yield return Rule("7.4.1", 1009, "65,536 bytes announced", [0x82, 0xFF, 0, 0, 0, 0, 0, 1, 0, 0]);
        yield return Rule("7.4.1", 1009, "2 GiB announced", [0x82, 0xFF, 0, 0, 0, 0, 0x80, 0, 0, 0]);
        yield return Rule("7.4.1", 1009, "2^62 bytes announced", [0x82, 0xFF, 0x40, 0, 0, 0, 0, 0, 0, 0]);
        yield return Rule("7.4.1", 1009, "fragments whose sum is over the limit", [.. Binary(new byte[900], false), 0x80, 0x80 | 101]);
        yield return Rule(
            "7.4.1", 1009, "fragments whose sum is over what an integer holds", [.. Binary([1], false), 0x80, 0xFF, 0x7F, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF]);

        foreach (var (text, failsAt) in BadText())
        {
            var cut = Text(text)[..(6 + failsAt)];
            yield return Rule("8.1", 1007, $"text {Convert.ToHexString(text)} in one frame", cut);
            yield return Rule("8.1", 1007, $"text {Convert.ToHexString(text)} after a fragment", [.. Text("κ", false), .. Continuation(text, true)[..(6 + failsAt)]]);
            yield return Rule(
                "8.1", 1007, $"text {Convert.ToHexString(text)} in fragments of one byte", [.. text.Take(failsAt).SelectMany((b, at) => at == 0 ? Text([b], false) : Continuation([b], false))]);
        }

        yield return Rule("8.1", 1007, "text that ends inside a code point", Text([0xF0, 0x9F, 0x98]));
        yield return Rule("8.1", 1007, "fragments that end inside a code point", [.. Text([0xE2, 0x82], false), .. Continuation(Array.Empty<byte>(), true)]);

        static TestCaseData Rule(string section, int status, string name, byte[] bytes) =>
            new TestCaseData(bytes, status).SetArgDisplayNames(name).SetCategory($"RFC 6455 {section}");
    }

    // Each with trailing bytes that must not be waited for, and the count of bytes after which it is beyond repair.
    private static IEnumerable<(byte[] Text, int FailsAt)> BadText()
    {
        yield return ([0x80, 0x41], 1);
        yield return ([0xC0, 0xAF, 0x41], 1);
        yield return ([0xC1, 0xBF, 0x41], 1);
        yield return ([0xC3, 0x28, 0x41], 2);
        yield return ([0xE0, 0x80, 0xAF, 0x41], 2);
        yield return ([0xE2, 0x82, 0x41, 0x41], 3);
        yield return ([0xED, 0xA0, 0x80, 0x41], 2);
        yield return ([0xF0, 0x80, 0x80, 0xAF, 0x41], 2);
        yield return ([0xF0, 0x9F, 0x98, 0x41, 0x41], 4);
        yield return ([0xF4, 0x90, 0x80, 0x80, 0x41], 2);
        yield return ([0xF5, 0x80, 0x80, 0x80], 1);
        yield return ([0xFF, 0x41], 1);
        yield return ([.. "κόσμε"u8, 0xF4, 0x90, 0x80, 0x80, .. "edited"u8], 12);
    }

    [TestCaseSource(nameof(Rules))]
    public void A_broken_rule_is_a_violation_at_the_byte_that_breaks_it_and_not_before(byte[] bytes, int status)
    {
        using var arrivals = new Arrivals(new FrameReader(Limit));
        for (var at = 0; at < bytes.Length - 1; at++)
        {
            arrivals.Receive(bytes.AsSpan(at, 1));
        }

        Assert.That(arrivals.Events, Has.None.StartsWith("Violation"));
        arrivals.Receive(bytes.AsSpan(bytes.Length - 1));
        Assert.That(arrivals.Events, Has.One.StartsWith("Violation").And.ItemAt(arrivals.Events.Count - 1).EqualTo($"Violation {status}"));
    }

    [TestCaseSource(nameof(Rules))]
    public void A_broken_rule_is_found_when_all_bytes_come_at_once(byte[] bytes, int status) =>
        Assert.That(Arrivals.Of(new FrameReader(Limit), bytes).Last(), Is.EqualTo($"Violation {status}"));

    [TestCaseSource(nameof(Rules))]
    public void A_broken_rule_is_found_when_every_byte_is_a_segment_of_its_own(byte[] bytes, int status)
    {
        using var arrivals = new Arrivals(new FrameReader(Limit));
        arrivals.Receive(Segments.Of([.. bytes.Select(value => new[] { value })]));
        Assert.That(arrivals.Events[^1], Is.EqualTo($"Violation {status}"));
    }

    [TestCaseSource(nameof(Rules))]
    public void Nothing_is_read_and_nothing_is_held_after_a_violation(byte[] bytes, int status)
    {
        using var reader = new FrameReader(Limit);
        var before = Arrivals.Of(reader, bytes);
        Assert.That(before.Last(), Is.EqualTo($"Violation {status}"));

        Assert.That(Arrivals.Of(reader, Text("more"), Ping(1)), Is.Empty);
        Assert.That((reader.HeldBytes, reader.InMessage), Is.EqualTo((0, false)));
    }

    [Test, Category("RFC 6455 7.1.7")]
    public void What_came_before_a_violation_in_the_same_packet_is_still_delivered() =>
        Assert.That(
            Arrivals.Of(new FrameReader(Limit), [.. Text("good"), .. Ping(7), 0x83, .. Text("ignored")]),
            Is.EqualTo(["Text " + Convert.ToHexString("good"u8), "Ping 07", "Violation 1002"]));

    [TestCaseSource(nameof(Rules))]
    public void A_violation_has_a_reason_that_fits_a_close_frame(byte[] bytes, int status)
    {
        using var reader = new FrameReader(Limit);
        var buffer = new System.Buffers.ReadOnlySequence<byte>(bytes);
        FrameEvent arrived;
        do
        {
            arrived = reader.Read(ref buffer);
            arrived.Release();
        }
        while (arrived.Kind != FrameEventKind.Violation);

        Assert.That((int?)arrived.Status, Is.EqualTo(status));
        Assert.That(Encoding.UTF8.GetByteCount(arrived.Reason!), Is.InRange(1, 123));
        Assert.That(reader.Read(ref buffer).Kind, Is.EqualTo(FrameEventKind.NeedMoreData), "nothing that follows is read");
        Assert.That(buffer.IsEmpty);
    }

    [Test, Category("RFC 6455 5.2")]
    public void A_length_is_refused_before_its_mask_has_arrived([Values(2, 4, 10)] int headerSize)
    {
        byte[] header = headerSize switch
        {
            2 => [0x82, 0x80 | 101],
            4 => [0x82, 0xFE, 0x01, 0x00],
            _ => [0x82, 0xFF, 0, 0, 0, 0, 0, 1, 0, 0],
        };
        Assert.That(Arrivals.Of(new FrameReader(100), header), Is.EqualTo(["Violation 1009"]));
        Assert.That(Arrivals.Of(new FrameReader(100_000), [.. header, .. Mask]), Is.Empty);
    }
}
