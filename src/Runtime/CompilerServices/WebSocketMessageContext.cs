using System.Buffers;
using System.ComponentModel;
using System.Net.WebSockets;
using System.Security.Claims;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using WebSockets.Hosting;
using WebSockets.Messages;

namespace WebSockets.CompilerServices;

/// <summary>The message that a connection is handling: what generated dispatch reads it from, and replies through.</summary>
/// <remarks>
/// One per connection, used again for each message: messages are handled one at a time. The message's memory is the
/// transport's own; <see cref="HoldsMemory"/> keeps it from being given back while a method that took it is running.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class WebSocketMessageContext
{
    // An idle connection does not keep the room of the longest id that came.
    private const int LargestIdKept = 64;

    private readonly EnvelopeShape _shape;
    private Envelope _envelope;
    private WebSocketMessageType _type;
    private ReadOnlySequence<byte> _data;
    private ReadOnlyMemory<byte> _json;
    private byte[]? _joined;
    private byte[] _id = [];
    private int _idLength;
    private bool _whole;
    private ClaimsPrincipal? _user;

    internal WebSocketMessageContext(WebSocketConnection connection, EnvelopeShape shape)
    {
        Connection = connection;
        _shape = shape;
    }

    /// <summary>The connection that the message came from.</summary>
    public WebSocketConnection Connection { get; }

    /// <summary>Who may send the message, where its method has asked: the principal that the policy has looked at. Else the connection's user.</summary>
    public ClaimsPrincipal User
    {
        get => _user ?? Connection.User;
        internal set => _user = value;
    }

    /// <summary>The message's name in UTF-8; empty when it has none that is a string.</summary>
    public ReadOnlySpan<byte> Name => Kind == EnvelopeKind.Named ? _envelope.NameIn(_json.Span) : default;

    /// <summary>The message as it arrived.</summary>
    public WebSocketMessage Message
    {
        get
        {
            HoldsMemory = true;
            return new WebSocketMessage(_type, _data, isValidated: true);
        }
    }

    /// <summary>A method was given the transport's memory, which must stay as it is until that method completes.</summary>
    internal bool HoldsMemory { get; private set; }

    internal EnvelopeKind Kind => _envelope.Kind;

    internal bool HasName => _envelope.HasName;

    /// <summary>The message's name, where it is an integer.</summary>
    internal long? Number => _envelope.NumberIn(_json.Span);

    /// <summary>All of a text message.</summary>
    internal ReadOnlySpan<byte> Utf8 => Joined().Span;

    internal bool HasId => _idLength > 0;

    private ReadOnlySpan<byte> Id => _id.AsSpan(0, _idLength);

    private bool IsFlat => _envelope.HasName && !_whole && _shape.Payload is null;

    private bool IsWrapped => _envelope.HasName && !_whole && _shape.Payload is not null;

    /// <summary>The message is one of a type, of which nothing has been read. One whose type has a member of the id's name keeps it, and is no request.</summary>
    public WebSocketMessageContext Expect<T>(WebSocketReader<T> reader)
    {
        if (reader.HasOwnId && !IsWrapped)
        {
            _idLength = 0;
        }

        return this;
    }

    /// <summary>Reads the payload as JSON.</summary>
    /// <exception cref="WebSocketMessageException">It is not what <typeparamref name="T"/> needs, or null.</exception>
    public T Read<T>(WebSocketReader<T> reader) =>
        ReadNullable(reader) is { } payload ? payload : throw Malformed("its payload is null or missing.");

    /// <summary>Reads the payload as JSON, which may be null or missing.</summary>
    /// <exception cref="WebSocketMessageException">It is not what <typeparamref name="T"/> needs.</exception>
    public T? ReadNullable<T>(WebSocketReader<T> reader)
    {
        Expect(reader);
        var json = Json();
        if (json.IsEmpty && IsWrapped)
        {
            return default;
        }

        try
        {
            return reader.Read(IsFlat && reader.MindsEnvelope ? Envelope.WithoutMembers(json.Span, _shape, keepsId: reader.HasOwnId).WrittenSpan : json.Span, _shape.ReaderOptions);
        }
        catch (JsonException e)
        {
            throw Malformed("its payload is not valid.", e);
        }
        catch (NotSupportedException e) when (e.InnerException is NotSupportedException cause)
        {
            // The fault of the type. What JSON adds to what it says is where it stands in the payload, in the peer's own words.
            throw new NotSupportedException(cause.Message, cause);
        }
    }

    /// <summary>Reads the payload as a JSON element, which stays valid after the method has completed.</summary>
    /// <exception cref="WebSocketMessageException">It is not JSON.</exception>
    public JsonElement ReadElement()
    {
        var json = Json();
        if (json.IsEmpty && IsWrapped)
        {
            return default;
        }

        try
        {
            var reader = new Utf8JsonReader(json.Span, _shape.ReaderOptions);
            var element = JsonElement.ParseValue(ref reader);
            return reader.Read() ? throw Malformed("something follows its JSON.") : element;
        }
        catch (JsonException e)
        {
            throw Malformed("it is not JSON.", e);
        }
    }

    /// <summary>The payload as text: the whole message, or its payload property, which may be a JSON string or any other JSON.</summary>
    /// <exception cref="WebSocketMessageException">It is a JSON string that holds half a surrogate pair.</exception>
    public string ReadText()
    {
        if (!IsWrapped || _envelope.Payload.IsEmpty || _json.Span[_envelope.Payload.Start] != (byte)'"')
        {
            return Encoding.UTF8.GetString(Raw());
        }

        var reader = new Utf8JsonReader(Payload.Span);
        reader.Read();
        try
        {
            return Envelope.Text(ref reader);
        }
        catch (JsonException e)
        {
            throw Malformed("its payload is not text.", e);
        }
    }

    /// <summary>A copy of the payload's bytes.</summary>
    public byte[] ReadBytes() => Raw().ToArray();

    /// <summary>The payload's bytes, valid until the method completes.</summary>
    public ReadOnlyMemory<byte> ReadMemory()
    {
        HoldsMemory = true;
        return Json();
    }

    /// <summary>The payload's bytes where they lie, valid until the method completes.</summary>
    public ReadOnlySequence<byte> ReadSequence()
    {
        HoldsMemory = true;
        return Raw();
    }

    /// <summary>A stream over the payload's bytes, valid until the method completes.</summary>
    public Stream ReadStream() => new SequenceStream(ReadSequence());

    /// <summary>Checks what the search for the name has not seen, for a named method that takes no payload.</summary>
    /// <exception cref="WebSocketMessageException">It is not JSON.</exception>
    public void IgnorePayload()
    {
        try
        {
            Envelope.Validate(Joined().Span, _shape);
        }
        catch (JsonException e)
        {
            throw Malformed("it is not JSON.", e);
        }
    }

    /// <summary>Sends the reply, with the message's id. Null sends nothing.</summary>
    public ValueTask ReplyAsync<T>(T reply, WebSocketWriter<T> writer) =>
        reply is null ? default : Connection.ReplyAsync(reply, writer, Id);

    /// <summary>Sends the reply when it is there. No task is no reply.</summary>
    public ValueTask ReplyAsync<T>(Task<T>? reply, WebSocketWriter<T> writer) =>
        reply is null ? default : reply.IsCompletedSuccessfully ? ReplyAsync(reply.Result, writer) : AwaitReplyAsync(new ValueTask<T>(reply), writer);

    /// <summary>Sends the reply when it is there.</summary>
    public ValueTask ReplyAsync<T>(ValueTask<T> reply, WebSocketWriter<T> writer) =>
        reply.IsCompletedSuccessfully ? ReplyAsync(reply.Result, writer) : AwaitReplyAsync(reply, writer);

    /// <summary>
    /// Sends each item as a reply, no faster than the peer reads them, until the sequence or the connection ends.
    /// </summary>
    public ValueTask ReplyAsync<T>(IAsyncEnumerable<T>? replies, WebSocketWriter<T> writer) =>
        replies is null ? default : Connection.StreamAsync(replies, this, writer);

    /// <inheritdoc cref="ReplyAsync{T}(IAsyncEnumerable{T}, WebSocketWriter{T})"/>
    public ValueTask ReplyAsync<T>(ChannelReader<T>? replies, WebSocketWriter<T> writer) => ReplyAsync(replies?.ReadAllAsync(), writer);

    /// <summary>Sends each item as a reply, once the sequence is there.</summary>
    public async ValueTask ReplyAsync<T>(Task<IAsyncEnumerable<T>>? replies, WebSocketWriter<T> writer) =>
        await ReplyAsync(replies is null ? null : await replies.ConfigureAwait(false), writer).ConfigureAwait(false);

    /// <inheritdoc cref="ReplyAsync{T}(Task{IAsyncEnumerable{T}}, WebSocketWriter{T})"/>
    public async ValueTask ReplyAsync<T>(ValueTask<IAsyncEnumerable<T>> replies, WebSocketWriter<T> writer) =>
        await ReplyAsync(await replies.ConfigureAwait(false), writer).ConfigureAwait(false);

    /// <inheritdoc cref="ReplyAsync{T}(Task{IAsyncEnumerable{T}}, WebSocketWriter{T})"/>
    public async ValueTask ReplyAsync<T>(Task<ChannelReader<T>>? replies, WebSocketWriter<T> writer) =>
        await ReplyAsync(replies is null ? null : await replies.ConfigureAwait(false), writer).ConfigureAwait(false);

    /// <inheritdoc cref="ReplyAsync{T}(Task{IAsyncEnumerable{T}}, WebSocketWriter{T})"/>
    public async ValueTask ReplyAsync<T>(ValueTask<ChannelReader<T>> replies, WebSocketWriter<T> writer) =>
        await ReplyAsync(await replies.ConfigureAwait(false), writer).ConfigureAwait(false);

    /// <summary>Makes this the context of a message. Its name and id are looked for if the handler has named messages.</summary>
    internal void Start(WebSocketMessageType type, in ReadOnlySequence<byte> data, bool readEnvelope)
    {
        _type = type;
        _data = data;
        if (readEnvelope)
        {
            Envelope.Read(Joined().Span, _shape, out _envelope);
            KeepId(_envelope.Id.Of(_json.Span));
        }
    }

    /// <summary>The method that comes next is unnamed: its payload is the message, name and all.</summary>
    internal WebSocketMessageContext Whole()
    {
        _whole = true;
        return this;
    }

    internal void End()
    {
        if (_joined is not null)
        {
            ArrayPool<byte>.Shared.Return(_joined);
            _joined = null;
        }

        if (_idLength > LargestIdKept)
        {
            _id = [];
        }

        _envelope = default;
        _data = default;
        _json = default;
        _idLength = 0;
        _whole = false;
        _user = null;
        HoldsMemory = false;
    }

    /// <summary>Answers a request that failed, in fixed words: nothing of the exception leaves the server.</summary>
    internal ValueTask ReplyErrorAsync(RequestError error) => Connection.ReplyErrorAsync(error, Id);

    /// <summary>The message is still to be read: its memory must stay as it is until the method that is running completes.</summary>
    internal void HoldMemory() => HoldsMemory = true;

    internal WebSocketMessageException Unknown() =>
        _envelope.HasName
            ? new(WebSocketMessageError.Unknown, "No method handles messages of this name.", NameText)
            : new(WebSocketMessageError.Unknown, _type == WebSocketMessageType.Text ? "No method handles unnamed text messages." : "No method handles binary messages.");

    internal WebSocketMessageException Forbidden() =>
        new(WebSocketMessageError.Forbidden, "The connection's user may not send this message.", _envelope.HasName ? NameText : null);

    internal WebSocketMessageException Malformed(string why, Exception? inner = null) =>
        new(WebSocketMessageError.Malformed, "The message is malformed: " + why, _envelope.HasName ? NameText : null, inner is JsonException json ? Harmless(json) : inner);

    // It names properties as the peer has, and an app that logs it must not log lines of the peer's making.
    private static JsonException Harmless(JsonException exception)
    {
        for (Exception? part = exception; part is not null; part = part.InnerException)
        {
            if (!LogText.IsSafe(part.Message))
            {
                return new(LogText.Safe(exception.Message), exception.Path is { } path ? LogText.Safe(path) : null, exception.LineNumber, exception.BytePositionInLine);
            }
        }

        return exception;
    }

    // The id outlives the memory it came in: a method that has given the memory back may still reply.
    private void KeepId(ReadOnlySpan<byte> id)
    {
        if (_id.Length < id.Length)
        {
            _id = new byte[Math.Max(id.Length, 16)];
        }

        id.CopyTo(_id);
        _idLength = id.Length;
    }

    private string NameText => Encoding.UTF8.GetString(_envelope.NameIn(_json.Span));

    private ReadOnlyMemory<byte> Payload => _envelope.Payload.Of(_json);

    private ReadOnlySequence<byte> Raw() => IsWrapped ? new(Payload) : _data;

    private ReadOnlyMemory<byte> Json() => IsWrapped ? Payload : Joined();

    private async ValueTask AwaitReplyAsync<T>(ValueTask<T> reply, WebSocketWriter<T> writer) =>
        await ReplyAsync(await reply.ConfigureAwait(false), writer).ConfigureAwait(false);

    // A message that lies in several of the transport's blocks is joined once, for all who read it.
    private ReadOnlyMemory<byte> Joined()
    {
        if (_json.IsEmpty)
        {
            _json = _data.IsSingleSegment ? _data.First : Join();
        }

        return _json;
    }

    private ReadOnlyMemory<byte> Join()
    {
        var length = (int)_data.Length;
        _joined = ArrayPool<byte>.Shared.Rent(length);
        _data.CopyTo(_joined);
        return _joined.AsMemory(0, length);
    }
}
