namespace WebSockets.SideBySide.Contest;

/// <summary>What the load generator does to a server.</summary>
internal enum Load
{
    /// <summary>Messages and their answers.</summary>
    Answers,

    /// <summary>Publishers whose messages go to all subscribers.</summary>
    Fanout,

    /// <summary>Connecting, upgrading and closing.</summary>
    Handshakes,

    /// <summary>Connections that are held, of which the memory counts.</summary>
    Idle,
}

/// <summary>One thing that is measured of every contestant.</summary>
/// <param name="Id">Its name on the command line and in files.</param>
/// <param name="Title">Its name in the report.</param>
/// <param name="Load">What happens.</param>
/// <param name="Path">Where connections, of a fan-out the subscribers, connect.</param>
internal sealed record Row(string Id, string Title, Load Load, string Path)
{
    public int Connections { get; init; } = 64;

    public int Publishers { get; init; } = 1;

    /// <summary>How many of the subscribers stop reading once they have joined.</summary>
    public int SlowSubscribers { get; init; }

    /// <summary>Messages under way, for each connection or publisher.</summary>
    public int Depth { get; init; } = 1;

    /// <summary>The length of a message, where it has no text of its own.</summary>
    public int Size { get; init; } = 64;

    /// <summary>How long the load runs, in seconds, before it is measured.</summary>
    public double WarmUp { get; init; } = 0.3;

    /// <summary>A message with a text of its own.</summary>
    public Exchange? Exchange { get; init; }

    /// <summary>At most so many rounds, where they take long.</summary>
    public int MaxRounds { get; init; } = int.MaxValue;

    /// <summary>Who takes part, of those who can.</summary>
    public Func<Contestant, bool> Admits { get; init; } = _ => true;

    /// <summary>The code that a server runs for this row: what is warm after one row of it is warm for the others.</summary>
    public string Warmth => Load == Load.Fanout ? "fanout" : $"{Load}{Path}{(Size > 4096 ? "-large" : "")}";

    public bool Has(Contestant contestant) =>
        (Path == "/echo" || contestant.Routes?.Contains(Path) != false) && Admits(contestant);
}
