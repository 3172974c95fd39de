using System.Text;

namespace WebSockets.Diagnostics;

/// <summary>The names that a handler's methods have, found by the bytes of a message.</summary>
/// <remarks>What is counted by name is counted by these, so that a peer with many names cannot make as many series of numbers.</remarks>
internal sealed class DeclaredNames
{
    private readonly Dictionary<byte[], MessageTags>.AlternateLookup<ReadOnlySpan<byte>> _names;

    public DeclaredNames(string handler, IEnumerable<string> names)
    {
        var tags = new Dictionary<byte[], MessageTags>(Utf8Comparer.Instance);
        foreach (var name in names)
        {
            tags[Encoding.UTF8.GetBytes(name)] = new MessageTags(handler, name);
        }

        _names = tags.GetAlternateLookup<ReadOnlySpan<byte>>();
    }

    public MessageTags? Find(ReadOnlySpan<byte> name) => _names.TryGetValue(name, out var tags) ? tags : null;

    private sealed class Utf8Comparer : IEqualityComparer<byte[]>, IAlternateEqualityComparer<ReadOnlySpan<byte>, byte[]>
    {
        public static readonly Utf8Comparer Instance = new();

        public bool Equals(byte[]? x, byte[]? y) => x.AsSpan().SequenceEqual(y);

        public int GetHashCode(byte[] obj) => GetHashCode(obj.AsSpan());

        public bool Equals(ReadOnlySpan<byte> alternate, byte[] other) => alternate.SequenceEqual(other);

        public byte[] Create(ReadOnlySpan<byte> alternate) => alternate.ToArray();

        public int GetHashCode(ReadOnlySpan<byte> alternate)
        {
            var hash = default(HashCode);
            hash.AddBytes(alternate);
            return hash.ToHashCode();
        }
    }
}
