using System.Runtime.InteropServices;

namespace WebSockets.Transport.Listening;

/// <summary>Where the process runs, and whether the transport can run there.</summary>
/// <param name="IsSupported">It can.</param>
/// <param name="Runtime">The name of the runtime, for the log.</param>
internal sealed record EpollPlatform(bool IsSupported, string Runtime)
{
    public static EpollPlatform Current { get; } = new(
        OperatingSystem.IsLinux() && RuntimeInformation.ProcessArchitecture is Architecture.X64 or Architecture.Arm64,
        RuntimeInformation.RuntimeIdentifier);
}
