using WebSockets.Framing;

namespace WebSockets.Runtime.Tests.Framing;

/// <summary>RFC 6455 5.3, against its own definition: octet i is combined with octet i modulo 4 of the key.</summary>
[Category("RFC 6455 5.3")]
internal sealed class MaskingTests
{
    private const uint Key = 0x44_33_22_11;

    private static readonly byte[] KeyOnTheWire = [0x11, 0x22, 0x33, 0x44];

    private static byte[] Naive(ReadOnlySpan<byte> source, int phase)
    {
        var result = source.ToArray();
        for (var at = 0; at < result.Length; at++)
        {
            result[at] ^= KeyOnTheWire[(at + phase) % 4];
        }

        return result;
    }

    private static byte[] Noise(int length)
    {
        var noise = new byte[length];
        new Random(length).NextBytes(noise);
        return noise;
    }

    [Test]
    public void Every_length_phase_and_offset_is_masked_as_defined_and_nothing_beside_it([Range(0, 7)] int phase)
    {
        for (var length = 0; length <= 200; length++)
        {
            for (var offset = 0; offset < 5; offset++)
            {
                var memory = Noise(length + offset + 8);
                byte[] expected = [.. memory[..offset], .. Naive(memory.AsSpan(offset, length), phase), .. memory[(offset + length)..]];

                var apart = memory.ToArray();
                Masking.Apply(memory.AsSpan(offset, length), apart.AsSpan(offset), Key, phase);
                Assert.That(apart, Is.EqualTo(expected), $"{length} bytes at {offset}, elsewhere");

                Masking.Apply(memory.AsSpan(offset, length), memory.AsSpan(offset, length), Key, phase);
                Assert.That(memory, Is.EqualTo(expected), $"{length} bytes at {offset}, in place");
            }
        }
    }

    [Test]
    public void Masking_twice_gives_the_original()
    {
        var bytes = Noise(70_001);
        var original = bytes.ToArray();
        Masking.Apply(bytes, bytes, Key, 3);
        Assert.That(bytes, Is.EqualTo(Naive(original, 3)));
        Masking.Apply(bytes, bytes, Key, 3);
        Assert.That(bytes, Is.EqualTo(original));
    }

    [Test]
    public void A_destination_that_is_too_short_is_refused() =>
        Assert.That(() => Masking.Apply(new byte[8], new byte[7], Key, 0), Throws.InstanceOf<ArgumentOutOfRangeException>());

    [Test]
    public void The_key_goes_on_from_segment_to_segment()
    {
        var memory = Noise(300);
        var expected = Naive(memory, 0);
        var random = new Random(6);
        for (var round = 0; round < 50; round++)
        {
            var payload = Segments.Random(memory, random, 70);
            Masking.ApplyInPlace(payload, Key);
            Assert.That(System.Buffers.BuffersExtensions.ToArray(payload), Is.EqualTo(expected));
        }
    }
}
