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

    /// <summary>
    /// Who has put parts here that no writer knows of yet. It is asked to hand them over before the memory is used again, and, by any
    /// thread, when <see cref="HoldsBack"/> becomes false.
    /// </summary>
    public ITurnHolder? Holder { get; set; }

    /// <summary>Whether what is put here may wait for the end of the turn: false when the thread is held up in the midst of it.</summary>
    public abstract bool HoldsBack { get; }

    /// <summary>Somebody is putting a part here.</summary>
    public bool IsBusy { get; set; }

    /// <summary>Sends what is here, so that all of the memory is free again: <see cref="End"/> is zero.</summary>
    public abstract void Empty();
}

/// <summary>Keeps parts of a turn's buffer for a while.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface ITurnHolder
{
    /// <summary>Hands the parts over to their writer.</summary>
    void LetGo();
}
