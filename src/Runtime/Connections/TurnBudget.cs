namespace WebSockets.Connections;

/// <summary>
/// How much one connection may have handled before the others have their turn: so many messages, so many bytes, and so much time, whichever is used up first. A
/// mutable struct: hold it in a field.
/// </summary>
/// <remarks>
/// A client that sends more than can be handled always has something to be read: without an end of its own, its turn would last as long as the flood.
/// The clock is read at every eighth message, which costs few of them anything.
/// </remarks>
internal struct TurnBudget
{
    private const int MostMessages = 64;
    private const int MostBytes = 1024 * 1024;
    private const int MessagesPerLook = 8;
    private static readonly TimeSpan MostTime = TimeSpan.FromMilliseconds(1);

    private int _messages;
    private long _bytes;
    private long _since;

    /// <summary>It is the others' turn.</summary>
    public bool IsUsedUp { get; private set; }

    /// <summary>Something was handled.</summary>
    /// <param name="bytes">How long it was.</param>
    public void Use(long bytes)
    {
        _bytes += bytes;
        if (++_messages % MessagesPerLook == 0 || _bytes >= MostBytes)
        {
            Look();
        }
    }

    private void Look()
    {
        var now = TimeProvider.System.GetTimestamp();
        _since = _since == 0 ? now : _since;
        IsUsedUp = _messages >= MostMessages || _bytes >= MostBytes || TimeProvider.System.GetElapsedTime(_since, now) >= MostTime;
    }
}
