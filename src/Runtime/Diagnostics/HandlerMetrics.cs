using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Net.WebSockets;
using Microsoft.AspNetCore.Http;
using WebSockets.CompilerServices;
using WebSockets.Messages;

namespace WebSockets.Diagnostics;

/// <summary>Counts and measures what happens to one handler's connections.</summary>
/// <remarks>Each method asks whether somebody listens before it does anything. None makes garbage, but those for what does not happen with each message.</remarks>
internal sealed class HandlerMetrics
{
    private readonly WebSocketTelemetry _telemetry;

    // Those that are asked for with each message lie nearer.
    private readonly Counter<long> _messages;
    private readonly Counter<long> _io;
    private readonly Histogram<double> _handlerDuration;
    private readonly ActivitySource _source;

    private readonly TimeProvider _time;
    private readonly KeyValuePair<string, object?> _handler;
    private readonly DeclaredNames _received;
    private readonly ConcurrentDictionary<string, MessageTags> _sent = new(StringComparer.Ordinal);
    private readonly MessageTags _other;
    private readonly MessageTags _text;
    private readonly MessageTags _binary;

    public HandlerMetrics(WebSocketTelemetry telemetry, WebSocketHandlerDefinition definition, TimeProvider time)
    {
        _telemetry = telemetry;
        _messages = telemetry.Messages;
        _io = telemetry.Io;
        _handlerDuration = telemetry.HandlerDuration;
        _source = telemetry.Source;
        _time = time;
        _handler = new(Tags.Handler, definition.Name);
        _received = new DeclaredNames(definition);
        _other = new MessageTags(definition.Name, Tags.Other);
        _text = new MessageTags(definition.Name, Tags.Text);
        _binary = new MessageTags(definition.Name, Tags.Binary);
    }

    /// <summary>Somebody counts, measures or traces messages that come in.</summary>
    public bool WatchesReceived => _messages.Enabled || _io.Enabled || _handlerDuration.Enabled || _source.HasListeners();

    /// <summary>Somebody counts handshakes.</summary>
    public bool WatchesHandshakes => _telemetry.Handshakes.Enabled;

    /// <summary>Somebody counts messages that go out.</summary>
    public bool WatchesSent => _messages.Enabled || _io.Enabled;

    /// <summary>The tags of a message that came in: of its own name only if a method has that name.</summary>
    public MessageTags TagsOf(WebSocketMessageType type, WebSocketMessageContext message) =>
        type == WebSocketMessageType.Binary ? _binary : message.HasName ? _received.Find(message) ?? _other : _text;

    public void Received(MessageTags message, long length)
    {
        _messages.TryAdd(1, message.Received);
        _io.TryAdd(length, message.Received);
    }

    /// <summary>A frame was accepted for one peer.</summary>
    public void Sent(FrameBuilder frame)
    {
        var message = TagsOf(frame.CountedName);
        _messages.TryAdd(1, message.Sent);
        _io.TryAdd(frame.Payload.Length, message.Sent);
    }

    /// <summary>Messages were not accepted for one peer, or waited for it and were dropped.</summary>
    /// <param name="name">By which they are counted.</param>
    /// <param name="count">How many.</param>
    public void Dropped(string name, long count)
    {
        if (_telemetry.DroppedMessages.Enabled)
        {
            _telemetry.DroppedMessages.TryAdd(count, TagsOf(name).Named);
        }
    }

    /// <summary>A message came too soon.</summary>
    public void RateLimited() => _telemetry.RateLimitedMessages.TryAdd(1, _handler);

    /// <summary>When the handling of a message began; 0 if nobody wants to know.</summary>
    public long HandlingStarts() => _handlerDuration.Enabled ? _time.GetTimestamp() : 0;

    public void Handled(MessageTags message, long since, string? error)
    {
        if (since == 0)
        {
            return;
        }

        var duration = _time.GetElapsedTime(since).TotalSeconds;
        if (error is null)
        {
            _handlerDuration.TryRecord(duration, message.Named);
        }
        else
        {
            _handlerDuration.TryRecord(duration, message.Handler, message.Name, new(Tags.ErrorType, error));
        }
    }

    /// <summary>When a message began to wait for those before it; 0 if nobody wants to know.</summary>
    public long WaitStarts() => _telemetry.QueueDuration.Enabled ? _time.GetTimestamp() : 0;

    public void Waited(long since)
    {
        if (since != 0)
        {
            _telemetry.QueueDuration.TryRecord(_time.GetElapsedTime(since).TotalSeconds, _handler);
        }
    }

    /// <param name="kind">One of <see cref="ErrorKind"/>.</param>
    public void Error(string kind) => _telemetry.Errors.TryAdd(1, _handler, new(Tags.ErrorType, kind));

    /// <summary>A handshake has become a connection.</summary>
    public void HandshakeAccepted(int status) => Handshake("accepted", status);

    /// <summary>A handshake has ended without a connection.</summary>
    /// <param name="answer">The status of the answer, if there was one. Without, the server's own is 500.</param>
    /// <param name="isAborted">The client is gone.</param>
    public void HandshakeRefused(int? answer, bool isAborted)
    {
        if (answer is null && isAborted)
        {
            Handshake("abandoned", null);
        }
        else
        {
            var status = answer ?? StatusCodes.Status500InternalServerError;
            Handshake(status == StatusCodes.Status500InternalServerError ? "failed" : "refused", status);
        }
    }

    public void Closed(WebSocketCloseStatus? status, string initiator) =>
        _telemetry.Closes.TryAdd(1, _handler, new(Tags.CloseCode, Tags.Code(status)), new(Tags.CloseInitiator, initiator));

    /// <param name="outcome">One of a few words.</param>
    /// <param name="status">The status of the answer, if there was one.</param>
    private void Handshake(string outcome, int? status)
    {
        if (!WatchesHandshakes)
        {
            return;
        }

        var result = new KeyValuePair<string, object?>(Tags.Outcome, outcome);
        if (status is null)
        {
            _telemetry.Handshakes.TryAdd(1, _handler, result);
        }
        else
        {
            _telemetry.Handshakes.TryAdd(1, _handler, result, new(Tags.ResponseStatus, status));
        }
    }

    // The names of what is sent are those of the app's types.
    private MessageTags TagsOf(string name) => name switch
    {
        Tags.Text => _text,
        Tags.Binary => _binary,
        _ => _sent.GetOrAdd(name, static (name, handler) => new MessageTags(handler, name), (string)_handler.Value!),
    };
}
