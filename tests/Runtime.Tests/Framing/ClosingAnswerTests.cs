using System.Buffers;
using WebSockets.Framing;

namespace WebSockets.Runtime.Tests.Framing;

internal sealed class ClosingAnswerTests
{
    // 1009 (03 F1), masked with 01 02 03 04.
    private static readonly byte[] Answer = [0x88, 0x82, 1, 2, 3, 4, 0x03 ^ 1, 0xF1 ^ 2];

    [TestCase(0)]
    [TestCase(1)]
    [TestCase(5000)]
    public void A_close_frame_at_the_end_is_the_answer(int before) =>
        Assert.That(Ends([.. new byte[before], .. Answer]), Is.True);

    [TestCase(1000, true)]
    [TestCase(4999, true)]
    [TestCase(1005, false)]
    [TestCase(0, false)]
    public void Its_status_is_any_that_is_legal(int status, bool isAnswer) =>
        Assert.That(Ends([0x88, 0x82, 0, 0, 0, 0, (byte)(status >> 8), (byte)status]), Is.EqualTo(isAnswer));

    [Test]
    public void It_may_have_no_status() => Assert.That(Ends([0x88, 0x80, 1, 2, 3, 4]), Is.True);

    [Test]
    public void It_may_have_a_reason_of_any_length([Range(0, 123)] int length)
    {
        byte[] answer = [0x88, (byte)(0x80 | (2 + length)), 0, 0, 0, 0, 0x03, 0xF1, .. Enumerable.Repeat((byte)'r', length)];
        Assert.That(Ends([1, 2, 3, .. answer]), Is.True);
        Assert.That(answer, Has.Length.LessThanOrEqualTo(ClosingAnswer.MaxSize));
    }

    [Test]
    public void Nothing_else_is()
    {
        Assert.That(Ends([]), Is.False, "nothing");
        Assert.That(Ends(Answer[..^1]), Is.False, "a part of it");
        Assert.That(Ends([.. Answer, 0]), Is.False, "something behind it");
        Assert.That(Ends([0x88, 0x02, .. Answer.AsSpan(2)]), Is.False, "not masked");
        Assert.That(Ends([0x88, 0x81, 1, 2, 3, 4, 5]), Is.False, "half a status");
        Assert.That(Ends([0x88, 0x83, 0, 0, 0, 0, 0x03, 0xF1, 0xFF]), Is.False, "a reason that is not UTF-8");
    }

    private static bool Ends(byte[] bytes) => ClosingAnswer.Ends(new ReadOnlySequence<byte>(bytes));
}
