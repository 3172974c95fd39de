using System.Buffers;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using WebSockets.Diagnostics;
using WebSockets.Framing;
using WebSockets.Transports;

namespace WebSockets.Messages;

/// <summary>
/// Builds one frame, once, for all who get it: the payload is written behind room for a header, which is filled in at the end.
/// </summary>
/// <remarks>
/// <para>One is kept for each thread. It is taken out while in use, because a user's converter or property may send while it is being serialized.
/// Serialization runs here, not under a connection's lock.</para>
/// <para>On a thread that has a <see cref="TurnBuffer"/> the frame is built there, and sent from there.</para>
/// </remarks>
internal sealed class FrameBuilder : IBufferWriter<byte>, IDisposable
{
    private const int InitialSize = 512;
    private const int LargestKept = 128 * 1024;
    private const int SmallestCompressed = 128;
    private const int SmallestRoom = 1024;

    /// <summary>Of the header that most messages have. For another the payload is moved: frames that follow each other leave no gap.</summary>
    private const int HeaderRoom = 4;

    private static readonly object TextKey = new();
    private static readonly object BinaryKey = new();

    [ThreadStatic]
    private static FrameBuilder? t_cached;

    private byte[] _own = new byte[InitialSize];
    private byte[] _buffer;
    private TurnBuffer? _turn;
    private int _base;
    private int _payload;
    private int _end;
    private ArrayBufferWriter<byte>?[]? _compressed; // by the size of the window
    private Utf8JsonWriter? _json;
    private JsonSerializerOptions? _jsonOptions;

    private FrameBuilder() => _buffer = _own;

    public FrameOpcode Opcode { get; private set; }

    /// <summary>The name of the message in it, for those who count; null: it has none.</summary>
    public string? Name { get; set; }

    /// <summary>By which the message is counted.</summary>
    public string CountedName => Name ?? (Opcode == FrameOpcode.Text ? Tags.Text : Tags.Binary);

    /// <summary>The policy for slow consumers that the send named; null: the handler's.</summary>
    public SlowConsumerPolicy? Policy { get; set; }

    /// <summary>What the message takes the place of under <see cref="SlowConsumerPolicy.Latest"/>, and is itself replaced by; null: nothing, as it answers one request.</summary>
    public object? Key { get; set; }

    /// <summary>The frame, once <see cref="Complete"/> has been called.</summary>
    public ReadOnlySpan<byte> Frame => _buffer.AsSpan(_base, _end - _base);

    public ReadOnlySpan<byte> Payload => _buffer.AsSpan(_payload, _end - _payload);

    /// <summary>Whether the message is sent compressed to a peer of the window. Small payloads grow, or gain too little, and large ones cost too much for a small window.</summary>
    public bool IsWorthCompressing(int windowBits) => _end - _payload >= SmallestCompressed && Deflate.Fits(_end - _payload, windowBits);

    /// <summary>Where the next byte goes, for <see cref="At"/>, <see cref="Replace"/> and <see cref="Cut"/>.</summary>
    public int Position => _end - _payload;

    public static FrameBuilder Rent()
    {
        var builder = t_cached ?? new FrameBuilder();
        t_cached = null;
        builder.Begin();
        return builder;
    }

    public void Dispose()
    {
        LeaveTurn();
        (_compressed, Name, Policy, Key) = (null, null, null, null);
        if (_own.Length > LargestKept)
        {
            _own = new byte[InitialSize];
        }

        t_cached = this;
    }

    public void Complete(FrameOpcode opcode)
    {
        Opcode = opcode;
        var length = _end - _payload;
        var header = FrameWriter.HeaderSize(length);
        if (header != HeaderRoom)
        {
            Reserve(FrameWriter.MaxHeaderSize);
            Buffer.BlockCopy(_buffer, _payload, _buffer, _base + header, length);
            _payload = _base + header;
            _end = _payload + length;
        }

        FrameWriter.WriteHeader(_buffer.AsSpan(_base), opcode, length);
    }

    /// <summary>The frame in the turn's buffer, if it lies there. It then stays as it is until the turn ends.</summary>
    public bool TryKeep(out TurnPart part)
    {
        if (_turn is null)
        {
            part = default;
            return false;
        }

        _turn.End = _end;
        part = new TurnPart(_turn, _base, _end);
        return true;
    }

    /// <summary>The same message compressed; made when the first connection with such a window asks for it.</summary>
    public ReadOnlySpan<byte> CompressedFrame(int windowBits)
    {
        _compressed ??= new ArrayBufferWriter<byte>?[Deflate.MaxWindowBits + 1];
        return (_compressed[windowBits] ??= Compress(windowBits)).WrittenSpan;
    }

    public void Write(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(GetSpan(bytes.Length));
        _end += bytes.Length;
    }

