using System.Diagnostics;
using System.Net.WebSockets;
using System.Security.Claims;
using WebSockets.CompilerServices;
using WebSockets.Connections;
using WebSockets.Diagnostics;
using WebSockets.Framing;
using WebSockets.Hosting;
using WebSockets.Messages;

namespace WebSockets;

/// <summary>One open WebSocket connection, as the server sees it.</summary>
/// <remarks>
/// <para>Every member may be used from any thread, at any time. Frames of concurrent sends never mix; those of one thread arrive in its order.</para>
/// <para>A send completes when the message is accepted, not when the peer has it, and never waits for the peer, unless
/// <see cref="WebSocketHandlerOptions.SlowConsumer"/> is <see cref="SlowConsumerPolicy.Wait"/>. A send to a connection that has closed does nothing:
/// that it closed is for [OnClose] and <see cref="Closed"/> to tell.</para>
/// </remarks>
public sealed class WebSocketConnection
{
    // RFC 6455 has no name for it, IANA's registry does.
    private const WebSocketCloseStatus TryAgainLater = (WebSocketCloseStatus)1013;

    private readonly ConnectionTransport _transport;
    private readonly Lock _gate = new();
    private readonly Lock _transportGate = new();
    private bool _isReleased;
    private ConnectionItems? _items;
    private CancellationTokenSource? _closed;
    private bool _isEnded;
    private OwnHandlers _ownHandlers = OwnHandlers.None;
    private ClaimsPrincipal _user;
    private ClaimsPrincipal?[]? _schemeUsers;

    internal WebSocketConnection(ConnectionTransport transport, HandlerMapping mapping, ClaimsPrincipal user, string? protocol, int windowBits)
    {
        _transport = transport;
        Mapping = mapping;
        _user = user;
        Protocol = protocol;
        WindowBits = windowBits;
        Id = ConnectionId.Next();
        Channels = new WebSocketChannels(this, mapping.Hub);
        Output = new ConnectionOutput(transport.Output, mapping.Options.MaxPendingSendBytes, mapping.Budget);
        Life = new ConnectionLife(this);
    }

    /// <summary>
    /// Names the connection: <c>~</c> and 22 characters of base64url (RFC 4648, section 5) that cannot be guessed, unique for all time. Also the name of a channel with this connection
    /// alone, which no other can join.
    /// </summary>
    public string Id { get; }

    /// <summary>
    /// Who is connected: the principal that <see cref="RefreshUser"/> was last given, else the one that [OnLogin] returned, else the request's. Never null; not
    /// authenticated if nobody was.
    /// </summary>
    public ClaimsPrincipal User => Volatile.Read(ref _user);

    /// <summary>The subprotocol that was agreed on; null if none was.</summary>
    public string? Protocol { get; }

    /// <summary>Whatever the app wants to keep with the connection. The value of a key that is not there is null.</summary>
    public IDictionary<object, object?> Items =>
        _items ?? Interlocked.CompareExchange(ref _items, new(), null) ?? _items;

    /// <summary>The channels that the connection is in.</summary>
    public WebSocketChannels Channels { get; }

    /// <summary>
    /// Is cancelled when the connection has ended: the peer vanished, or the closing handshake is over, or a handler has not finished
    /// <see cref="WebSocketHandlerOptions.CloseTimeout"/> after the peer's close frame, or a method took longer than <see cref="WebSocketHandlerOptions.MessageTimeout"/>.
    /// </summary>
    public CancellationToken Closed
    {
        get
        {
            lock (_gate)
            {
                return _isEnded ? new CancellationToken(true) : (_closed ??= new()).Token;
            }
        }
    }

    /// <summary>How many bytes were accepted by a send and not yet handed to the transport.</summary>
    public long PendingBytes => Output.PendingLength;

    /// <summary>
    /// How many messages for this connection were dropped because its peer does not read fast enough: what <see cref="SlowConsumerPolicy.Drop"/> did not take,
    /// and what <see cref="SlowConsumerPolicy.Latest"/> replaced by a newer one or had no room for.
    /// </summary>
    public long DroppedMessages => Output.DroppedMessages;

    internal HandlerMapping Mapping { get; }

