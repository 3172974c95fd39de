using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using WebSockets.Transport.Native;

namespace WebSockets.Transport.Connections;

/// <summary>Parts of turn buffers that one connection gets, in order. What follows without a gap is one part. A mutable struct: hold it in a field.</summary>
internal unsafe struct TurnParts
{
    private const int MaxPiecesPerCall = 16;

    // A connection that has got many once does not keep the room for it.
    private const int MostKept = 64;

    private Part _first;
    private List<Part>? _more;
    private int _next; // of the others, the first that is left

    /// <summary>Bytes of all parts.</summary>
    public int Length { get; private set; }

    public void Add(byte[] bytes, int start, int length)
    {
        ref var last = ref Last();
        if (Length > 0 && last.Bytes == bytes && last.Start + last.Length == start)
        {
            last.Length += length;
        }
        else if (Length == 0)
        {
            _first = new Part { Bytes = bytes, Start = start, Length = length };
        }
        else
        {
            (_more ??= []).Add(new Part { Bytes = bytes, Start = start, Length = length });
        }

        Length += length;
    }

    /// <summary>Sends what the socket takes. The result is that of the system call.</summary>
    public readonly nint Send(int socket)
    {
        if (_more is null || _next == _more.Count)
        {
            fixed (byte* bytes = _first.Bytes)
            {
                return Libc.Send(socket, bytes + _first.Start, _first.Length);
            }
        }

        // Turn buffers are pinned, so their addresses hold.
        var pieces = stackalloc Libc.IoVector[MaxPiecesPerCall];
        var count = 0;
        pieces[count++] = PieceOf(_first);
        for (var i = _next; i < _more.Count && count < MaxPiecesPerCall; i++)
        {
            pieces[count++] = PieceOf(_more[i]);
        }

        return Libc.Send(socket, pieces, count);
    }

    /// <summary>Forgets so many bytes at the front.</summary>
    public void Skip(int count)
    {
        Length -= count;
        while (count >= _first.Length && count > 0)
        {
            count -= _first.Length;
            _first = default;
            if (_more is not null && _next < _more.Count)
            {
                _first = _more[_next++];
            }
        }

        _first.Start += count;
        _first.Length -= count;
        if (Length == 0)
        {
            Clear();
        }
    }

    public void Clear()
    {
        if (_more?.Capacity > MostKept)
        {
            _more = null;
        }

        _more?.Clear();
        _next = 0;
        _first = default;
        Length = 0;
    }

    public readonly void CopyTo(Span<byte> destination)
    {
        if (Length == 0)
        {
            return;
        }

        _first.Span.CopyTo(destination);
        destination = destination[_first.Length..];
        for (var i = _next; i < _more?.Count; i++)
        {
            _more[i].Span.CopyTo(destination);
            destination = destination[_more[i].Length..];
        }
    }

    [UnscopedRef]
    private ref Part Last()
    {
        if (_more is not null && _next < _more.Count)
        {
            return ref CollectionsMarshal.AsSpan(_more)[^1];
        }

        return ref _first;
    }

    private static Libc.IoVector PieceOf(in Part part) => new()
    {
        Start = (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(part.Bytes)) + part.Start,
        Length = part.Length,
    };

    private struct Part
    {
        public byte[] Bytes;
        public int Start;
        public int Length;

        public readonly ReadOnlySpan<byte> Span => Bytes.AsSpan(Start, Length);
    }
}