    /// <summary>Makes a whole text frame.</summary>
    /// <exception cref="ArgumentException">The text holds an unpaired surrogate, which UTF-8 cannot carry.</exception>
    public void WriteText(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var destination = GetSpan(Encoding.UTF8.GetMaxByteCount(text.Length));
        if (Utf8.FromUtf16(text, destination, out _, out var written, replaceInvalidSequences: false) != OperationStatus.Done)
        {
            throw new ArgumentException("The text holds an unpaired surrogate, which cannot be sent as UTF-8.", nameof(text));
        }

        _end += written;
        CompleteRaw(FrameOpcode.Text);
    }

    /// <summary>Makes a whole frame of bytes.</summary>
    /// <exception cref="ArgumentException">The frame is text, and the bytes are not UTF-8 (RFC 6455, section 8.1).</exception>
    public void WriteRaw(FrameOpcode opcode, ReadOnlySpan<byte> payload)
    {
        if (opcode == FrameOpcode.Text && !Utf8.IsValid(payload))
        {
            throw new ArgumentException("A text message has to be valid UTF-8.", nameof(payload));
        }

        Write(payload);
        CompleteRaw(opcode);
    }

    /// <summary>Makes a whole frame of a message as it arrived.</summary>
    /// <exception cref="ArgumentException">The message is text, made by the app, and its bytes are not UTF-8 (RFC 6455, section 8.1).</exception>
    public void WriteMessage(in WebSocketMessage message)
    {
        if (message is { Type: WebSocketMessageType.Text, IsValidated: false } && !Utf8Validator.IsValid(message.Data))
        {
            throw new ArgumentException("A text message has to be valid UTF-8.", nameof(message));
        }

        Reserve((int)message.Data.Length);
        foreach (var piece in message.Data)
        {
            Write(piece.Span);
        }

        CompleteRaw(message.Type == WebSocketMessageType.Text ? FrameOpcode.Text : FrameOpcode.Binary);
    }

    /// <summary>Reads what was written at the position.</summary>
    public byte At(int position) => _buffer[_payload + position];

    /// <summary>Overwrites one byte that was written before.</summary>
    public void Replace(int position, byte value) => _buffer[_payload + position] = value;

    /// <summary>Takes back all from the position on.</summary>
    public void Cut(int position) => _end = _payload + position;

    /// <summary>A JSON writer that writes here, as the options say.</summary>
    public Utf8JsonWriter Json(JsonSerializerOptions options)
    {
        if (_json is null || _jsonOptions != options)
        {
            _jsonOptions = options;
            _json = new Utf8JsonWriter(this, new JsonWriterOptions
            {
                Encoder = options.Encoder,
                Indented = options.WriteIndented,
                IndentCharacter = options.IndentCharacter,
                IndentSize = options.IndentSize,
                MaxDepth = options.MaxDepth,
                NewLine = options.NewLine,
                SkipValidation = true,
            });
        }
        else
        {
            _json.Reset();
        }

        return _json;
    }

    public void Advance(int count) => _end += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _buffer.AsMemory(_end);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _buffer.AsSpan(_end);
    }

    private ArrayBufferWriter<byte> Compress(int windowBits)
    {
        var payload = new ArrayBufferWriter<byte>(Payload.Length);
        Deflate.Compress(Payload, payload, windowBits);
        var frame = new ArrayBufferWriter<byte>(payload.WrittenCount + FrameWriter.MaxHeaderSize);
        frame.Advance(FrameWriter.WriteHeader(frame.GetSpan(FrameWriter.MaxHeaderSize), Opcode, payload.WrittenCount, rsv1: true));
        frame.Write(payload.WrittenSpan);
        return frame;
    }

    private void CompleteRaw(FrameOpcode opcode)
    {
        Complete(opcode);
        Key = opcode == FrameOpcode.Text ? TextKey : BinaryKey;
    }

    private void Begin()
    {
        if (TurnBuffer.Current is { IsBusy: false } turn)
        {
            if (turn.Bytes.Length - turn.End < SmallestRoom)
            {
                turn.Empty();
            }

            turn.IsBusy = true;
            (_turn, _buffer, _base) = (turn, turn.Bytes, turn.End);
        }
        else
        {
            (_buffer, _base) = (_own, 0);
        }

        _payload = _end = _base + HeaderRoom;
    }

    private void LeaveTurn()
    {
        if (_turn is not null)
        {
            _turn.IsBusy = false;
            _turn = null;
        }
    }

    private void Reserve(int size)
    {
        size = Math.Max(size, 1);
        if (_buffer.Length - _end >= size)
        {
            return;
        }

        var length = _end - _base;
        if (_turn is not null && _base > 0 && _buffer.Length - length >= size)
        {
            _turn.Empty();
            MoveTo(_buffer);
            return;
        }

        var larger = new byte[Math.Max(_own.Length, checked(length + Math.Max(length, size) + FrameWriter.MaxHeaderSize))];
        MoveTo(larger);
        _own = larger;
        LeaveTurn();
    }

    private void MoveTo(byte[] buffer)
    {
        var length = _end - _base;
        Buffer.BlockCopy(_buffer, _base, buffer, 0, length);
        (_buffer, _payload, _base, _end) = (buffer, _payload - _base, 0, length);
    }
}
