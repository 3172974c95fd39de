using System.Buffers;
using System.IO.Compression;
using System.Text;
using WebSockets.Framing;

namespace WebSockets.Runtime.Tests.Framing;

/// <summary>RFC 7692 7.2: the payloads of compressed messages.</summary>
internal sealed class DeflateTests
{
    private const int Limit = 100_000;

    private static byte[] Compress(byte[] payload, int windowBits = Deflate.MaxWindowBits)
    {
        var output = new ArrayBufferWriter<byte>();
        Deflate.Compress(payload, output, windowBits);
        return output.WrittenSpan.ToArray();
    }

    // A raw deflate stream with its final block, as a peer makes it that knows no flush.
    private static byte[] Ended(byte[] payload, CompressionLevel level = CompressionLevel.SmallestSize)
    {
        var output = new MemoryStream();
        using (var deflate = new DeflateStream(output, level))
        {
            deflate.Write(payload);
        }

        return output.ToArray();
    }

    private static (InflateResult Result, string? Text) Inflate(ReadOnlySequence<byte> payload, int maxSize = Limit)
    {
        var result = Deflate.Inflate(payload, maxSize, out var rented, out var length);
        var text = result == InflateResult.Ok ? Encoding.Latin1.GetString(rented, 0, length) : null;
        Assert.That(length, Is.EqualTo(text?.Length ?? 0));
        ArrayPool<byte>.Shared.Return(rented);
        return (result, text);
    }

    private static (InflateResult Result, string? Text) Inflate(byte[] payload, int maxSize = Limit) =>
        Inflate(new ReadOnlySequence<byte>(payload), maxSize);