    /// <summary>When the user's authentication expires; null: nobody asks.</summary>
    internal Expiration? Expiration { get; set; }

    /// <summary>Whom the handshake's request was authenticated as by the schemes that message methods name: see <see cref="UserFor"/>.</summary>
    internal ClaimsPrincipal?[]? SchemeUsers
    {
        init => _schemeUsers = value;
    }

    /// <summary>Whether <see cref="Closed"/> is cancelled.</summary>
    internal bool IsEnded => Volatile.Read(ref _isEnded);

    internal ConnectionOutput Output { get; }

    internal ConnectionLife Life { get; }

    /// <summary>Messages may be compressed, both ways.</summary>
    internal bool Compresses => WindowBits > 0;

    /// <summary>The peer inflates with a window of 2 to the power of this; 0: nothing is compressed.</summary>
    internal int WindowBits { get; }

    /// <summary>The peer has sent what was not read yet.</summary>
    internal bool HasUnreadInput
    {
        get
        {
            lock (_transportGate)
            {
                return !_isReleased && _transport.HasUnreadInput;
            }
        }
    }

    /// <summary>What traces it, from its handshake to its end; null if nobody does.</summary>
    internal Activity? Span { get; set; }

    /// <summary>Handlers of this connection alone.</summary>
    internal OwnHandlers OwnHandlers => Volatile.Read(ref _ownHandlers);

    /// <summary>A method is running that does not end by itself (a stream of replies, [OnOpen]): the peer's close frame ends it at once.</summary>
    internal bool IsEndedByClose { get; set; }

    /// <summary>Sends a message: in its envelope if its type has [Message], else as plain JSON.</summary>
    /// <typeparam name="T">The message's type as it is declared, by which its name and its JSON are chosen; a derived class that has a name is sent as itself.</typeparam>
    /// <param name="message">The message.</param>
    /// <param name="ct">Cancels before the message is accepted, and ends the wait where there is one.</param>
    /// <exception cref="NotSupportedException">The JSON options know nothing of the type.</exception>
    /// <exception cref="InvalidOperationException">The message belongs into a flat envelope, and its JSON is not an object.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="ct"/> was cancelled.</exception>
    public ValueTask SendAsync<T>(T message, CancellationToken ct = default)
    {
        using var frame = FrameBuilder.Rent();
        Mapping.Messages.Write(frame, message, default);
        return SendFrameAsync(frame, ct);
    }

    /// <summary>Sends a message on as it arrived, text or binary, on whatever connection that was.</summary>
    /// <param name="message">The message. It is copied: its memory is not needed any more when the method returns.</param>
    /// <param name="ct">Cancels before the message is accepted, and ends the wait where there is one.</param>
    /// <exception cref="OperationCanceledException"><paramref name="ct"/> was cancelled.</exception>
    public ValueTask SendAsync(WebSocketMessage message, CancellationToken ct = default)
    {
        using var frame = FrameBuilder.Rent();
        frame.WriteMessage(message);
        return SendFrameAsync(frame, ct);
    }

    /// <summary>Sends a text message.</summary>
    /// <param name="text">The text.</param>
    /// <param name="ct">Cancels before the message is accepted, and ends the wait where there is one.</param>
    /// <exception cref="ArgumentException">The text holds an unpaired surrogate, which UTF-8 cannot carry (RFC 6455, section 8.1).</exception>
    /// <exception cref="OperationCanceledException"><paramref name="ct"/> was cancelled.</exception>
    public ValueTask SendTextAsync(string text, CancellationToken ct = default)
    {
        using var frame = FrameBuilder.Rent();
        frame.WriteText(text);
        return SendFrameAsync(frame, ct);
    }

    /// <summary>Sends a text message.</summary>
    /// <param name="utf8">The text in UTF-8.</param>
    /// <param name="ct">Cancels before the message is accepted, and ends the wait where there is one.</param>
    /// <exception cref="ArgumentException">It is not valid UTF-8.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="ct"/> was cancelled.</exception>
    public ValueTask SendTextAsync(ReadOnlyMemory<byte> utf8, CancellationToken ct = default) => SendRawAsync(FrameOpcode.Text, utf8, ct);

