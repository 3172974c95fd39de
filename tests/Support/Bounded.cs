namespace WebSockets.Testing;

/// <summary>No wait of a test is for ever. The bound is far above what a loaded machine needs, and says nothing about speed.</summary>
internal static class Bounded
{
    public static readonly TimeSpan Time = TimeSpan.FromSeconds(60);

    // A timer for each wait would stay for the whole of its time, and be the most of what a soak measures.
    private static readonly TimeSpan Share = TimeSpan.FromSeconds(1);
    private static Source _source = new();

    /// <summary>Cancelled after <see cref="Time"/>, or a second before.</summary>
    public static CancellationToken Token
    {
        get
        {
            var source = _source;
            return (source.IsFresh ? source : _source = new()).Token;
        }
    }

    public static Task<T> Soon<T>(this Task<T> task) => task.WaitAsync(Time);

    public static Task Soon(this Task task) => task.WaitAsync(Time);

    private sealed class Source
    {
        private readonly long _made = Environment.TickCount64;

        public CancellationToken Token { get; } = new CancellationTokenSource(Time).Token;

        public bool IsFresh => Environment.TickCount64 - _made < Share.TotalMilliseconds;
    }
}
