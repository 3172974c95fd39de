namespace WebSockets.SideBySide.Contest;

/// <summary>A server that is measured.</summary>
/// <param name="Id">Its name on the command line and in files.</param>
/// <param name="Title">Its name in the report.</param>
/// <param name="Command">The command that serves on a port.</param>
internal sealed record Contestant(string Id, string Title, Func<int, string[]> Command)
{
    /// <summary>The servers of this repository.</summary>
    public bool IsOurs { get; init; }

    /// <summary>Compiled ahead of time: nothing of it gets faster by running for a while.</summary>
    public bool IsNative { get; init; }

    /// <summary>Here to show where the others stand: no target that is close is set against it.</summary>
    public bool IsContext { get; init; }

    /// <summary>A full run has its bounds: those that no other is compared with take part in fewer rounds.</summary>
    public bool TakesFewRounds => IsContext || IsNative;

    /// <summary>Its messages are those of the SignalR protocol.</summary>
    public bool SpeaksSignalR { get; init; }

    /// <summary>What it has besides the echo. Null: all of it.</summary>
    public IReadOnlyCollection<string>? Routes { get; init; }

    /// <summary>Where its publishers connect.</summary>
    public string PublisherPath { get; init; } = "/pub";
}
