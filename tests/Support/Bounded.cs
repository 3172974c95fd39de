namespace WebSockets.Testing;

/// <summary>No wait of a test is for ever. The bound is far above what a loaded machine needs, and says nothing about speed.</summary>
internal static class Bounded
{
    public static readonly TimeSpan Time = TimeSpan.FromSeconds(60);

    public static CancellationToken Token => new CancellationTokenSource(Time).Token;

    public static Task<T> Soon<T>(this Task<T> task) => task.WaitAsync(Time);

    public static Task Soon(this Task task) => task.WaitAsync(Time);
}
