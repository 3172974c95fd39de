using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace WebSockets.Transport.Native;

/// <summary>What an event says. A socket's events are edge-triggered: each tells of a change, once.</summary>
[Flags]
internal enum Epoll : uint
{
    None = 0,
    In = 0x1,
    Out = 0x4,
    Error = 0x8,

    /// <summary>Both sides are closed.</summary>
    HangUp = 0x10,

    /// <summary>The peer has closed its side, or is gone.</summary>
    PeerHangUp = 0x2000,
    EdgeTriggered = 1u << 31,
}

/// <summary>The array that <c>epoll_wait</c> fills. <c>struct epoll_event</c> is packed on x64 alone, so its parts are found by offset.</summary>
internal sealed unsafe class EpollEvents(int capacity) : IDisposable
{
    private static readonly bool IsPacked = RuntimeInformation.ProcessArchitecture == Architecture.X64;
    private static readonly int Size = IsPacked ? 12 : 16;
    private static readonly int DataOffset = IsPacked ? 4 : 8;

    private byte* _events = (byte*)NativeMemory.Alloc((nuint)capacity, (nuint)Size);

    /// <param name="epoll">The set.</param>
    /// <param name="operation">What to do with it.</param>
    /// <param name="fd">What is to be watched.</param>
    /// <param name="events">For what.</param>
    /// <param name="registration">Comes back with each event, beside the descriptor.</param>
    public static int Control(int epoll, int operation, int fd, Epoll events, int registration = 0)
    {
        var data = stackalloc byte[16];
        *(uint*)data = (uint)events;
        Unsafe.WriteUnaligned(data + DataOffset, fd);
        Unsafe.WriteUnaligned(data + DataOffset + sizeof(int), registration);
        return Libc.epoll_ctl(epoll, operation, fd, data);
    }

    /// <summary>Fills the array with the events that have come; where there are none, it may wait for one. Less than zero: an error.</summary>
    public int Wait(int epoll, bool waits) => Libc.epoll_wait(epoll, _events, capacity, waits ? -1 : 0);

    public Epoll At(int index, out int fd, out int registration)
    {
        var at = _events + (index * Size);
        fd = Unsafe.ReadUnaligned<int>(at + DataOffset);
        registration = Unsafe.ReadUnaligned<int>(at + DataOffset + sizeof(int));
        return (Epoll)(*(uint*)at);
    }

    public void Dispose()
    {
        NativeMemory.Free(_events);
        _events = null;
    }
}
