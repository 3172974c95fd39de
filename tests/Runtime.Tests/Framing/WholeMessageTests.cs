using System.Buffers;
using WebSockets.Framing;
using WebSockets.Runtime.Tests.Wire;

namespace WebSockets.Runtime.Tests.Framing;

/// <summary>The short way for most messages takes what the long way takes, and leaves everything else as it was.</summary>
internal sealed class WholeMessageTests
{
    private const int Limit = 70_000;

    [Test]
    public void What_the_short_way_takes_is_what_the_long_way_takes([Values(1, 2, 3, 4)] int seed)
    {
        var random = new Random(seed);
        var taken = 0;
        for (var i = 0; i < 5_000; i++)
        {
            var input = Input(random);
            var (forShort, forLong) = (input.ToArray(), new ReadOnlySequence<byte>(input.ToArray()));
            using var shortWay = new FrameReader(Limit);
            using var longWay = new FrameReader(Limit);
            var at = 0;

            var isTaken = shortWay.TryReadWhole(new ArraySegment<byte>(forShort), ref at, out var message);
            var expected = longWay.Read(ref forLong);

            if (!isTaken)
            {
                Assert.That(at == 0 && forShort.AsSpan().SequenceEqual(input), Is.True, "it is as it was");
                continue;
            }

            taken++;
            Assert.That(expected.Kind, Is.EqualTo(FrameEventKind.Message));
            Assert.That((message.Kind, message.MessageType, at), Is.EqualTo((expected.Kind, expected.MessageType, (int)(input.Length - forLong.Length))));
            Assert.That(message.Payload.ToArray().AsSpan().SequenceEqual(expected.Payload.ToArray()), Is.True);
        }

        Assert.That(taken, Is.InRange(1_000, 4_500), "both ways were taken");
    }

    [Test]
    public void A_message_in_the_midst_of_a_fragmented_one_is_left()
    {
        using var reader = new FrameReader(Limit);
        var first = new ReadOnlySequence<byte>(RawFrame.Encode(RawFrame.Text, [1], final: false));
        Assert.That(reader.Read(ref first).Kind, Is.EqualTo(FrameEventKind.NeedMoreData));
        var at = 0;

        Assert.That(reader.TryReadWhole(new ArraySegment<byte>(RawFrame.EncodeText("x")), ref at, out _), Is.False);
    }

    // Mostly good messages; cut, changed by a byte, of other kinds and with bytes behind them at times.
    private static byte[] Input(Random random)
    {
        var payload = new byte[random.Next(4) switch { 0 => random.Next(4), 1 => random.Next(120, 130), 2 => random.Next(65_530, 65_540), _ => random.Next(300) }];
        random.NextBytes(payload);
        var isText = random.Next(2) == 0;
        if (isText && random.Next(8) > 0)
        {
            payload.AsSpan().Fill((byte)'a');
        }

        byte[] input = RawFrame.Encode(isText ? RawFrame.Text : RawFrame.Binary, payload);
        switch (random.Next(6))
        {
            case 0:
                return input[..random.Next(1, input.Length)];
            case 1:
                input[random.Next(Math.Min(8, input.Length))] ^= (byte)(1 << random.Next(8));
                return input;
            case 2:
                return [.. input, .. RawFrame.EncodeText("next")];
            default:
                return input;
        }
    }
}
