namespace WebSockets.Framing;

/// <summary>
/// Counts the frames that cost work and bring little: control frames, and small fragments. No limit of size or rate of messages sees them.
/// </summary>
/// <remarks>
/// The bound is far above what any client has a use for, and what is below it costs a few milliseconds of a processor in a second. The clock
/// is read only when the count has come to the bound.
/// </remarks>
internal sealed class FloodGuard(TimeProvider time)
{
    /// <summary>How many may come in a second.</summary>
    public const int Limit = 128 * 1024;

    /// <summary>A fragment with fewer bytes is counted, unless it is the last of its message.</summary>
    public const int SmallFragment = 64;

    private static readonly TimeSpan Window = TimeSpan.FromSeconds(1);

    private long _since = time.GetTimestamp();
    private int _count;

    /// <summary>Counts one more. False: there are too many.</summary>
    public bool Admits()
    {
        if (++_count <= Limit)
        {
            return true;
        }

        if (time.GetElapsedTime(_since) < Window)
        {
            return false;
        }

        _since = time.GetTimestamp();
        _count = 1;
        return true;
    }
}