    private static byte[] Bytes(string hex) => Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal));

    [TestCase("F2 48 CD C9 C9 07 00", TestName = "One_compressed_block (7.2.3.1)")]
    [TestCase("00 05 00 FA FF 48 65 6C 6C 6F 00", TestName = "A_block_without_compression (7.2.3.3)")]
    [TestCase("F3 48 CD C9 C9 07 00 00", TestName = "A_final_block (7.2.3.4)")]
    [TestCase("F3 48 CD C9 C9 07 00", TestName = "A_final_block_and_nothing_after_it (7.2.3.4)")]
    [TestCase("F2 48 05 00 00 00 FF FF CA C9 C9 07 00", TestName = "Two_blocks (7.2.3.5)")]
    [Category("RFC 7692 7.2.3")]
    public void The_examples_of_the_specification_say_hello(string hex) =>
        Assert.That(Inflate(Bytes(hex)), Is.EqualTo((InflateResult.Ok, "Hello")));

    [Test, Category("RFC 7692 7.1.2.1")]
    public void Nothing_refers_further_back_than_the_window([Range(8, 14)] int windowBits)
    {
        var block = new byte[1 << windowBits];
        new Random(windowBits).NextBytes(block);
        byte[] payload = [.. block, .. block, .. block];

        // All that could be saved is a window away.
        var compressed = Compress(payload, windowBits);

        Assert.That(compressed, Has.Length.GreaterThanOrEqualTo(payload.Length));
        Assert.That(Compress(payload), Has.Length.LessThan(payload.Length / 2));
        Assert.That(Inflate(compressed), Is.EqualTo((InflateResult.Ok, Encoding.Latin1.GetString(payload))));
    }

    [Test, Category("RFC 7692 7.1.2.1")]
    public void A_message_of_any_size_is_whole_for_any_window([Range(8, 15)] int windowBits)
    {
        var window = 1 << windowBits;
        foreach (var length in (int[])[0, 1, 128, window - 1, window, window + 1, (2 * window) - 1, 2 * window, (3 * window) + 100])
        {
            var payload = Encoding.Latin1.GetBytes(string.Concat(Enumerable.Range(0, (length / 8) + 1).Select(i => $"{i % 97:x8}"))[..length]);

            var compressed = Compress(payload, windowBits);

            Assert.That(Inflate(compressed), Is.EqualTo((InflateResult.Ok, Encoding.Latin1.GetString(payload))), $"{length} bytes");
            Assert.That(length < 128 || compressed.Length < length, Is.True, $"{length} bytes become {compressed.Length}");
        }
    }

    [Test, Category("RFC 7692 7.2.3.6")]
    public void An_empty_message_is_one_byte()
    {
        Assert.That(Compress([]), Is.EqualTo([0x00]));
        Assert.That(Inflate([0x00]), Is.EqualTo((InflateResult.Ok, "")));
    }

    [Test]
    public void A_message_that_was_flushed_to_nothing_is_empty() =>
        Assert.That(Inflate([]), Is.EqualTo((InflateResult.Ok, "")));

    [Test, Category("RFC 7692 7.2.1")]
    public void What_is_compressed_ends_before_the_marker_of_the_flush([Values(1, 5, 100, 8191, 8192, 70_000)] int length, [Values] bool random)
    {
        var payload = new byte[length];
        if (random)
        {
            new Random(length).NextBytes(payload);
        }

        // With the marker and an end of our own it is a stream that any decoder reads to its end.
        byte[] stream = [.. Compress(payload), 0x00, 0x00, 0xFF, 0xFF, 0x03, 0x00];
        var inflated = new MemoryStream();
        using var decoder = new DeflateStream(new MemoryStream(stream), CompressionMode.Decompress);
        decoder.CopyTo(inflated);
        Assert.That(inflated.ToArray(), Is.EqualTo(payload));
        Assert.That(Inflate(Compress(payload)), Is.EqualTo((InflateResult.Ok, Encoding.Latin1.GetString(payload))));
    }

    [Test, Category("RFC 7692 7.2.1")]
    public void The_marker_is_left_out_wherever_an_encoders_buffer_ends()
    {
        var noise = new byte[8400];
        new Random(10).NextBytes(noise);
        for (var length = 8100; length <= noise.Length; length++)
        {
            Assert.That(Inflate(Compress(noise[..length])), Is.EqualTo((InflateResult.Ok, Encoding.Latin1.GetString(noise, 0, length))));
        }
    }

    [Test]
    public void What_repeats_becomes_shorter() =>
        Assert.That(Compress(new byte[10_000]), Has.Length.LessThan(200));

    [Test]
    public void A_payload_may_lie_in_any_number_of_segments()
    {
        var text = string.Concat(Enumerable.Range(0, 3000));
        var compressed = Compress(Encoding.Latin1.GetBytes(text));
        var random = new Random(8);
        for (var round = 0; round < 50; round++)
        {
            Assert.That(Inflate(Segments.Random(compressed, random, 500)), Is.EqualTo((InflateResult.Ok, text)));
        }
    }

    [Test, Category("RFC 7692 7.2.1")]
    public void Blocks_may_follow_a_final_block([Values(1, 2, 5)] int streams, [Values] bool flushedAtTheEnd)
    {
        // Longer than what a decoder reads ahead, and shorter, and noise, so that the ends lie anywhere, odd or even.
        var texts = Enumerable.Range(0, streams).Select(stream =>
        {
            var noise = new byte[stream % 2 == 0 ? 17_000 + stream : 10 + stream];
            new Random(stream).NextBytes(noise);
            return noise;
        }).ToArray();
        byte[] payload = [.. texts.SelectMany(text => Ended(text)), .. flushedAtTheEnd ? Compress([1, 2, 3]) : []];
        byte[] expected = [.. texts.SelectMany(text => text), .. flushedAtTheEnd ? (byte[])[1, 2, 3] : []];

        Assert.That(Inflate(payload), Is.EqualTo((InflateResult.Ok, Encoding.Latin1.GetString(expected))));
        Assert.That(Inflate(Segments.Random(payload, new Random(1), 5000)), Is.EqualTo((InflateResult.Ok, Encoding.Latin1.GetString(expected))));
        Assert.That(Inflate(payload, expected.Length - 1).Result, Is.EqualTo(InflateResult.TooBig));
    }

    [Test]
    public void A_payload_of_endless_final_blocks_is_refused()
    {
        var final = Bytes("03 00");
        Assert.That(Inflate([.. Enumerable.Repeat(final, 16).SelectMany(b => b)]).Result, Is.EqualTo(InflateResult.Ok));
        Assert.That(Inflate([.. Enumerable.Repeat(final, 30_000).SelectMany(b => b)]).Result, Is.EqualTo(InflateResult.Corrupt));
    }

    [Test]
    public void A_message_of_exactly_the_limit_is_inflated_and_one_byte_more_is_not([Values(0, 1, 4095, 4096, 4097, 65536)] int limit)
    {
        var text = new string('x', limit);
        Assert.That(Inflate(Compress(Encoding.Latin1.GetBytes(text)), limit), Is.EqualTo((InflateResult.Ok, text)));
        Assert.That(Inflate(Compress(Encoding.Latin1.GetBytes(text + "x")), limit).Result, Is.EqualTo(InflateResult.TooBig));
        Assert.That(Inflate(Ended(Encoding.Latin1.GetBytes(text)), limit), Is.EqualTo((InflateResult.Ok, text)));
        Assert.That(Inflate(Ended(Encoding.Latin1.GetBytes(text + "x")), limit).Result, Is.EqualTo(InflateResult.TooBig));
    }

    [Test]
    public void A_bomb_stops_at_the_limit_without_being_inflated()
    {
        var bomb = Compress(new byte[64 << 20]);
        Assert.That(bomb, Has.Length.LessThan(1 << 20));
        Inflate(bomb);

        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.That(Inflate(bomb), Is.EqualTo((InflateResult.TooBig, (string?)null)));
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(1 << 20));
    }

    [TestCase("FF", TestName = "A_reserved_block_type")]
    [TestCase("00 05 00 FF FF 48 65 6C 6C 6F 00", TestName = "A_length_that_contradicts_itself")]
    [TestCase("02 02 00", TestName = "A_distance_before_the_beginning")]
    [TestCase("F2 48 CD C9", TestName = "A_compressed_block_that_is_cut")]
    [TestCase("00 05 00 FA FF 48 65", TestName = "A_stored_block_that_is_cut")]
    [TestCase("00 FF 00 00 FF 48", TestName = "A_stored_block_that_the_left_out_bytes_cannot_fill")]
    [TestCase("F3 48 CD C9 C9 07 00 FF FF", TestName = "Rubbish_after_a_final_block")]
    [TestCase("F2 48 CD C9 C9 07 00 00 00 FF FF", TestName = "A_marker_that_was_not_left_out")]
    public void Corrupt_data_is_told_from_a_message(string hex) =>
        Assert.That(Inflate(Bytes(hex)).Result, Is.EqualTo(InflateResult.Corrupt));

    [Test]
    public void Random_bytes_and_damaged_messages_never_throw()
    {
        var random = new Random(9);
        var good = Compress(Encoding.Latin1.GetBytes(string.Concat(Enumerable.Range(0, 300))));
        var results = new HashSet<InflateResult>();
        for (var round = 0; round < 5000; round++)
        {
            var bytes = good.ToArray();
            if (round % 2 == 0)
            {
                random.NextBytes(bytes);
            }
            else
            {
                bytes[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
            }

            results.Add(Inflate(Segments.Random(bytes[random.Next(2)..], random, 300), 900).Result);
        }

        Assert.That(results, Is.EquivalentTo([InflateResult.Ok, InflateResult.TooBig, InflateResult.Corrupt]));
    }
}
