using System.Buffers;
using System.Text.Unicode;

namespace WebSockets.Framing;

/// <summary>
/// Validates UTF-8 that arrives in pieces (RFC 6455 8.1), and fails at the first byte that no continuation could make valid.
/// The library validates whole texts only; this adds what a code point needs that is cut by the end of a piece.
/// </summary>
internal struct Utf8Validator
{
    // Continuation bytes that the open code point still needs, and the range of the next one, which is narrower after
    // some lead bytes: that excludes overlong forms, surrogates and what lies above U+10FFFF (RFC 3629 4).
    private byte _needed;
    private byte _lowest;
    private byte _highest;
    private bool _failed;

    /// <summary>Whether what was appended ends with a whole code point.</summary>
    public readonly bool IsComplete => _needed == 0 && !_failed;

    /// <summary>Whether a whole text is valid.</summary>
    public static bool IsValid(in ReadOnlySequence<byte> text)
    {
        if (text.IsSingleSegment)
        {
            return Utf8.IsValid(text.FirstSpan);
        }

        var validator = default(Utf8Validator);
        foreach (var segment in text)
        {
            if (!validator.Append(segment.Span))
            {
                return false;
            }
        }

        return validator.IsComplete;
    }

    /// <summary>Starts over with an empty text.</summary>
    public void Reset() => this = default;

    /// <summary>Takes the next piece.</summary>
    /// <returns>False once the text cannot become valid any more.</returns>
    public bool Append(ReadOnlySpan<byte> bytes)
    {
        if (_failed)
        {
            return false;
        }

        var at = 0;
        while (_needed > 0 && at < bytes.Length)
        {
            if (!Continue(bytes[at++]))
            {
                return false;
            }
        }

        bytes = bytes[at..];
        var cut = StartOfOpenCodePoint(bytes);
        if (!Utf8.IsValid(bytes[..cut]))
        {
            return Fail();
        }

        bytes = bytes[cut..];
        return bytes.IsEmpty || (Begin(bytes[0]) && ContinueAll(bytes[1..]));
    }

    // Where the last code point begins if the end of the piece cuts it, else the end of the piece.
    private static int StartOfOpenCodePoint(ReadOnlySpan<byte> bytes)
    {
        for (var back = 1; back <= 3 && back <= bytes.Length; back++)
        {
            var value = bytes[^back];
            if (value >= 0xC0)
            {
                var length = value < 0xE0 ? 2 : value < 0xF0 ? 3 : 4;
                return length > back ? bytes.Length - back : bytes.Length;
            }

            if (value < 0x80)
            {
                break;
            }
        }

        return bytes.Length;
    }

    private bool Begin(byte lead)
    {
        (_needed, _lowest, _highest) = lead switch
        {
            >= 0xC2 and <= 0xDF => ((byte)1, (byte)0x80, (byte)0xBF),
            0xE0 => ((byte)2, (byte)0xA0, (byte)0xBF),
            0xED => ((byte)2, (byte)0x80, (byte)0x9F),
            >= 0xE1 and <= 0xEF => ((byte)2, (byte)0x80, (byte)0xBF),
            0xF0 => ((byte)3, (byte)0x90, (byte)0xBF),
            >= 0xF1 and <= 0xF3 => ((byte)3, (byte)0x80, (byte)0xBF),
            0xF4 => ((byte)3, (byte)0x80, (byte)0x8F),
            _ => default,
        };
        return _needed > 0 || Fail();
    }

    private bool ContinueAll(ReadOnlySpan<byte> bytes)
    {
        foreach (var value in bytes)
        {
            if (!Continue(value))
            {
                return false;
            }
        }

        return true;
    }

    private bool Continue(byte value)
    {
        if (value < _lowest || value > _highest)
        {
            return Fail();
        }

        (_needed, _lowest, _highest) = ((byte)(_needed - 1), 0x80, 0xBF);
        return true;
    }

    private bool Fail()
    {
        _failed = true;
        return false;
    }
}
