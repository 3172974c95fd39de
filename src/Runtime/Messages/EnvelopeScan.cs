using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace WebSockets.Messages;

/// <summary>Finds the envelope of a message in its usual dress, in half the time of a JSON reader that makes tokens of it all.</summary>
/// <remarks>
/// <para>It knows strict JSON, but no escapes, and only objects that are not too deep. What it does not know, and all that is not valid, it leaves
/// to the reader: it says no, and never yes to what the reader would refuse. So all rules of the envelope hold here as there.</para>
/// <para>Its methods take a place in the message and give that of what follows, or <see cref="Unknown"/>; so the place stays in a register.</para>
/// </remarks>
internal static class EnvelopeScan
{
    // The place of what is not known here. No byte is there, and it is behind no place.
    private const int Unknown = -1;

    // Bits of a word: one for each level, that is set where the level is an object.
    private const int DeepestKnown = 32;

    // What ends a string, or makes it more than a run of bytes.
    private static readonly SearchValues<byte> EndOfRun = SearchValues.Create([.. Enumerable.Range(0, 0x20).Select(code => (byte)code), (byte)'"', (byte)'\\']);

    /// <summary>Finds the envelope. False: the message is not one of those that are known here, and nothing is said of it.</summary>
    public static bool TryRead(ReadOnlySpan<byte> json, EnvelopeShape shape, out Envelope envelope)
    {
        envelope = Envelope.Unnamed;
        var at = Space(json, 0);
        if (At(json, at) != '{')
        {
            return false;
        }

        at = Space(json, at + 1);
        if (At(json, at) == '}')
        {
            return Space(json, at + 1) == json.Length;
        }

        while (true)
        {
            var behindName = String(json, at);
            var start = Colon(json, behindName);
            var first = At(json, start);
            var end = Value(json, start, first, shape);
            if (end == Unknown || !envelope.TryTake(shape, json[(at + 1)..(behindName - 1)], Slice.Between(start, end), first))
            {
                return false;
            }

            if (envelope.IsComplete(shape))
            {
                return true;
            }

            at = Space(json, end);
            switch (At(json, at))
            {
                case (byte)',':
                    at = Space(json, at + 1);
                    break;
                case (byte)'}':
                    return Space(json, at + 1) == json.Length;
                default:
                    return false;
            }
        }
    }

    // Zero, which JSON does not have, where there is nothing.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static byte At(ReadOnlySpan<byte> json, int at) => (uint)at < (uint)json.Length ? json[at] : (byte)0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Space(ReadOnlySpan<byte> json, int at)
    {
        while (At(json, at) is (byte)' ' or (byte)'\t' or (byte)'\n' or (byte)'\r')
        {
            at++;
        }

        return at;
    }

    // The colon behind a member's name, and the space around it.
    private static int Colon(ReadOnlySpan<byte> json, int at)
    {
        at = Space(json, at);
        return At(json, at) == ':' ? Space(json, at + 1) : Unknown;
    }

    private static int Value(ReadOnlySpan<byte> json, int at, byte first, EnvelopeShape shape) =>
        first is (byte)'{' or (byte)'[' ? Nested(json, at, Math.Min(DeepestKnown, shape.MaxDepth - 1)) : Scalar(json, at, first);

    private static int Scalar(ReadOnlySpan<byte> json, int at, byte first) => first switch
    {
        (byte)'"' => String(json, at),
        (byte)'t' => Literal(json, at, "true"u8),
        (byte)'f' => Literal(json, at, "false"u8),
        (byte)'n' => Literal(json, at, "null"u8),
        _ => Number(json, at),
    };

    private static int Literal(ReadOnlySpan<byte> json, int at, ReadOnlySpan<byte> literal) =>
        json[at..].StartsWith(literal) ? at + literal.Length : Unknown;

    private static int String(ReadOnlySpan<byte> json, int at)
    {
        if (At(json, at) != '"')
        {
            return Unknown;
        }

        at = Run(json, at + 1);
        return At(json, at) == '"' ? at + 1 : Unknown;
    }

    // Passes over bytes that mean just themselves. Most strings are short: they are looked at in one step, which may reach back over what stands
    // before them.
    private static int Run(ReadOnlySpan<byte> json, int at)
    {
        if (Vector128.IsHardwareAccelerated && json.Length >= Vector128<byte>.Count)
        {
            var from = Math.Min(at, json.Length - Vector128<byte>.Count);
            var bytes = Vector128.Create(json[from..]);
            var ends = Vector128.Equals(bytes, Vector128.Create((byte)'"'))
                | Vector128.Equals(bytes, Vector128.Create((byte)'\\'))
                | Vector128.LessThan(bytes, Vector128.Create((byte)' '));
            var bits = ends.ExtractMostSignificantBits() >> (at - from);
            if (bits != 0)
            {
                return at + BitOperations.TrailingZeroCount(bits);
            }
        }

        var length = json[at..].IndexOfAny(EndOfRun);
        return length < 0 ? Unknown : at + length;
    }

    // RFC 8259, section 6.
    private static int Number(ReadOnlySpan<byte> json, int at)
    {
        if (At(json, at) == '-')
        {
            at++;
        }

        at = At(json, at) == '0' ? at + 1 : Digits(json, at);
        if (At(json, at) == '.')
        {
            at = Digits(json, at + 1);
        }

        if ((At(json, at) | 0x20) == 'e')
        {
            at++;
            at = Digits(json, At(json, at) is (byte)'+' or (byte)'-' ? at + 1 : at);
        }

        return At(json, at) is (byte)',' or (byte)'}' or (byte)']' or (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t' ? at : Unknown;
    }

    private static int Digits(ReadOnlySpan<byte> json, int at)
    {
        var start = at;
        while (char.IsAsciiDigit((char)At(json, at)))
        {
            at++;
        }

        return at > start ? at : Unknown;
    }

    // An object or an array, and all that is in it.
    private static int Nested(ReadOnlySpan<byte> json, int at, int deepest)
    {
        var objects = 0u;
        var depth = 0;
        while (true)
        {
            var first = At(json, at);
            if (first is (byte)'{' or (byte)'[')
            {
                if (++depth > deepest)
                {
                    return Unknown;
                }

                objects = (objects << 1) | (first == '{' ? 1u : 0u);
                at = Space(json, at + 1);
                if (At(json, at) != (first == '{' ? '}' : ']'))
                {
                    at = first == '{' ? Colon(json, String(json, at)) : at;
                    continue; // with the first value
                }
            }
            else
            {
                at = Space(json, Scalar(json, at, first));
            }

            // Behind a value, or in what is empty: all that closes here, and the comma before the next value.
            while (At(json, at) == ((objects & 1) != 0 ? '}' : ']'))
            {
                at++;
                objects >>= 1;
                if (--depth == 0)
                {
                    return at;
                }

                at = Space(json, at);
            }

            if (At(json, at) != ',')
            {
                return Unknown;
            }

            at = Space(json, at + 1);
            at = (objects & 1) != 0 ? Colon(json, String(json, at)) : at;
        }
    }
}
