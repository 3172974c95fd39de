using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace WebSockets.Messages;

/// <summary>Finds the envelope of a message in its usual dress, several times as fast as a JSON reader that makes tokens of it all.</summary>
/// <remarks>
/// <para>It knows strict JSON, but no escapes, and only objects that are not too deep. What it does not know, and all that is not valid, it leaves
/// to the reader: it says no, and never yes to what the reader would refuse. So all rules of the envelope hold here as there.</para>
/// <para>Strings are passed over by vectors; the text is known to be UTF-8.</para>
/// </remarks>
internal ref struct EnvelopeScan
{
    // Bits of a word: one for each level, that is set where the level is an object.
    private const int DeepestKnown = 32;

    // What ends a string, or makes it more than a run of bytes.
    private static readonly SearchValues<byte> EndOfRun = SearchValues.Create([.. Enumerable.Range(0, 0x20).Select(code => (byte)code), (byte)'"', (byte)'\\']);

    private readonly ReadOnlySpan<byte> _json;
    private readonly EnvelopeShape _shape;
    private int _at;

    private EnvelopeScan(ReadOnlySpan<byte> json, EnvelopeShape shape)
    {
        _json = json;
        _shape = shape;
    }

    /// <summary>Finds the envelope. False: the message is not one of those that are known here, and nothing is said of it.</summary>
    public static bool TryRead(ReadOnlySpan<byte> json, EnvelopeShape shape, out Envelope envelope)
    {
        envelope = Envelope.Unnamed;
        return new EnvelopeScan(json, shape).TryReadMembers(ref envelope);
    }

    private bool TryReadMembers(ref Envelope envelope)
    {
        if (Next() != '{')
        {
            return false;
        }

        _at++;
        if (Next() == '}')
        {
            _at++;
            return IsAtEnd();
        }

        while (true)
        {
            if (!TryTakeName(out var name))
            {
                return false;
            }

            var first = Next();
            var start = _at;
            if (!TrySkipValue(first) || !envelope.TryTake(_shape, name, Slice.Between(start, _at), first))
            {
                return false;
            }

            if (envelope.IsComplete(_shape))
            {
                return true;
            }

            switch (Next())
            {
                case (byte)',':
                    _at++;
                    break;
                case (byte)'}':
                    _at++;
                    return IsAtEnd();
                default:
                    return false;
            }
        }
    }

    // The next byte that is no white space, which it does not take; zero, which JSON does not have, at the end.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private byte Next()
    {
        var next = Peek();
        return next > ' ' ? next : BehindSpace();
    }

    private byte BehindSpace()
    {
        while (Peek() is (byte)' ' or (byte)'\t' or (byte)'\n' or (byte)'\r')
        {
            _at++;
        }

        return Peek();
    }

    private bool IsAtEnd() => Next() == 0 && _at == _json.Length;

    // A member's name and its colon.
    private bool TryTakeName(out ReadOnlySpan<byte> name)
    {
        name = default;
        if (Next() != '"')
        {
            return false;
        }

        var start = _at + 1;
        if (!TrySkipString())
        {
            return false;
        }

        name = _json[start..(_at - 1)];
        if (Next() != ':')
        {
            return false;
        }

        _at++;
        return true;
    }

    private bool TrySkipValue(byte first) => first switch
    {
        (byte)'"' => TrySkipString(),
        (byte)'{' or (byte)'[' => TrySkipNested(),
        _ => TrySkipScalar(first),
    };

    private bool TrySkipScalar(byte first) => first switch
    {
        (byte)'"' => TrySkipString(),
        (byte)'t' => TrySkip("true"u8),
        (byte)'f' => TrySkip("false"u8),
        (byte)'n' => TrySkip("null"u8),
        _ => TrySkipNumber(),
    };

    private bool TrySkip(ReadOnlySpan<byte> literal)
    {
        if (!_json[_at..].StartsWith(literal))
        {
            return false;
        }

        _at += literal.Length;
        return true;
    }

    private bool TrySkipString()
    {
        var start = _at + 1;
        var length = RunLength(start);
        if ((uint)(start + length) >= (uint)_json.Length || _json[start + length] != '"')
        {
            return false;
        }

        _at = start + length + 1;
        return true;
    }

    // How many bytes from here on mean just themselves. Most strings are short: they are looked at in one step, which may reach back over
    // what stands before them.
    private readonly int RunLength(int start)
    {
        if (Vector128.IsHardwareAccelerated && _json.Length >= Vector128<byte>.Count)
        {
            var from = Math.Min(start, _json.Length - Vector128<byte>.Count);
            var bytes = Vector128.Create(_json[from..]);
            var ends = Vector128.Equals(bytes, Vector128.Create((byte)'"'))
                | Vector128.Equals(bytes, Vector128.Create((byte)'\\'))
                | Vector128.LessThan(bytes, Vector128.Create((byte)' '));
            var bits = ends.ExtractMostSignificantBits() >> (start - from);
            if (bits != 0)
            {
                return BitOperations.TrailingZeroCount(bits);
            }
        }

        var length = _json[start..].IndexOfAny(EndOfRun);
        return length < 0 ? _json.Length - start : length;
    }

    // RFC 8259, section 6.
    private bool TrySkipNumber()
    {
        if (Peek() == '-')
        {
            _at++;
        }

        if (Peek() == '0')
        {
            _at++;
        }
        else if (!TrySkipDigits())
        {
            return false;
        }

        if (Peek() == '.')
        {
            _at++;
            if (!TrySkipDigits())
            {
                return false;
            }
        }

        if ((Peek() | 0x20) == 'e')
        {
            _at++;
            if (Peek() is (byte)'+' or (byte)'-')
            {
                _at++;
            }

            if (!TrySkipDigits())
            {
                return false;
            }
        }

        return Peek() is (byte)',' or (byte)'}' or (byte)']' or (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t';
    }

    private bool TrySkipDigits()
    {
        var end = _at;
        while ((uint)end < (uint)_json.Length && char.IsAsciiDigit((char)_json[end]))
        {
            end++;
        }

        var isSome = end > _at;
        _at = end;
        return isSome;
    }

    private readonly byte Peek() => (uint)_at < (uint)_json.Length ? _json[_at] : (byte)0;

    // An object or an array, and all that is in it.
    private bool TrySkipNested()
    {
        var deepest = Math.Min(DeepestKnown, _shape.MaxDepth - 1);
        var objects = 0u;
        var depth = 0;
        while (true)
        {
            var next = Next();
            if (next is (byte)'{' or (byte)'[')
            {
                if (++depth > deepest)
                {
                    return false;
                }

                _at++;
                objects = (objects << 1) | (next == '{' ? 1u : 0u);
                if (Next() != (next == '{' ? '}' : ']'))
                {
                    if (next == '{' && !TryTakeName(out _))
                    {
                        return false;
                    }

                    continue; // the first value
                }
            }
            else if (!TrySkipScalar(next))
            {
                return false;
            }

            // Behind a value: what closes, and then the comma before the next one.
            while (true)
            {
                var isObject = (objects & 1) != 0;
                next = Next();
                _at++;
                if (next == (isObject ? '}' : ']'))
                {
                    objects >>= 1;
                    if (--depth == 0)
                    {
                        return true;
                    }
                }
                else if (next == ',')
                {
                    if (isObject && !TryTakeName(out _))
                    {
                        return false;
                    }

                    break;
                }
                else
                {
                    return false;
                }
            }
        }
    }
}
