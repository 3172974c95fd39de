using System.Buffers;
using System.Text;
using WebSockets.Framing;

namespace WebSockets.Runtime.Tests.Framing;

/// <summary>RFC 6455 8.1 and RFC 3629 4, against the library's own strict decoder.</summary>
[Category("RFC 6455 8.1")]
internal sealed class Utf8ValidatorTests
{
    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    private static bool IsText(ReadOnlySpan<byte> bytes)
    {
        try
        {
            Strict.GetCharCount(bytes);
            return true;
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
    }

    // Another decoder of the library, for where failures are too many to be thrown.
    private static bool IsTextByRunes(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            if (Rune.DecodeFromUtf8(bytes, out _, out var length) != OperationStatus.Done)
            {
                return false;
            }

            bytes = bytes[length..];
        }

        return true;
    }

    private static bool IsText(params ReadOnlySpan<byte[]> pieces)
    {
        var validator = default(Utf8Validator);
        foreach (var piece in pieces)
        {
            if (!validator.Append(piece))
            {
                return false;
            }
        }

        return validator.IsComplete;
    }

    [Test]
    public void All_sequences_of_one_and_two_bytes_are_judged_as_the_library_does_at_every_split()
    {
        var wrong = new List<string>();
        for (var value = 0; value < 0x100; value++)
        {
            byte[] one = [(byte)value];
            Compare(one, IsText(one.AsSpan()), IsText([one]), wrong);
            for (var next = 0; next < 0x100; next++)
            {
                byte[] two = [(byte)value, (byte)next];
                var expected = IsText(two.AsSpan());
                Compare(two, expected, IsText([two]), wrong);
                Compare(two, expected, IsText(one, [(byte)next]), wrong);
            }
        }

        Assert.That(wrong, Is.Empty);
    }

    [Test]
    public void All_sequences_of_three_bytes_are_judged_as_the_library_does_whole_and_in_single_bytes()
    {
        var wrong = new List<string>();
        var bytes = new byte[3];
        for (var value = 0; value < 0x100_0000; value++)
        {
            (bytes[0], bytes[1], bytes[2]) = ((byte)(value >> 16), (byte)(value >> 8), (byte)value);
            var expected = IsTextByRunes(bytes);
            var whole = default(Utf8Validator);
            var single = default(Utf8Validator);
            var wholeIs = whole.Append(bytes) && whole.IsComplete;
            var singleIs = single.Append(bytes.AsSpan(0, 1)) && single.Append(bytes.AsSpan(1, 1)) && single.Append(bytes.AsSpan(2)) && single.IsComplete;
            if (wholeIs != expected || singleIs != expected)
            {
                wrong.Add(Convert.ToHexString(bytes));
            }
        }

        Assert.That(wrong, Is.Empty);
    }

    [Test]
    public void Sequences_of_four_bytes_are_judged_as_the_library_does_at_the_edges_of_every_range()
    {
        byte[] edges = [0x00, 0x41, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC2, 0xDF, 0xE0, 0xED, 0xEF, 0xF0, 0xF3, 0xF4, 0xF5, 0xFF];
        var wrong = new List<string>();
        foreach (var a in edges)
        {
            foreach (var b in edges)
            {
                foreach (var c in edges)
                {
                    foreach (var d in edges)
                    {
                        byte[] bytes = [a, b, c, d];
                        var expected = IsText(bytes.AsSpan());
                        Compare(bytes, expected, IsText([bytes]), wrong);
                        Compare(bytes, expected, IsText([a], [b], [c], [d]), wrong);
                        Compare(bytes, expected, IsText([a, b], [c, d]), wrong);
                    }
                }
            }
        }

        Assert.That(wrong, Is.Empty);
    }

    [Test]
    public void Random_texts_with_and_without_a_damaged_byte_are_judged_as_the_library_does_at_every_split()
    {
        var random = new Random(3);
        var wrong = new List<string>();
        var valid = 0;
        for (var round = 0; round < 2000; round++)
        {
            var text = new StringBuilder();
            for (var runes = random.Next(1, 40); runes > 0; runes--)
            {
                int[] ceilings = [0x80, 0x800, 0xD800, 0x110000];
                var value = random.Next(ceilings[random.Next(4)]);
                text.Append(Rune.IsValid(value) ? new Rune(value) : new Rune('x'));
            }

            var bytes = Encoding.UTF8.GetBytes(text.ToString());
            if (random.Next(2) == 0)
            {
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            }

            var expected = IsText(bytes.AsSpan());
            valid += expected ? 1 : 0;
            for (var cut = 0; cut <= bytes.Length; cut++)
            {
                Compare(bytes, expected, IsText(bytes[..cut], bytes[cut..]), wrong);
            }
        }

        Assert.That(valid, Is.InRange(500, 1900), "Else only one of the answers was tested.");
        Assert.That(wrong, Is.Empty);
    }

    [Test]
    public void A_text_fails_at_the_first_byte_after_which_nothing_could_make_it_valid()
    {
        var random = new Random(4);
        byte[][] completions = [[], [0x80], [0xA0], [0x80, 0x80], [0xA0, 0x80], [0x90, 0x80], [0x80, 0x80, 0x80], [0x90, 0x80, 0x80]];
        for (var round = 0; round < 20_000; round++)
        {
            var bytes = new byte[random.Next(1, 5)];
            random.NextBytes(bytes);
            bytes[0] |= 0xC0;
            var validator = default(Utf8Validator);
            for (var end = 1; end <= bytes.Length; end++)
            {
                var prefix = bytes[..end];
                var canBecomeValid = completions.Any(completion => IsTextByRunes([.. prefix, .. completion]));
                Assert.That(validator.Append(prefix.AsSpan(end - 1)), Is.EqualTo(canBecomeValid), Convert.ToHexString(prefix));
            }
        }
    }

    [Test]
    public void A_failed_text_stays_failed_until_it_is_reset()
    {
        var validator = default(Utf8Validator);
        Assert.That(validator.Append([0xC3, 0x28]), Is.False);
        Assert.That((validator.Append("fine"u8), validator.Append([]), validator.IsComplete), Is.EqualTo((false, false, false)));

        validator.Reset();
        Assert.That((validator.Append("fine"u8), validator.IsComplete), Is.EqualTo((true, true)));
    }

    [Test]
    public void A_reset_forgets_an_open_code_point()
    {
        var validator = default(Utf8Validator);
        Assert.That((validator.Append([0xE2, 0x82]), validator.IsComplete), Is.EqualTo((true, false)));
        validator.Reset();
        Assert.That((validator.IsComplete, validator.Append([0xAC])), Is.EqualTo((true, false)));
    }

    private static void Compare(byte[] bytes, bool expected, bool actual, List<string> wrong)
    {
        if (expected != actual)
        {
            wrong.Add(Convert.ToHexString(bytes));
        }
    }
}