    /// <summary>Sends a binary message.</summary>
    /// <param name="bytes">The payload. It is copied: the memory is the caller's again when the method returns.</param>
    /// <param name="ct">Cancels before the message is accepted, and ends the wait where there is one.</param>
    /// <exception cref="OperationCanceledException"><paramref name="ct"/> was cancelled.</exception>
    public ValueTask SendBinaryAsync(ReadOnlyMemory<byte> bytes, CancellationToken ct = default) => SendRawAsync(FrameOpcode.Binary, bytes, ct);

    /// <summary>
    /// Starts the closing handshake (RFC 6455, section 7.1.2): after the close frame nothing more is sent. Does nothing if the connection is
    /// closing already. It does not wait for the peer's answer: [OnClose] runs when that has come, or after <see cref="WebSocketHandlerOptions.CloseTimeout"/>.
    /// </summary>
    /// <param name="status">Why: 1000 to 1003, 1007 to 1014, or 3000 to 4999; <see cref="WebSocketCloseStatus.Empty"/> sends no status.</param>
    /// <param name="reason">For the peer's log: at most 123 bytes of UTF-8 are sent, cut at a whole character.</param>
    /// <param name="ct">Cancels before the close frame is sent.</param>
    /// <exception cref="ArgumentOutOfRangeException">The status may not stand in a close frame (RFC 6455, section 7.4).</exception>
    public ValueTask CloseAsync(WebSocketCloseStatus status = WebSocketCloseStatus.NormalClosure, string? reason = null, CancellationToken ct = default)
    {
        if (status != WebSocketCloseStatus.Empty && !CloseCodes.IsLegalOnTheWire((int)status))
        {
            throw new ArgumentOutOfRangeException(nameof(status), (int)status, "The status may not stand in a close frame: use 1000 to 1003, 1007 to 1014, or 3000 to 4999.");
        }

        ct.ThrowIfCancellationRequested();
        Life.Close(status, reason);
        return default;
    }

    /// <summary>Drops the connection at once, without a close frame. The status that [OnClose] gets is null.</summary>
    public void Abort()
    {
        Output.Complete();
        lock (_transportGate)
        {
            if (!_isReleased)
            {
                _transport.Abort();
            }
        }
    }

    /// <summary>Picks connections of the same handler to send to: the members of channels, the connections of ids, and connections.</summary>
    public WebSocketGroup To(params ReadOnlySpan<WebSocketTarget> targets) => new(Mapping.Hub, this, targets);

    /// <summary>Sends to this connection with another policy for slow consumers than the handler's.</summary>
    /// <param name="policy">What becomes of messages while the peer does not read fast enough.</param>
    /// <param name="key">
    /// Under <see cref="SlowConsumerPolicy.Latest"/>, what names the messages of which only the newest waits, compared by its characters. Null: the message's name, or without one its
    /// type; all text messages have one key, and all binary messages another.
    /// </param>
    /// <returns>The connection, as a group of one.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such policy.</exception>
    public WebSocketGroup With(SlowConsumerPolicy policy, string? key = null) => new WebSocketGroup(Mapping.Hub, this, [this]).With(policy, key);

    /// <summary>
    /// Completes when the peer has taken so much that nothing waits for it and its transport has room, or when the connection has ended. At once, where that is so already.
    /// </summary>
    /// <remarks>
    /// For a sender that makes what it sends only as fast as the peer reads, whatever the policy. The peer need not have read what the
    /// transport holds. Where several wait, all go on at the same time.
    /// <code>
    /// foreach (var row in rows)
    /// {
    ///     await me.SendAsync(row, ct);
    ///     await me.WhenDrainedAsync(ct);
    /// }
    /// </code>
    /// </remarks>
    /// <param name="ct">Ends the wait.</param>
    /// <exception cref="OperationCanceledException"><paramref name="ct"/> was cancelled.</exception>
    public ValueTask WhenDrainedAsync(CancellationToken ct = default)
    {
        ct.ThrowIfCancellationRequested();
        return Output.IsFull ? new(Output.WhenDrained().WaitAsync(ct)) : default;
    }

