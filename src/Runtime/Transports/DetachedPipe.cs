using System.ComponentModel;
using System.IO.Pipelines;

namespace WebSockets.Transports;

/// <summary>A connection that a transport has taken from its server. Reading, writing and each other member may run at the same time.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class DetachedPipe : IUnreadInput
{
    /// <summary>What the peer sends.</summary>
    public abstract PipeReader Input { get; }

    /// <summary>What the peer gets.</summary>
    public abstract TurnWriter Output { get; }

    /// <summary>Is cancelled when the peer is gone, also while nobody reads.</summary>
    public abstract CancellationToken Lost { get; }

    /// <inheritdoc/>
    public abstract bool HasUnreadInput { get; }

    /// <summary>The one who reads has done enough for now: the next read completes when the other connections of its thread have had their turn.</summary>
    public abstract void EndTurn();

    /// <summary>
    /// Keeps the memory of the last read as it is, also after it was consumed, until <see cref="ReleaseMemory"/>. What was not consumed may be found
    /// elsewhere by the next read. Called between a read and its <see cref="PipeReader.AdvanceTo(SequencePosition)"/>.
    /// </summary>
    public abstract void KeepMemory();

    /// <summary>Gives the kept memory back; does nothing where none is kept.</summary>
    public abstract void ReleaseMemory();

    /// <summary>
    /// Ends: what was written still goes out, then our side of the connection is closed, and what the peer still sends is thrown away until it
    /// closes its own. The pipes must not be used any more.
    /// </summary>
    public abstract void Close();

    /// <summary>Drops the connection without another byte.</summary>
    public abstract void Abort();
}
