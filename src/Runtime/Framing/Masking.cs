using System.Buffers;
using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace WebSockets.Framing;

/// <summary>The masking of RFC 6455 5.3, which is its own inverse. Alone, because it is the one place that touches references.</summary>
internal static class Masking
{
    /// <summary>Masks or unmasks.</summary>
    /// <param name="source">What to transform.</param>
    /// <param name="destination">As long as the source at least; the same memory, or memory that does not overlap it.</param>
    /// <param name="key">The key; its first byte on the wire is the lowest.</param>
    /// <param name="phase">How many bytes of the payload came before these.</param>
    public static void Apply(ReadOnlySpan<byte> source, Span<byte> destination, uint key, int phase)
    {
        // The references below know no bounds.
        ArgumentOutOfRangeException.ThrowIfLessThan(destination.Length, source.Length);

        key = BitOperations.RotateRight(key, 8 * (phase & 3));
        var pattern = BitConverter.IsLittleEndian ? key : BinaryPrimitives.ReverseEndianness(key);
        ref var from = ref MemoryMarshal.GetReference(source);
        ref var to = ref MemoryMarshal.GetReference(destination);
        nuint at = 0;
        var end = (nuint)source.Length;

        // Every step is a multiple of four bytes, so the pattern stays aligned with the key.
        if (Vector512.IsHardwareAccelerated && end - at >= (nuint)Vector512<byte>.Count)
        {
            var wide = Vector512.Create(pattern).AsByte();
            for (; end - at >= (nuint)Vector512<byte>.Count; at += (nuint)Vector512<byte>.Count)
            {
                (Vector512.LoadUnsafe(ref from, at) ^ wide).StoreUnsafe(ref to, at);
            }
        }

        if (Vector256.IsHardwareAccelerated && end - at >= (nuint)Vector256<byte>.Count)
        {
            var wide = Vector256.Create(pattern).AsByte();
            for (; end - at >= (nuint)Vector256<byte>.Count; at += (nuint)Vector256<byte>.Count)
            {
                (Vector256.LoadUnsafe(ref from, at) ^ wide).StoreUnsafe(ref to, at);
            }
        }

        if (Vector128.IsHardwareAccelerated && end - at >= (nuint)Vector128<byte>.Count)
        {
            var wide = Vector128.Create(pattern).AsByte();
            for (; end - at >= (nuint)Vector128<byte>.Count; at += (nuint)Vector128<byte>.Count)
            {
                (Vector128.LoadUnsafe(ref from, at) ^ wide).StoreUnsafe(ref to, at);
            }
        }

        for (; end - at >= sizeof(uint); at += sizeof(uint))
        {
            var word = Unsafe.ReadUnaligned<uint>(ref Unsafe.Add(ref from, at));
            Unsafe.WriteUnaligned(ref Unsafe.Add(ref to, at), word ^ pattern);
        }

        for (; at < end; at++)
        {
            Unsafe.Add(ref to, at) = (byte)(Unsafe.Add(ref from, at) ^ key);
            key >>= 8;
        }
    }

    /// <summary>Unmasks a payload where it lies. Whoever reads that memory again must not take it for masked.</summary>
    public static void ApplyInPlace(in ReadOnlySequence<byte> payload, uint key)
    {
        if (payload.IsSingleSegment)
        {
            ApplyInPlace(payload.First, key, 0);
            return;
        }

        var phase = 0;
        foreach (var segment in payload)
        {
            ApplyInPlace(segment, key, phase);
            phase = (phase + segment.Length) & 3;
        }
    }

    // A pipe's memory is writable; it is only handed out as if it were not.
    private static void ApplyInPlace(ReadOnlyMemory<byte> memory, uint key, int phase)
    {
        var bytes = MemoryMarshal.AsMemory(memory).Span;
        Apply(bytes, bytes, key, phase);
    }
}