    /// <summary>
    /// Adds a handler to this connection alone. It gets every message, after the class's own method, in the order of adding. The message's memory is
    /// only valid until the handler completes.
    /// </summary>
    /// <returns>Removes the handler when it is disposed.</returns>
    public IDisposable OnMessage(Func<WebSocketConnection, WebSocketMessage, ValueTask> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        var registration = new OwnHandlers.Registration(this, handler);
        lock (_gate)
        {
            Volatile.Write(ref _ownHandlers, _ownHandlers.Add(registration));
        }

        return registration;
    }

    /// <summary>
    /// Replaces <see cref="User"/>, as when the client has renewed its token. The message methods see the new one from the next message on, by their
    /// <see cref="ClaimsPrincipal"/> parameters and by [Authorize]. What the class's own [Authorize] asked for was asked at the handshake, and is not asked again.
    /// </summary>
    /// <param name="user">Who is connected now.</param>
    /// <param name="expires">
    /// When the authentication expires, in place of the time there was before, if <see cref="WebSocketHandlerOptions.CloseOnAuthenticationExpiration"/> is set; null: never.
    /// One that has passed closes the connection.
    /// </param>
    public void RefreshUser(ClaimsPrincipal user, DateTimeOffset? expires = null)
    {
        ArgumentNullException.ThrowIfNull(user);
        Volatile.Write(ref _user, user);
        Volatile.Write(ref _schemeUsers, null);
        if (Expiration is { } expiration)
        {
            Mapping.Expirations!.Change(expiration, expires);
        }
    }

    /// <summary>Whom the policy of a message method looks at: the user, unless it names authentication schemes, and then whom those have found.</summary>
    internal ClaimsPrincipal UserFor(int policy) => Volatile.Read(ref _schemeUsers)?[policy] ?? User;

    internal void Remove(OwnHandlers.Registration registration)
    {
        lock (_gate)
        {
            Volatile.Write(ref _ownHandlers, _ownHandlers.Remove(registration));
        }
    }

    internal ValueTask ReplyAsync<T>(T reply, WebSocketWriter<T> writer, ReadOnlySpan<byte> id)
    {
        using var frame = FrameBuilder.Rent();
        writer.Write(frame, reply, id);
        return SendFrameAsync(frame, default);
    }

    internal ValueTask ReplyErrorAsync(RequestError error, ReadOnlySpan<byte> id)
    {
        using var frame = FrameBuilder.Rent();
        Mapping.Messages.WriteError(frame, error, id);
        return SendFrameAsync(frame, default);
    }

    internal async ValueTask StreamAsync<T>(IAsyncEnumerable<T> replies, WebSocketMessageContext context, WebSocketWriter<T> writer)
    {
        if (replies is null)
        {
            return;
        }

        IsEndedByClose = true;
        Interlocked.MemoryBarrier(); // the loop sees the close first, and then looks for who is ended by it
        if (Life.IsClosing)
        {
            CancelClosed();
        }

        try
        {
            await foreach (var reply in replies.WithCancellation(Closed).ConfigureAwait(false))
            {
                await context.ReplyAsync(reply, writer).ConfigureAwait(false);
                await Output.WhenDrained().ConfigureAwait(false);
                if (Life.IsClosing)
                {
                    break;
                }
            }
        }
        finally
        {
            IsEndedByClose = false;
        }
    }

    /// <summary>Sends a frame that was encoded for one or for many, as the policy for slow consumers has it.</summary>
    internal ValueTask SendFrameAsync(FrameBuilder frame, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        var policy = frame.Policy ?? Mapping.Options.SlowConsumer;
        switch (Compresses && frame.IsWorthCompressing(WindowBits) ? Output.Send(frame.CompressedFrame(WindowBits), policy, frame.Key, frame.CountedName) : Output.Send(frame, policy))
        {
            case SendOutcome.Full when policy is SlowConsumerPolicy.Close or SlowConsumerPolicy.Wait:
                Mapping.Metrics.Dropped(frame.CountedName, 1);
                CloseSlow();
                return default;
            case SendOutcome.Accepted:
                Life.MessagesSent++;
                if (Mapping.WatchesSent)
                {
                    Tell(frame);
                }

                if (policy == SlowConsumerPolicy.Latest)
                {
                    TellDropped();
                }

                if (!Output.IsFull)
                {
                    return default;
                }

                Mapping.Budget.Enforce();
                return policy == SlowConsumerPolicy.Wait ? new(Output.WhenDrained().WaitAsync(ct)) : default;
            case SendOutcome.Full:
                TellDropped();
                return default;
            default:
                return default;
        }
    }

