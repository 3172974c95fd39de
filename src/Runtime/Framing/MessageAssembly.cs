using System.Buffers;

namespace WebSockets.Framing;

/// <summary>
/// The contiguous, pooled memory in which a message is put together that does not arrive in one piece. It grows with what
/// has arrived, never with what was announced, so that a header alone costs nothing. A mutable struct: hold it in a field.
/// </summary>
internal struct MessageAssembly
{
    private byte[]? _array;

    public int Length { get; private set; }

    public readonly int Capacity => _array?.Length ?? 0;

    private readonly ReadOnlySpan<byte> Written => _array.AsSpan(0, Length);

    /// <summary>Gives the room behind what was written, grown where it is too small.</summary>
    /// <param name="count">How many bytes it has at least.</param>
    /// <param name="limit">What the message may come to; the caller has checked that the bytes fit, and growth stops there.</param>
    public Span<byte> Room(int count, int limit)
    {
        var needed = Length + count;
        if (_array is null || _array.Length < needed)
        {
            // Doubling keeps the copying linear however small the pieces are.
            var doubled = Math.Min(2L * Length, limit);
            var larger = ArrayPool<byte>.Shared.Rent((int)Math.Max(needed, doubled));
            Written.CopyTo(larger);
            Return();
            _array = larger;
        }

        return _array.AsSpan(Length);
    }

    /// <summary>Counts bytes of the room as written.</summary>
    public void Advance(int count) => Length += count;

    /// <summary>Hands the memory over: the caller returns it to the pool. Null where nothing was written.</summary>
    public byte[]? Detach(out int length)
    {
        var array = _array;
        length = Length;
        this = default;
        return array;
    }

    /// <summary>Drops what was written and gives the memory back.</summary>
    public void Clear()
    {
        Return();
        this = default;
    }

    private readonly void Return()
    {
        if (_array is not null)
        {
            ArrayPool<byte>.Shared.Return(_array);
        }
    }
}
