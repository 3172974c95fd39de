namespace WebSockets.Transports;

/// <summary>A part of a turn's buffer.</summary>
/// <param name="Buffer">The buffer; null: there is no part.</param>
/// <param name="Start">Where it begins.</param>
/// <param name="End">Where it ends.</param>
internal readonly record struct TurnPart(TurnBuffer? Buffer, int Start, int End)
{
    public int Length => End - Start;

    /// <summary>Makes one part of two, if the other follows this one.</summary>
    public bool TryAppend(in TurnPart other, out TurnPart both)
    {
        both = this with { End = other.End };
        return Buffer == other.Buffer && End == other.Start;
    }
}
