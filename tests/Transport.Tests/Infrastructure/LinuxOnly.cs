using System.Runtime.InteropServices;

namespace WebSockets.Transport.Tests;

/// <summary>Nothing here can be tested where the transport leaves everything to Kestrel's own sockets.</summary>
[SetUpFixture]
internal sealed class LinuxOnly
{
    [OneTimeSetUp]
    public void SkipElsewhere()
    {
        if (!OperatingSystem.IsLinux() || RuntimeInformation.ProcessArchitecture is not (Architecture.X64 or Architecture.Arm64))
        {
            Assert.Ignore("The epoll transport is for Linux on x64 and arm64.");
        }
    }
}
