using System.ComponentModel;
using System.IO.Pipelines;

namespace WebSockets.Transports;

/// <summary>A writer that can send what lies in a <see cref="TurnBuffer"/> from there.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class TurnWriter : PipeWriter
{
    /// <summary>
    /// Writes a part of a turn's buffer, after all that was written before. It goes out by the end of the turn, with what else is
    /// written in it; no flush is needed.
    /// </summary>
    /// <param name="buffer">The buffer of this thread; one of another thread, whose turn may end before this one's, is copied from.</param>
    /// <param name="start">Where the part begins.</param>
    /// <param name="length">How long it is, above zero.</param>
    /// <returns>False when the peer has not taken what was written before: a flush then waits until it has.</returns>
    public abstract bool Write(TurnBuffer buffer, int start, int length);
}
