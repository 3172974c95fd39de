namespace WebSockets.Transport;

/// <summary>How the epoll transport works. A value that cannot be is refused when the server starts.</summary>
public sealed class EpollTransportOptions
{
    /// <summary>
    /// How many loops there are, each a thread that waits for its own connections, receives, runs the code that waits for what it received, and
    /// sends. Default: the number of processors that the process may use (<see cref="Environment.ProcessorCount"/>).
    /// </summary>
    public int LoopCount { get; set; } = Environment.ProcessorCount;

    /// <summary>
    /// How many connections may wait to be accepted, for each listening socket; the system may allow fewer (<c>net.core.somaxconn</c>). Default: 512.
    /// </summary>
    public int Backlog { get; set; } = 512;

    /// <summary>
    /// How long code may hold a loop, by computing or blocking, before the loop's other connections are handed to another thread. Between 1 ms and
    /// 1 minute. Default: 5 ms; <see cref="Timeout.InfiniteTimeSpan"/>: never, for an app that is sure not to block.
    /// </summary>
    public TimeSpan HandOverAfter { get; set; } = TimeSpan.FromMilliseconds(5);

    /// <summary>
    /// How many threads there may be beyond one for each loop, to hand loops to whose own threads are held. Where there are no more, a loop stays where it is until
    /// that code returns, and a warning is logged. At least 0. Default: 128.
    /// </summary>
    public int MaxExtraThreads { get; set; } = 128;

    /// <summary>Whether small writes leave at once, without waiting for more to go with them (TCP_NODELAY). Default: true.</summary>
    public bool NoDelay { get; set; } = true;
}
