using System.Buffers;
using System.Text;
using WebSockets.Framing;
using static WebSockets.Runtime.Tests.Framing.ClientFrames;

namespace WebSockets.Runtime.Tests.Framing;

/// <summary>Compressed messages in frames: RFC 7692 6 and 7.2.2, and the limits on both sides of inflating.</summary>
internal sealed class FrameCompressionTests
{
    private const int Limit = 1000;

    private static byte[] Compressed(byte[] payload)
    {
        var output = new ArrayBufferWriter<byte>();
        Deflate.Compress(payload, output);
        return output.WrittenSpan.ToArray();
    }

    private static byte[] Compressed(string text) => Compressed(Encoding.UTF8.GetBytes(text));

    private static byte[] First(FrameOpcode opcode, byte[] payload, bool final = true) => Frame(opcode, payload, final, rsv1: true);

    private static IReadOnlyList<string> Read(params byte[][] chunks) => Arrivals.Of(new FrameReader(Limit, inflates: true), chunks);

    private static string Hex(string text) => Convert.ToHexString(Encoding.UTF8.GetBytes(text));

    [Test, Category("RFC 7692 7.2.2")]
    public void Compressed_and_plain_messages_may_alternate() =>
        Assert.That(
            Read([.. First(FrameOpcode.Text, Compressed("žluť")), .. Text("plain"), .. First(FrameOpcode.Binary, Compressed([0xFF])), .. Binary([0xFE])]),
            Is.EqualTo(["Text " + Hex("žluť"), "Text " + Hex("plain"), "Binary FF", "Binary FE"]));

    [Test, Category("RFC 7692 6.1")]
    public void A_compressed_message_may_be_fragmented_anywhere_and_only_its_first_frame_is_marked()
    {
        var payload = Compressed("one message €€€ in pieces");
        for (var cut = 0; cut <= payload.Length; cut++)
        {
            Assert.That(
                Read([.. First(FrameOpcode.Text, payload[..cut], final: false), .. Ping(1), .. Continuation(payload[cut..], true), .. Text("after")]),
                Is.EqualTo(["Ping 01", "Text " + Hex("one message €€€ in pieces"), "Text " + Hex("after")]));
        }
    }

    [Test]
    public void An_inflated_message_is_an_array_that_the_receiver_owns()
    {
        using var reader = new FrameReader(Limit, inflates: true);
        var buffer = new ReadOnlySequence<byte>(First(FrameOpcode.Text, Compressed("mine")));

        var message = reader.Read(ref buffer);

        Assert.That(message.Rented, Is.Not.Null);
        Assert.That((Encoding.UTF8.GetString(message.Payload), buffer.Length, reader.HeldBytes), Is.EqualTo(("mine", 0L, 0)));
        message.Release();
    }

    [Test, Category("RFC 7692 7.2.3.6")]
    public void Empty_messages_may_be_compressed() =>
        Assert.That(
            Read([.. First(FrameOpcode.Text, [0x00]), .. First(FrameOpcode.Binary, []), .. First(FrameOpcode.Text, [], final: false), .. Continuation("", true)]),
            Is.EqualTo(["Text ", "Binary ", "Text "]));

    [Test, Category("RFC 7692 6.1")]
    public void RSV1_is_refused_on_everything_but_the_first_frame_of_a_message()
    {
        foreach (var first in (byte[])[0xC8, 0xC9, 0xCA, 0xC0])
        {
            Assert.That(Read([first]), Is.EqualTo(["Violation 1002"]), $"{first:X2}");
        }

        Assert.That(Read([.. First(FrameOpcode.Text, [0x00], final: false), 0xC0]), Is.EqualTo(["Violation 1002"]));
        Assert.That(Read([.. Text("", false), 0x40]), Is.EqualTo(["Violation 1002"]));
        Assert.That(Read([0xE1]), Is.EqualTo(["Violation 1002"]));
    }

    [Test, Category("RFC 7692 7.2.2")]
    public void Corrupt_data_is_a_violation([Values] bool fragmented) =>
        Assert.That(Read(Cut([0xFF, 0xFF, 0xFF, 0xFF], fragmented)), Is.EqualTo(["Violation 1007"]));

    [Test, Category("RFC 6455 8.1")]
    public void Compressed_text_has_to_be_UTF8([Values] bool fragmented)
    {
        Assert.That(Read(Cut(Compressed([0x61, 0xC3, 0x28]), fragmented)), Is.EqualTo(["Violation 1007"]));
        Assert.That(Read(Cut(Compressed([0x61, 0xE2, 0x82]), fragmented)), Is.EqualTo(["Violation 1007"]));
    }

    [Test, Category("RFC 6455 7.4.1")]
    public void The_limit_holds_for_what_comes_out([Values] bool fragmented)
    {
        Assert.That(Read(Cut(Compressed(new string('x', Limit)), fragmented)), Is.EqualTo(["Text " + Hex(new string('x', Limit))]));
        Assert.That(Read(Cut(Compressed(new string('x', Limit + 1)), fragmented)), Is.EqualTo(["Violation 1009"]));
    }

    [Test, Category("RFC 6455 7.4.1")]
    public void What_cannot_be_compressed_may_be_somewhat_longer_than_the_limit_but_not_much()
    {
        var noise = new byte[Limit];
        new Random(1).NextBytes(noise);
        var compressed = Compressed(noise);
        Assert.That(compressed, Has.Length.GreaterThan(Limit));
        Assert.That(Read(First(FrameOpcode.Binary, compressed)), Is.EqualTo(["Binary " + Convert.ToHexString(noise)]));

        Assert.That(Read([0xC2, 0xFE, 0x04, 0xFF]), Is.EqualTo(["Violation 1009"]));
        Assert.That(Read(First(FrameOpcode.Binary, new byte[600], final: false), [0x80, 0xFE, 0x02, 0x58]), Is.EqualTo(["Violation 1009"]));
        Assert.That(Read([0x82, 0xFE, 0x03, 0xE9]), Is.EqualTo(["Violation 1009"]), "The slack is for compressed messages alone.");
    }

    [Test]
    public void Nothing_is_held_after_a_message_that_could_not_be_inflated()
    {
        using var reader = new FrameReader(Limit, inflates: true);
        Assert.That(Arrivals.Of(reader, First(FrameOpcode.Text, [0xFF, 0xFF], final: false), Continuation([0xFF], true)), Is.EqualTo(["Violation 1007"]));
        Assert.That((reader.HeldBytes, reader.InMessage), Is.EqualTo((0, false)));
    }

    private static byte[] Cut(byte[] payload, bool fragmented) => fragmented
        ? [.. First(FrameOpcode.Text, payload[..1], final: false), .. Continuation(payload[1..], true)]
        : First(FrameOpcode.Text, payload);
}
