namespace WebSockets.Fuzz.Tests.Interleavings;

/// <summary>On what terms a scene is played: what becomes of messages for a peer that does not read fast enough, and over what they come.</summary>
internal sealed record Terms(SlowConsumerPolicy Policy, int MaxPendingSendBytes, bool IsHttp2)
{
    private const int Little = 1000;

    /// <summary>More than the longest line of each key there is.</summary>
    private const int Ample = 1_000_000;

    /// <summary>Who closes those that are too slow must not have to: whom the machine has no time for is owed all.</summary>
    public static Terms Patient(bool isHttp2) => new(SlowConsumerPolicy.Close, int.MaxValue, isHttp2);

    public static IEnumerable<Terms> All => from isHttp2 in (bool[])[false, true] from terms in Of(isHttp2) select terms;

    /// <summary>How many scenes are played, if nobody says otherwise.</summary>
    public int Scenes => KeepsAll && !IsHttp2 ? 300 : 100;

    /// <summary>Nothing is lost.</summary>
    public bool KeepsAll => Policy is SlowConsumerPolicy.Close or SlowConsumerPolicy.Wait;

    /// <summary>The newest of each key is not lost.</summary>
    public bool KeepsNewest => Policy == SlowConsumerPolicy.Latest && MaxPendingSendBytes == Ample;

    public override string ToString() => $"{Policy}, {MaxPendingSendBytes} bytes, {(IsHttp2 ? "HTTP 2" : "HTTP 1.1")}";

    private static Terms[] Of(bool isHttp2) =>
    [
        Patient(isHttp2),
        new(SlowConsumerPolicy.Wait, Little, isHttp2),
        new(SlowConsumerPolicy.Drop, Little, isHttp2),
        new(SlowConsumerPolicy.Latest, Little, isHttp2),
        new(SlowConsumerPolicy.Latest, Ample, isHttp2),
    ];
}