    /// <summary>More waits for all peers together than may, and the most for this one: what waits for it is dropped.</summary>
    internal void FreePending()
    {
        var stays = Mapping.Options.SlowConsumer is SlowConsumerPolicy.Drop or SlowConsumerPolicy.Latest;
        if (Life.IsClosing)
        {
            Abort();
            return;
        }

        Output.DropWaiting(counts: stays);
        if (stays)
        {
            TellDropped();
        }
        else
        {
            CloseSlow();
        }
    }

    /// <summary>The connection ends, or is about to, because something is wrong with it.</summary>
    /// <param name="kind">One of <see cref="ErrorKind"/>.</param>
    internal void Failed(string kind)
    {
        Mapping.Metrics.Error(kind);
        Span.Fail(kind);
    }

    /// <summary>
    /// Waits until the transport has taken what was sent. A peer that holds it up has CloseTimeout, and then the connection is dropped; if that does not get through in the same
    /// time either, what carries it is.
    /// </summary>
    internal async Task FinishSendingAsync()
    {
        var taken = Output.WhenWritable();
        if (!Output.IsGone && !await IsInTimeAsync(taken).ConfigureAwait(false))
        {
            Abort();
        }

        if (!await IsInTimeAsync(taken).ConfigureAwait(false))
        {
            _transport.AbortCarrier();
            await taken.ConfigureAwait(false);
        }
    }

    /// <summary>Lets go of the transport: from now on it serves other requests, which <see cref="Abort"/> must not touch.</summary>
    internal void Release()
    {
        Output.Complete();
        lock (_transportGate)
        {
            _isReleased = true;
        }
    }

    /// <summary>Cancels <see cref="Closed"/> on another thread, and may then drop the connection: what the app has registered may block it, and must not hold up who looks after other connections too.</summary>
    internal void CancelClosedElsewhere(bool drops = false) => ThreadPool.UnsafeQueueUserWorkItem(
        static item =>
        {
            item.Connection.CancelClosed();
            if (item.Drops)
            {
                item.Connection.Abort();
            }
        },
        (Connection: this, Drops: drops),
        preferLocal: false);

    /// <summary>Cancels <see cref="Closed"/>.</summary>
    internal void CancelClosed()
    {
        CancellationTokenSource? closed;
        lock (_gate)
        {
            _isEnded = true;
            closed = _closed;
        }

        try
        {
            closed?.Cancel();
        }
        catch (AggregateException e)
        {
            Log.CallbackFailed(Mapping.Logger, Mapping.Name, Id, e);
        }
    }

    private async ValueTask<bool> IsInTimeAsync(Task task)
    {
        try
        {
            await task.WaitAsync(Mapping.Options.CloseTimeout, Mapping.Time).ConfigureAwait(false);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    private void CloseSlow()
    {
        if (Life.Close(TryAgainLater, "Too slow."))
        {
            // Others may have come to the same end at the same time.
            Log.SlowConsumer(Mapping.Logger, Mapping.Name, Id);
            Failed(ErrorKind.SlowConsumer);
        }
    }

    // The frame was accepted.
    private void Tell(FrameBuilder frame)
    {
        if (Mapping.Metrics.WatchesSent)
        {
            Mapping.Metrics.Sent(frame);
        }

        Mapping.Traffic?.Sent(this, frame);
    }

    // Also what others have dropped, and are about to tell.
    private void TellDropped()
    {
        while (Output.TryTakeDropped(out var name, out var count))
        {
            Mapping.Metrics.Dropped(name, count);
        }
    }

    private ValueTask SendRawAsync(FrameOpcode opcode, ReadOnlyMemory<byte> payload, CancellationToken ct)
    {
        using var frame = FrameBuilder.Rent();
        frame.WriteRaw(opcode, payload.Span);
        return SendFrameAsync(frame, ct);
    }
}
