using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using WebSockets.Channels;
using WebSockets.Framing;
using WebSockets.Messages;

namespace WebSockets;

/// <summary>
/// Connections that a message is sent to, each once, however many of the targets it fits. Who they are is decided anew by each send.
/// </summary>
/// <remarks>
/// A message is encoded once for all. Members that have closed are passed over, and one that does not read never holds up the others: see
/// <see cref="WebSocketHandlerOptions.SlowConsumer"/>, and <see cref="With"/> for another policy. Under <see cref="SlowConsumerPolicy.Wait"/> a send
/// completes when the slowest has room.
/// A token that is cancelled before a send stops it; one that is cancelled later ends the wait. Memory that is sent is copied before the call returns.
/// </remarks>
public readonly struct WebSocketGroup
{
    private readonly ChannelHub? _hub;
    private readonly WebSocketConnection? _sender;
    private readonly FewTargets _few;
    private readonly WebSocketTarget[]? _many;
    private readonly int _count;
    private readonly SlowConsumerPolicy? _policy;
    private readonly string? _key;

    internal WebSocketGroup(ChannelHub hub, WebSocketConnection? sender, ReadOnlySpan<WebSocketTarget> targets)
    {
        _hub = hub;
        _sender = sender;
        _count = targets.Length;
        if (_count <= FewTargets.Length)
        {
            targets.CopyTo(_few);
        }
        else
        {
            _many = targets.ToArray();
        }
    }

    private WebSocketGroup(in WebSocketGroup group, SlowConsumerPolicy policy, string? key)
    {
        this = group;
        _policy = policy;
        _key = key;
    }

    [UnscopedRef]
    private ReadOnlySpan<WebSocketTarget> Targets => _many ?? ((ReadOnlySpan<WebSocketTarget>)_few)[.._count];

    /// <summary>The same connections, to be sent to with another policy for slow consumers than the handler's.</summary>
    /// <param name="policy">What becomes of messages for a member that does not read fast enough.</param>
    /// <param name="key">
    /// Under <see cref="SlowConsumerPolicy.Latest"/>, what names the messages of which only the newest waits, compared by its characters. Null: the message's name, or without one its
    /// type; all text messages have one key, and all binary messages another.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such policy.</exception>
    /// <example><code>await connections.To(symbol).With(SlowConsumerPolicy.Latest, key: symbol).SendAsync(quote);</code></example>
    public WebSocketGroup With(SlowConsumerPolicy policy, string? key = null) =>
        Enum.IsDefined(policy) ? new(this, policy, key) : throw new ArgumentOutOfRangeException(nameof(policy), policy, "There is no such policy.");

    /// <summary>Sends a message to every member: in its envelope if its type has [Message], else as plain JSON.</summary>
    /// <exception cref="NotSupportedException">The JSON options know nothing of the type.</exception>
    /// <exception cref="InvalidOperationException">The message belongs into a flat envelope, and its JSON is not an object.</exception>
    public ValueTask SendAsync<T>(T message, CancellationToken ct = default) => SendMessage(message, null, ct);

    /// <summary>Sends a message on as it arrived, text or binary, to every member.</summary>
    public ValueTask SendAsync(WebSocketMessage message, CancellationToken ct = default) => SendOn(message, null, ct);

    /// <summary>Sends a text message to every member.</summary>
    /// <exception cref="ArgumentException">The text holds an unpaired surrogate.</exception>
    public ValueTask SendTextAsync(string text, CancellationToken ct = default) => SendText(text, null, ct);

    /// <summary>Sends a text message to every member.</summary>
    /// <param name="utf8">The text in UTF-8.</param>
    /// <param name="ct">Ends the wait, where there is one.</param>
    /// <exception cref="ArgumentException">It is not UTF-8.</exception>
    public ValueTask SendTextAsync(ReadOnlyMemory<byte> utf8, CancellationToken ct = default) => SendRaw(FrameOpcode.Text, utf8, null, ct);

    /// <summary>Sends a binary message to every member.</summary>
    public ValueTask SendBinaryAsync(ReadOnlyMemory<byte> bytes, CancellationToken ct = default) => SendRaw(FrameOpcode.Binary, bytes, null, ct);

    /// <summary>Sends a message to every member but the connection that the group was asked of.</summary>
    /// <exception cref="NotSupportedException">The JSON options know nothing of the type.</exception>
    /// <exception cref="InvalidOperationException">The message belongs into a flat envelope, and its JSON is not an object.</exception>
    public ValueTask BroadcastAsync<T>(T message, CancellationToken ct = default) => SendMessage(message, _sender, ct);

    /// <summary>Sends a message on as it arrived, text or binary, to every member but the connection that the group was asked of.</summary>
    public ValueTask BroadcastAsync(WebSocketMessage message, CancellationToken ct = default) => SendOn(message, _sender, ct);

    /// <summary>Sends a text message to every member but the connection that the group was asked of.</summary>
    /// <exception cref="ArgumentException">The text holds an unpaired surrogate.</exception>
    public ValueTask BroadcastTextAsync(string text, CancellationToken ct = default) => SendText(text, _sender, ct);

    /// <summary>Sends a text message, given in UTF-8, to every member but the connection that the group was asked of.</summary>
    /// <exception cref="ArgumentException">It is not UTF-8.</exception>
    public ValueTask BroadcastTextAsync(ReadOnlyMemory<byte> utf8, CancellationToken ct = default) => SendRaw(FrameOpcode.Text, utf8, _sender, ct);

    /// <summary>Sends a binary message to every member but the connection that the group was asked of.</summary>
    public ValueTask BroadcastBinaryAsync(ReadOnlyMemory<byte> bytes, CancellationToken ct = default) => SendRaw(FrameOpcode.Binary, bytes, _sender, ct);

    private ValueTask SendMessage<T>(T message, WebSocketConnection? except, CancellationToken ct)
    {
        if (_hub?.Messages is not { } messages)
        {
            return default; // the handler is not mapped, so nobody is connected to it
        }

        using var frame = FrameBuilder.Rent();
        messages.Write(frame, message, default);
        return SendFrame(frame, except, ct);
    }

    private ValueTask SendText(string text, WebSocketConnection? except, CancellationToken ct)
    {
        using var frame = FrameBuilder.Rent();
        frame.WriteText(text);
        return SendFrame(frame, except, ct);
    }

    private ValueTask SendOn(in WebSocketMessage message, WebSocketConnection? except, CancellationToken ct)
    {
        using var frame = FrameBuilder.Rent();
        frame.WriteMessage(message);
        return SendFrame(frame, except, ct);
    }

    private ValueTask SendRaw(FrameOpcode opcode, ReadOnlyMemory<byte> payload, WebSocketConnection? except, CancellationToken ct)
    {
        using var frame = FrameBuilder.Rent();
        frame.WriteRaw(opcode, payload.Span);
        return SendFrame(frame, except, ct);
    }

    private ValueTask SendFrame(FrameBuilder frame, WebSocketConnection? except, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        if (_hub is null)
        {
            return default;
        }

        frame.Policy = _policy;
        frame.Key = _key ?? frame.Key;
        var delivery = new Delivery(frame, except, ct);
        var targets = Targets;
        if (targets.Length == 1)
        {
            delivery.SendTo(_hub, targets[0]);
        }
        else
        {
            delivery.SendToEach(_hub, targets);
        }

        return delivery.Completion;
    }

    // As many as are written out in a call; they lie in the group itself, so that it makes no garbage.
    [InlineArray(Length)]
    private struct FewTargets
    {
        public const int Length = 4;

        private WebSocketTarget _first;
    }
}
