using System.Buffers;
using System.Net.WebSockets;
using WebSockets.Framing;

namespace WebSockets.Runtime.Tests.Framing;

internal sealed class ClosingAnswerTests
{
    // 1009 (03 F1), masked with 01 02 03 04.
    private static readonly byte[] Answer = [0x88, 0x82, 1, 2, 3, 4, 0x03 ^ 1, 0xF1 ^ 2];

    [TestCase(0)]
    [TestCase(1)]
    [TestCase(5000)]
    public void A_close_frame_of_our_status_at_the_end_is_the_answer(int before) =>
        Assert.That(Ends([.. new byte[before], .. Answer]), Is.True);

    [Test]
    public void It_may_have_a_reason_of_any_length([Range(0, 123)] int length)
    {
        byte[] answer = [0x88, (byte)(0x80 | (2 + length)), .. Answer.AsSpan(2), .. new byte[length]];
        Assert.That(Ends([1, 2, 3, .. answer]), Is.True);
    }

    [Test]
    public void Nothing_else_is()
    {
        Assert.That(Ends([]), Is.False, "nothing");
        Assert.That(Ends(Answer[..^1]), Is.False, "a part of it");
        Assert.That(Ends([.. Answer, 0]), Is.False, "something behind it");
        Assert.That(Ends([0x88, 0x02, .. Answer.AsSpan(2)]), Is.False, "not masked");
        Assert.That(Ends([0x88, 0x80, 1, 2, 3, 4]), Is.False, "no status");
        Assert.That(ClosingAnswer.Ends(new ReadOnlySequence<byte>(Answer), WebSocketCloseStatus.ProtocolError), Is.False, "another status");
    }

    private static bool Ends(byte[] bytes) => ClosingAnswer.Ends(new ReadOnlySequence<byte>(bytes), WebSocketCloseStatus.MessageTooBig);
}
