namespace WebSockets.SideBySide.Running;

/// <summary>How a server starts.</summary>
/// <param name="Milliseconds">From the start of the process to the first answer over a WebSocket.</param>
/// <param name="MemoryMiB">What of it is in memory then.</param>
internal sealed record Start(double Milliseconds, double MemoryMiB);
