using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace WebSockets.Connections;

/// <summary>Whose connections are counted together: an IPv4 address, or the first 64 bits of an IPv6 address, which is what one subscriber has.</summary>
internal readonly record struct RemoteAddress(bool IsIPv6, ulong Bits)
{
    /// <summary>Null where there is no address, as over a Unix domain socket.</summary>
    public static RemoteAddress? Of(IPAddress? address)
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

        return address.IsIPv4MappedToIPv6 ? new(false, BinaryPrimitives.ReadUInt32BigEndian(bytes[12..])) : new(true, BinaryPrimitives.ReadUInt64BigEndian(bytes));
    }
}
