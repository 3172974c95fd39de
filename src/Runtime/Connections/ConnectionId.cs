using System.Buffers.Text;
using System.Security.Cryptography;

namespace WebSockets.Connections;

/// <summary>Makes connection ids: 128 random bits, because whoever knows an id may send to it in apps that let clients name their targets.</summary>
internal static class ConnectionId
{
    public static string Next()
    {
        Span<byte> random = stackalloc byte[16];
        RandomNumberGenerator.Fill(random);
        return Base64Url.EncodeToString(random);
    }
}
