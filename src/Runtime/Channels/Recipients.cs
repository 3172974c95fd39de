namespace WebSockets.Channels;

/// <summary>The members of several targets, each once.</summary>
/// <remarks>One is kept for each thread. It is taken out while in use: what is waited for may complete within a send, and send.</remarks>
internal sealed class Recipients : IDisposable
{
    // To be emptied takes time by its size: one that has grown for a large channel is not kept for small ones.
    private const int LargestKept = 1024;

    [ThreadStatic]
    private static Recipients? t_cached;

    private Recipients()
    {
    }

    public HashSet<WebSocketConnection> Connections { get; } = [];

    public static Recipients Rent()
    {
        var recipients = t_cached ?? new Recipients();
        t_cached = null;
        return recipients;
    }

    public void Dispose()
    {
        if (Connections.Count <= LargestKept)
        {
            Connections.Clear();
            t_cached = this;
        }
    }
}
