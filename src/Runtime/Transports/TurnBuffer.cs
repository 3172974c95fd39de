using System.ComponentModel;

namespace WebSockets.Transports;

/// <summary>
/// Memory of a thread that serves many connections in turns: what is put here in a turn is sent from here, to one connection or to many,
/// and forgotten when the turn ends.
/// </summary>
/// <remarks>
/// Parts that follow each other without a gap are sent as one, so a connection that gets several messages in a turn gets them by one
/// system call. Only its own thread writes here.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class TurnBuffer(int size)
{
    [ThreadStatic]
    private static TurnBuffer? t_current;

    /// <summary>The buffer of this thread; null on threads that have no turns.</summary>
    public static TurnBuffer? Current
    {
        get => t_current;
        protected set => t_current = value;
    }

    /// <summary>The memory, which the garbage collector does not move.</summary>
    public byte[] Bytes { get; } = GC.AllocateUninitializedArray<byte>(size, pinned: true);

    /// <summary>Where what was put here ends, and the next part begins.</summary>
    public int End { get; set; }

    /// <summary>Somebody is putting a part here.</summary>
    public bool IsBusy { get; set; }

    /// <summary>Sends what is here, so that all of the memory is free again: <see cref="End"/> is zero.</summary>
    public abstract void Empty();
}
