using System.Buffers;

namespace WebSockets.Framing;

/// <summary>
/// What a decoder reads of one compressed payload: its bytes, then what a sender leaves out. It also records how far the decoder
/// went, which is the only way to tell where a stream ended inside the payload, or that it did not end.
/// </summary>
/// <param name="payload">The compressed bytes.</param>
/// <param name="singlyFrom">From here on, bytes are given one at a time, so that nothing is read ahead.</param>
internal sealed class DeflateSource(ReadOnlySequence<byte> payload, long singlyFrom = long.MaxValue) : OneWayStream
{
    private ReadOnlySequence<byte> _rest = payload;

    public override bool CanRead => true;

    /// <summary>How many bytes of the payload were given.</summary>
    public long Given { get; private set; }

    /// <summary>Where in the payload the last bytes began that were given.</summary>
    public long LastGiven { get; private set; }

    /// <summary>Whether the decoder went on past the payload: no final block stands in it.</summary>
    public bool TailGiven { get; private set; }

    /// <summary>Whether the decoder wanted more than there is: the payload ends inside a block.</summary>
    public bool Starved { get; private set; }

    // RFC 7692 7.2.2: the rest of the empty block at which the sender cut the stream. The final block after it is ours: reaching its end
    // is how a decoder shows that the payload was complete.
    private static ReadOnlySpan<byte> Tail => [0x00, 0x00, 0xFF, 0xFF, 0x03, 0x00];

    public override int Read(Span<byte> buffer)
    {
        if (!_rest.IsEmpty)
        {
            var most = Given >= singlyFrom ? 1 : Math.Min(buffer.Length, singlyFrom - Given);
            var length = (int)Math.Min(most, _rest.Length);
            _rest.Slice(0, length).CopyTo(buffer);
            _rest = _rest.Slice(length);
            LastGiven = Given;
            Given += length;
            return length;
        }

        if (!TailGiven && buffer.Length >= Tail.Length)
        {
            TailGiven = true;
            Tail.CopyTo(buffer);
            return Tail.Length;
        }

        Starved = true;
        return 0;
    }
}
