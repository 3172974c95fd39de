using System.Buffers;

namespace WebSockets.Connections;

/// <summary>Frames that wait, end to end in one pooled buffer that exists only while there are any.</summary>
internal sealed class PendingBytes
{
    private byte[]? _buffer;
    private bool _isRented;
    private int _start;

    public int Length { get; private set; }

    /// <summary>How much memory is held.</summary>
    public int Capacity => _buffer?.Length ?? 0;

    /// <summary>Holds this frame alone, in no more memory than twice its size.</summary>
    public void Set(ReadOnlySpan<byte> frame)
    {
        if (_buffer is null || _buffer.Length < frame.Length || _buffer.Length / 2 > frame.Length)
        {
            Return();
            _buffer = GC.AllocateUninitializedArray<byte>(frame.Length);
        }

        frame.CopyTo(_buffer);
        Length = frame.Length;
    }

    /// <param name="frame">A whole frame.</param>
    /// <param name="limit">How much is to wait at most. The buffer does not grow beyond it in advance.</param>
    public void Append(ReadOnlySpan<byte> frame, int limit)
    {
        var length = Length + frame.Length;
        if (_buffer is null || _buffer.Length - _start < length)
        {
            var doubled = Math.Min(2L * Length, Length < limit ? limit : Array.MaxLength);
            var larger = ArrayPool<byte>.Shared.Rent((int)Math.Max(length, doubled));
            _buffer.AsSpan(_start, Length).CopyTo(larger);
            Return();
            (_buffer, _isRented) = (larger, true);
        }

        frame.CopyTo(_buffer.AsSpan(_start + Length));
        Length = length;
    }

    /// <summary>So many bytes from the front.</summary>
    public ReadOnlySpan<byte> Front(int count) => _buffer.AsSpan(_start, count);

    /// <summary>Writes no more than so many bytes from the front. False: there was nothing.</summary>
    public bool MoveTo(IBufferWriter<byte> writer, int count)
    {
        if (Length == 0)
        {
            return false;
        }

        count = Math.Min(count, Length);
        writer.Write(_buffer.AsSpan(_start, count));
        _start += count;
        Length -= count;
        if (Length == 0)
        {
            Return();
        }

        return true;
    }

    public void Clear()
    {
        Return();
        Length = 0;
    }

    private void Return()
    {
        if (_buffer is not null && _isRented)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
        }

        (_buffer, _isRented, _start) = (null, false, 0);
    }
}
