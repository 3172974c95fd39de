using System.Security.Cryptography;
using System.Text;

namespace WebSockets.Generator.Discovery;

/// <summary>Stands for texts that are compared often and would be long to keep.</summary>
internal static class Fingerprint
{
    public static string Of(IEnumerable<string> texts)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var text in texts)
        {
            // The length before each text keeps two of them from reading as another two.
            hash.AppendData(BitConverter.GetBytes(text.Length));
            hash.AppendData(Encoding.Unicode.GetBytes(text));
        }

        return Convert.ToBase64String(hash.GetHashAndReset());
    }
}
