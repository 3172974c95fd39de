using System.Runtime.InteropServices;

namespace WebSockets.Transport.Native;

/// <summary>The system calls that the transport lives on. Numbers are Linux's, the same on x64 and arm64.</summary>
internal static unsafe partial class Libc
{
    public const int EINTR = 4;
    public const int EAGAIN = 11;
    public const int ENOMEM = 12;
    public const int ENFILE = 23;
    public const int EMFILE = 24;
    public const int ENOBUFS = 105;

    public const int EPOLL_CTL_ADD = 1;
    public const int EPOLL_CTL_DEL = 2;

    public const int SHUT_WR = 1;
    public const int SHUT_RDWR = 2;

    public const int SOL_SOCKET = 1;
    public const int SO_REUSEPORT = 15;

    private const int Cloexec = 0x80000;
    private const int Nonblock = 0x800;
    private const int MSG_PEEK = 0x2;
    private const int MSG_DONTWAIT = 0x40;
    private const int MSG_NOSIGNAL = 0x4000;

    public static int LastError => Marshal.GetLastPInvokeError();

    public static int CreateEpoll() => epoll_create1(Cloexec);

    public static int CreateEvent() => eventfd(0, Cloexec | Nonblock);

    /// <summary>Accepts a connection that never blocks; its peer's address is written to the buffer.</summary>
    public static int Accept(int listener, byte* address, int* length) => accept4(listener, address, length, Cloexec | Nonblock);

    public static nint Receive(int socket, byte* buffer, nint length) => recv(socket, buffer, length, MSG_DONTWAIT);

    /// <summary>Copies the next byte, which stays to be received. The result is zero at the end, less than zero where there is none yet.</summary>
    public static nint Peek(int socket, byte* next) => recv(socket, next, 1, MSG_DONTWAIT | MSG_PEEK);

    public static nint Send(int socket, byte* buffer, nint length) => send(socket, buffer, length, MSG_DONTWAIT | MSG_NOSIGNAL);

    /// <summary>Sends several pieces by one call.</summary>
    public static nint Send(int socket, IoVector* pieces, int count)
    {
        var message = new MessageHeader { Pieces = pieces, PieceCount = count };
        return sendmsg(socket, &message, MSG_DONTWAIT | MSG_NOSIGNAL);
    }

    /// <summary>Ends a TCP connection by a reset, and throws away what was still to be sent; the descriptor stays open. False: it is not TCP.</summary>
    public static bool TryReset(int socket)
    {
        const int AddressSize = 16;
        var unspecified = stackalloc byte[AddressSize];
        new Span<byte>(unspecified, AddressSize).Clear();
        return connect(socket, unspecified, AddressSize) == 0;
    }

    [LibraryImport("libc", SetLastError = true)]
    public static partial int epoll_ctl(int epoll, int operation, int fd, byte* data);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int epoll_wait(int epoll, byte* events, int count, int timeout);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int setsockopt(int socket, int level, int name, int* value, int length);

    [LibraryImport("libc")]
    public static partial int getsockname(int socket, byte* address, int* length);

    [LibraryImport("libc")]
    public static partial int shutdown(int socket, int how);

    [LibraryImport("libc")]
    public static partial int close(int fd);

    [LibraryImport("libc")]
    public static partial nint write(int fd, ulong* value, nint length);

    [LibraryImport("libc")]
    public static partial nint read(int fd, ulong* value, nint length);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int epoll_create1(int flags);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int eventfd(uint value, int flags);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int accept4(int listener, byte* address, int* length, int flags);

    [LibraryImport("libc")]
    private static partial int connect(int socket, byte* address, int length);

    [LibraryImport("libc", SetLastError = true)]
    private static partial nint recv(int socket, byte* buffer, nint length, int flags);

    [LibraryImport("libc", SetLastError = true)]
    private static partial nint send(int socket, byte* buffer, nint length, int flags);

    [LibraryImport("libc", SetLastError = true)]
    private static partial nint sendmsg(int socket, MessageHeader* message, int flags);

    /// <summary>A piece of memory: <c>struct iovec</c>.</summary>
    public struct IoVector
    {
        public byte* Start;
        public nint Length;
    }

    /// <summary><c>struct msghdr</c>. Where the C library has 32-bit lengths (musl), the padding beside them is the other half of ours.</summary>
    private struct MessageHeader
    {
        public nint Name;
        public nint NameLength;
        public IoVector* Pieces;
        public nint PieceCount;
        public nint Control;
        public nint ControlLength;
        public nint Flags;
    }
}
