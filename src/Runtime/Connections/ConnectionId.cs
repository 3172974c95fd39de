using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;

namespace WebSockets.Connections;

/// <summary>Makes connection ids: 128 random bits, because any client that knows an id may send to it in apps that let clients name their targets.</summary>
/// <remarks>The mark makes the form an id's alone: an app's own random names, as of a GUID in base64url, do not have it.</remarks>
internal static class ConnectionId
{
    private const char Mark = '~'; // needs no escape in a URL or in JSON
    private const int Size = 16;
    private const int Length = 23;

    private static readonly SearchValues<char> Characters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");

    public static string Next()
    {
        Span<byte> random = stackalloc byte[Size];
        RandomNumberGenerator.Fill(random);
        Span<char> id = stackalloc char[Length];
        id[0] = Mark;
        Base64Url.EncodeToChars(random, id[1..]);
        return new string(id);
    }

    /// <summary>Whether a name has the form of an id, of a connection that is open or of none.</summary>
    public static bool IsForm(string name) => name.Length == Length && name[0] == Mark && !name.AsSpan(1).ContainsAnyExcept(Characters);
}
