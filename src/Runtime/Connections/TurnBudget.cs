namespace WebSockets.Connections;

/// <summary>
/// How much one connection may have handled before the others have their turn: so many messages, so many bytes, and so much time, whichever is used up first. A
/// mutable struct: hold it in a field.
/// </summary>
/// <remarks>
/// A client that sends more than can be handled always has something to be read: without an end of its own, its turn would last as long as the flood.
/// Time is that of the system's coarse clock, which is cheap enough to be read after each message: a turn ends with the first message after its next tick, however long
/// single messages take.
/// </remarks>
internal struct TurnBudget
{
    private const int MostMessages = 64;
    private const int MostBytes = 1024 * 1024;

    private readonly long _tick;
    private int _messages;
    private long _bytes;

    private TurnBudget(long tick) => _tick = tick;

    /// <summary>It is the others' turn.</summary>
    public bool IsUsedUp { get; private set; }

    // Not the app's clock, which tests replace: how long a thread is kept from others is real time.
#pragma warning disable RS0030
    private static long Tick => Environment.TickCount64;
#pragma warning restore RS0030

    /// <summary>A turn that begins now.</summary>
    public static TurnBudget Start() => new(Tick);

    /// <summary>Something was handled.</summary>
    /// <param name="bytes">How long it was.</param>
    public void Use(long bytes)
    {
        _bytes += bytes;
        IsUsedUp = ++_messages >= MostMessages || _bytes >= MostBytes || Tick != _tick;
    }
}
