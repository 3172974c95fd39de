using System.Buffers;

namespace WebSockets.Runtime.Tests.Framing;

/// <summary>Sequences of several segments, as a pipe gives them.</summary>
internal static class Segments
{
    public static ReadOnlySequence<byte> Of(params byte[][] parts)
    {
        if (parts.Length == 0)
        {
            return ReadOnlySequence<byte>.Empty;
        }

        var first = new Segment(parts[0], null);
        var last = first;
        foreach (var part in parts.Skip(1))
        {
            last = new Segment(part, last);
        }

        return new ReadOnlySequence<byte>(first, 0, last, last.Memory.Length);
    }

    /// <summary>Copies the bytes into segments of random lengths, some of them empty.</summary>
    public static ReadOnlySequence<byte> Random(ReadOnlySpan<byte> bytes, Random random, int longest)
    {
        var parts = new List<byte[]>();
        while (!bytes.IsEmpty)
        {
            var length = random.Next(Math.Min(longest, bytes.Length) + 1);
            parts.Add(bytes[..length].ToArray());
            bytes = bytes[length..];
        }

        return Of([.. parts]);
    }

    private sealed class Segment : ReadOnlySequenceSegment<byte>
    {
        public Segment(byte[] bytes, Segment? previous)
        {
            Memory = bytes;
            if (previous is not null)
            {
                RunningIndex = previous.RunningIndex + previous.Memory.Length;
                previous.Next = this;
            }
        }
    }
}
