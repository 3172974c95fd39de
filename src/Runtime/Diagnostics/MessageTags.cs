namespace WebSockets.Diagnostics;

/// <summary>What is told of each message of one name, made once: to count a message makes no garbage.</summary>
internal sealed class MessageTags
{
    private readonly KeyValuePair<string, object?>[] _received;
    private readonly KeyValuePair<string, object?>[] _sent;

    public MessageTags(string handler, string name)
    {
        SpanName = $"{handler} {name}";
        _received = [new(Tags.Handler, handler), new(Tags.MessageName, name), new(Tags.Direction, Tags.Receive)];
        _sent = [.. _received.AsSpan(0, 2), new(Tags.Direction, Tags.Transmit)];
    }

    public string SpanName { get; }

    /// <summary>Handler, name, and that it was received.</summary>
    public ReadOnlySpan<KeyValuePair<string, object?>> Received => _received;

    /// <summary>Handler, name, and that it was sent.</summary>
    public ReadOnlySpan<KeyValuePair<string, object?>> Sent => _sent;

    /// <summary>Handler and name.</summary>
    public ReadOnlySpan<KeyValuePair<string, object?>> Named => _received.AsSpan(0, 2);

    public KeyValuePair<string, object?> Handler => _received[0];

    public KeyValuePair<string, object?> Name => _received[1];
}
