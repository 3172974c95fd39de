using System.Diagnostics;
using System.Runtime.InteropServices;

namespace WebSockets.Aot.Tests.Infrastructure;

/// <summary>Asks a process to end, as a terminal or a service manager does.</summary>
internal static partial class Signals
{
    private const int Terminate = 15;

    public static void AskToEnd(Process process)
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Ignore("Windows has no signal that asks a process to end.");
        }

        Assert.That(Kill(process.Id, Terminate), Is.Zero, "the process can be signalled");
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);
}
