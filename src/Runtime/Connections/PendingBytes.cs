using System.Buffers;

namespace WebSockets.Connections;

/// <summary>Frames that wait for a full transport, end to end in one pooled buffer that exists only while there are any.</summary>
internal sealed class PendingBytes
{
    private byte[]? _buffer;
    private int _start;

    public int Length { get; private set; }

    public void Append(ReadOnlySpan<byte> frame)
    {
        var length = checked(Length + frame.Length);
        if (_buffer is null || _buffer.Length < _start + length)
        {
            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(length, 2 * Length));
            _buffer.AsSpan(_start, Length).CopyTo(larger);
            Return();
            _buffer = larger;
        }

        frame.CopyTo(_buffer.AsSpan(_start + Length));
        Length = length;
    }

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
        if (_buffer is not null)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = null;
        }

        _start = 0;
    }
}
