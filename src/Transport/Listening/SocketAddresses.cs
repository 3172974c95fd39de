using System.Buffers.Binary;
using System.Net;
using WebSockets.Transport.Native;

namespace WebSockets.Transport.Listening;

/// <summary>Reads the addresses that the system writes: <c>struct sockaddr_in</c> and <c>sockaddr_in6</c>.</summary>
internal static unsafe class SocketAddresses
{
    /// <summary>More than any of them has.</summary>
    public const int MaxSize = 128;

    private const int AF_INET = 2;
    private const int AF_INET6 = 10;

    /// <summary>The address; null for one that is no IP address.</summary>
    public static IPEndPoint? Read(ReadOnlySpan<byte> address)
    {
        if (address.Length < 2)
        {
            return null;
        }

        return BitConverter.ToUInt16(address) switch
        {
            AF_INET => new IPEndPoint(new IPAddress(address.Slice(4, 4)), Port(address)),
            AF_INET6 => new IPEndPoint(new IPAddress(address.Slice(8, 16), BitConverter.ToUInt32(address[24..])), Port(address)),
            _ => null,
        };
    }

    /// <summary>The address of our side of a connection.</summary>
    public static IPEndPoint? LocalOf(int socket)
    {
        var address = stackalloc byte[MaxSize];
        var length = MaxSize;
        return Libc.getsockname(socket, address, &length) == 0 ? Read(new ReadOnlySpan<byte>(address, length)) : null;
    }

    private static int Port(ReadOnlySpan<byte> address) => BinaryPrimitives.ReadUInt16BigEndian(address[2..]);
}
