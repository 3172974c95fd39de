using System.Text;
using WebSockets.Framing;
using static WebSockets.Runtime.Tests.Framing.ClientFrames;

namespace WebSockets.Runtime.Tests.Framing;

/// <summary>However the network cuts the bytes of a conversation, the same things arrive.</summary>
internal sealed class FrameSplitTests
{
    // What every conversation begins with.
    private static readonly string[] Talk =
    [
        Arrived("Text", "Grüße, 世界 😀"), "Binary ", "Ping 010203", "Pong ", "Ping 09", Arrived("Text", "😀!"), Arrived("Binary", new string('\0', 126)),
        Arrived("Text", new string('x', 200) + new string('y', 130)), Arrived("Text", "Hello"), "Pong 01", Arrived("Text", "Hello"),
        "Ping " + new StringBuilder().Insert(0, "07", 125),
    ];

    // Ends with a close, with what is refused, or with what is too long; holds every kind of frame and length encoding.
    private static IEnumerable<TestCaseData> Conversations()
    {
        byte[] hello = [0xF2, 0x48, 0xCD, 0xC9, 0xC9, 0x07, 0x00];
        byte[] talk =
        [
            .. Text("Grüße, 世界 😀"), .. Binary([]), .. Ping(1, 2, 3), .. Pong(), .. Text("", false), .. Continuation([0xF0, 0x9F], false), .. Ping(9),
            .. Continuation([0x98, 0x80, 0x21], true), .. Binary(new byte[126]), .. Text(new string('x', 200), false), .. Continuation(new string('y', 130), true),
            .. Frame(FrameOpcode.Text, hello, rsv1: true), .. Frame(FrameOpcode.Text, hello[..3], final: false, rsv1: true), .. Pong(1), .. Continuation(hello[3..], true),
            .. Ping([.. Enumerable.Repeat((byte)7, 125)]),
        ];
        yield return Conversation("that is closed", [.. talk, .. Close(1001, "going, €"), .. Text("late")]);
        yield return Conversation("that breaks off", [.. talk, .. Text("never finished", false), .. Continuation("nor this", true)[..9]]);
        yield return Conversation("with a reserved opcode", [.. talk, 0x83, 0x80, 0, 0, 0, 0]);
        yield return Conversation("with bad text", [.. talk, .. Text([0x61, 0xED, 0xA0, 0x80, 0x61])]);
        yield return Conversation("with a message that is too big", [.. talk, .. Binary(new byte[300], false), .. Continuation(new byte[300], true)]);

        static TestCaseData Conversation(string name, byte[] bytes) => new TestCaseData(bytes).SetArgDisplayNames(name);
    }

    private static string Arrived(string kind, string payload) => $"{kind} {Convert.ToHexString(Encoding.UTF8.GetBytes(payload))}";

    private static FrameReader NewReader() => new(500, inflates: true);

    private static IReadOnlyList<string> Whole(byte[] bytes)
    {
        var events = Arrivals.Of(NewReader(), bytes);
        Assert.That(events.Take(Talk.Length), Is.EqualTo(Talk));
        return events;
    }

    [TestCaseSource(nameof(Conversations))]
    public void Two_packets_cut_anywhere_give_the_same_events(byte[] bytes)
    {
        var expected = Whole(bytes);
        for (var cut = 0; cut <= bytes.Length; cut++)
        {
            Assert.That(Arrivals.Of(NewReader(), bytes[..cut], bytes[cut..]), Is.EqualTo(expected), $"Cut at {cut}");
        }
    }

    [TestCaseSource(nameof(Conversations))]
    public void Two_segments_cut_anywhere_give_the_same_events(byte[] bytes)
    {
        var expected = Whole(bytes);
        for (var cut = 0; cut <= bytes.Length; cut++)
        {
            using var arrivals = new Arrivals(NewReader());
            arrivals.Receive(Segments.Of(bytes[..cut], bytes[cut..]));
            Assert.That(arrivals.Events, Is.EqualTo(expected), $"Cut at {cut}");
        }
    }

    [TestCaseSource(nameof(Conversations))]
    public void One_byte_at_a_time_gives_the_same_events(byte[] bytes) =>
        Assert.That(Arrivals.Of(NewReader(), [.. bytes.Select(value => new[] { value })]), Is.EqualTo(Whole(bytes)));

    [TestCaseSource(nameof(Conversations))]
    public void One_byte_per_segment_gives_the_same_events(byte[] bytes)
    {
        using var arrivals = new Arrivals(NewReader());
        arrivals.Receive(Segments.Of([.. bytes.Select(value => new[] { value })]));
        Assert.That(arrivals.Events, Is.EqualTo(Whole(bytes)));
    }

    [TestCaseSource(nameof(Conversations))]
    public void Packets_of_random_segments_give_the_same_events(byte[] bytes)
    {
        var expected = Whole(bytes);
        var random = new Random(5);
        for (var round = 0; round < 500; round++)
        {
            using var arrivals = new Arrivals(NewReader());
            for (var at = 0; at < bytes.Length;)
            {
                var length = random.Next(1, Math.Min(bytes.Length - at, 300) + 1);
                arrivals.Receive(Segments.Random(bytes.AsSpan(at, length), random, 40));
                at += length;
            }

            Assert.That(arrivals.Events, Is.EqualTo(expected), $"Round {round}");
        }
    }
}
