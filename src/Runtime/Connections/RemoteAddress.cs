using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace WebSockets.Connections;

/// <summary>Whose connections are counted together: an IPv4 address, or the first bits of an IPv6 address, of which a subscriber has all others.</summary>
internal readonly record struct RemoteAddress(bool IsIPv6, UInt128 Bits)
{
    /// <summary>Null where there is no address, as over a Unix domain socket.</summary>
    /// <param name="address">The address.</param>
    /// <param name="prefixLength">How many bits of an IPv6 address count: 1 to 128.</param>
    public static RemoteAddress? Of(IPAddress? address, int prefixLength)
    {
        if (address is null)
        {
            return null;
        }

        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out _);
        if (address.AddressFamily == AddressFamily.InterNetwork)
        {
            return new(false, BinaryPrimitives.ReadUInt32BigEndian(bytes));
        }

        return address.IsIPv4MappedToIPv6
            ? new(false, BinaryPrimitives.ReadUInt32BigEndian(bytes[12..]))
            : new(true, BinaryPrimitives.ReadUInt128BigEndian(bytes) >> (128 - prefixLength));
    }
}
