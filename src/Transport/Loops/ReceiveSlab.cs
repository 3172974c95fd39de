namespace WebSockets.Transport.Loops;

/// <summary>
/// Memory that the connections of a loop's thread receive into, one after the other. A connection that is done with what it received leaves it
/// for the next; only what is kept occupies it.
/// </summary>
/// <remarks>Its thread alone puts leases out; any thread may give one back.</remarks>
internal sealed class ReceiveSlab(int size)
{
    public const int LargeSize = 256 * 1024;
    public const int SmallSize = 32 * 1024;

    private int _leases;

    public int Size => size;

    public byte[] Bytes { get; } = GC.AllocateUninitializedArray<byte>(size, pinned: true);

    /// <summary>Where the next lease begins.</summary>
    public int Next { get; private set; }

    /// <summary>Room for the next lease.</summary>
    public int Room
    {
        get
        {
            if (Volatile.Read(ref _leases) == 0)
            {
                Next = 0;
            }

            return size - Next;
        }
    }

    /// <summary>Puts out what was received: so many bytes from <see cref="Next"/> on.</summary>
    public void Lease(int length)
    {
        Interlocked.Increment(ref _leases);
        Next += length;
    }

    /// <summary>Gives a lease back.</summary>
    public void Return() => Interlocked.Decrement(ref _leases);
}
