using System.Net.WebSockets;
using System.Text;
using WebSockets.Framing;

namespace WebSockets.Runtime.Tests.Framing;

/// <summary>What a server puts on the wire, byte for byte.</summary>
internal sealed class FrameWriterTests
{
    private static string Header(FrameOpcode opcode, long length, bool final = true, bool rsv1 = false)
    {
        // Filled, so that a byte which is not written shows.
        var bytes = Enumerable.Repeat((byte)0xAA, FrameWriter.MaxHeaderSize).ToArray();
        var written = FrameWriter.WriteHeader(bytes, opcode, length, final, rsv1);
        Assert.That(written, Is.EqualTo(FrameWriter.HeaderSize(length)));
        Assert.That(bytes[written..], Is.All.EqualTo(0xAA));
        return Convert.ToHexString(bytes[..written]);
    }

    private static string Close(WebSocketCloseStatus? status, string? reason)
    {
        var bytes = Enumerable.Repeat((byte)0xAA, 127).ToArray();
        var written = FrameWriter.WriteClose(bytes, status, reason);
        return Convert.ToHexString(bytes[..written]);
    }

    [TestCase(0, "8200")]
    [TestCase(125, "827D")]
    [TestCase(126, "827E007E")]
    [TestCase(65535, "827EFFFF")]
    [TestCase(65536, "827F0000000000010000")]
    [TestCase(0x1_2345_6789_ABCD, "827F000123456789ABCD")]
    [TestCase(long.MaxValue, "827F7FFFFFFFFFFFFFFF")]
    [Category("RFC 6455 5.2")]
    public void A_length_has_its_shortest_encoding_and_no_mask(long length, string expected) =>
        Assert.That(Header(FrameOpcode.Binary, length), Is.EqualTo(expected));

    [Test, Category("RFC 6455 5.2")]
    public void The_first_byte_says_opcode_end_and_compression()
    {
        Assert.That(Header(FrameOpcode.Text, 1), Is.EqualTo("8101"));
        Assert.That(Header(FrameOpcode.Text, 1, final: false), Is.EqualTo("0101"));
        Assert.That(Header(FrameOpcode.Text, 1, rsv1: true), Is.EqualTo("C101"));
        Assert.That(Header(FrameOpcode.Continuation, 1, final: false), Is.EqualTo("0001"));
        Assert.That(Header(FrameOpcode.Close, 2), Is.EqualTo("8802"));
        Assert.That(Header(FrameOpcode.Ping, 0), Is.EqualTo("8900"));
        Assert.That(Header(FrameOpcode.Pong, 0), Is.EqualTo("8A00"));
    }

    [Test, Category("RFC 6455 5.2")]
    public void A_header_needs_no_more_room_than_it_has([Values(0, 126, 65536)] int length)
    {
        var size = FrameWriter.HeaderSize(length);
        Assert.That(FrameWriter.WriteHeader(new byte[size], FrameOpcode.Text, length), Is.EqualTo(size));
    }

    [Test, Category("RFC 6455 5.5.1")]
    public void A_close_without_a_status_has_no_payload([Values(null, WebSocketCloseStatus.Empty)] WebSocketCloseStatus? status) =>
        Assert.That(Close(status, "not sent"), Is.EqualTo("8800"));

    [Test, Category("RFC 6455 5.5.1")]
    public void A_close_has_its_code_in_network_order_and_its_reason()
    {
        Assert.That(Close(WebSocketCloseStatus.NormalClosure, null), Is.EqualTo("880203E8"));
        Assert.That(Close((WebSocketCloseStatus)4999, ""), Is.EqualTo("88021387"));
        Assert.That(Close(WebSocketCloseStatus.MessageTooBig, "€"), Is.EqualTo("880503F1E282AC"));
    }

    [TestCase(122, "ab", 123, TestName = "A_reason_is_cut_at_123_bytes")]
    [TestCase(122, "é", 122, TestName = "A_reason_is_not_cut_inside_two_bytes")]
    [TestCase(121, "é", 123, TestName = "A_reason_of_two_bytes_that_fit_is_not_cut")]
    [TestCase(121, "€", 121, TestName = "A_reason_is_not_cut_inside_three_bytes")]
    [TestCase(120, "😀", 120, TestName = "A_reason_is_not_cut_inside_four_bytes")]
    [TestCase(119, "😀x", 123, TestName = "A_reason_of_four_bytes_that_fit_is_not_cut")]
    [TestCase(5000, "", 123, TestName = "A_reason_of_any_length_fits")]
    [Category("RFC 6455 5.5")]
    public void A_long_reason(int before, string end, int sent)
    {
        var reason = new string('r', before) + end;
        var frame = Convert.FromHexString(Close(WebSocketCloseStatus.NormalClosure, reason));

        Assert.That(frame[..4], Is.EqualTo([0x88, (byte)(sent + 2), 0x03, 0xE8]));
        Assert.That(frame[4..], Is.EqualTo(Encoding.UTF8.GetBytes(reason)[..sent]));
    }

    [TestCase("\ud83d")]
    [TestCase("\ude00")]
    [TestCase("a\ud83db")]
    [TestCase("\ude00\ud83d")]
    [Category("RFC 6455 8.1")]
    public void A_surrogate_without_its_partner_is_replaced(string reason)
    {
        var sent = Convert.FromHexString(Close(WebSocketCloseStatus.NormalClosure, reason))[4..];
        Assert.That(new UTF8Encoding(false, true).GetString(sent), Is.EqualTo(reason.Replace('\ud83d', '\ufffd').Replace('\ude00', '\ufffd')));
    }

    [Test, Category("RFC 6455 7.4")]
    public void A_code_that_must_not_be_sent_is_refused([Values(0, 999, 1004, 1006, 1015, 2999, 5000, 66536)] int code) =>
        Assert.That(() => Close((WebSocketCloseStatus)code, ""), Throws.InstanceOf<ArgumentOutOfRangeException>());

    [Test, Category("RFC 6455 7.4")]
    public void Exactly_the_registered_and_the_free_codes_are_legal()
    {
        int[] registered = [1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014];
        Assert.That(
            Enumerable.Range(-1, 70_000).Where(CloseCodes.IsLegalOnTheWire),
            Is.EqualTo(registered.Concat(Enumerable.Range(3000, 2000))));
    }
}
