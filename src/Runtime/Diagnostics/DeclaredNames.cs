using System.Text;
using WebSockets.CompilerServices;
using WebSockets.Messages;

namespace WebSockets.Diagnostics;

/// <summary>The names that a handler's methods have, found by those of messages.</summary>
/// <remarks>What is counted by name is counted by these, so that a peer with many names cannot make as many series of numbers.</remarks>
internal sealed class DeclaredNames
{
    private readonly Dictionary<byte[], MessageTags>.AlternateLookup<ReadOnlySpan<byte>> _names;
    private readonly Dictionary<long, MessageTags> _numbers;

    public DeclaredNames(WebSocketHandlerDefinition definition)
    {
        var tags = new Dictionary<byte[], MessageTags>(Utf8Comparer.Instance);
        foreach (var name in definition.Messages)
        {
            tags[Encoding.UTF8.GetBytes(name)] = new MessageTags(definition.Name, name);
        }

        _names = tags.GetAlternateLookup<ReadOnlySpan<byte>>();
        _numbers = definition.MessageNumbers.ToDictionary(number => number, number => new MessageTags(definition.Name, new MessageName(number).Text));
    }

    /// <summary>Null: no method has the name.</summary>
    public MessageTags? Find(WebSocketMessageContext message) =>
        message.Number is { } number ? _numbers.GetValueOrDefault(number) : _names.TryGetValue(message.Name, out var tags) ? tags : null;

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
