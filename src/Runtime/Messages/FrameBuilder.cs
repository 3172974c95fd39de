using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using WebSockets.Framing;

namespace WebSockets.Messages;

/// <summary>
/// Builds one frame, once, for all who get it: the payload is written behind room for the longest header, which is filled in at the end.
/// </summary>
/// <remarks>
/// One is kept for each thread. It is taken out while in use, because a user's converter or property may send while it is being serialized.
/// Serialization runs here, not under a connection's lock.
/// </remarks>
internal sealed class FrameBuilder : IBufferWriter<byte>, IDisposable
{
    private const int InitialSize = 512;
    private const int LargestKept = 64 * 1024;
    private const int SmallestCompressed = 128;

    [ThreadStatic]
    private static FrameBuilder? t_cached;

    private byte[] _buffer = new byte[InitialSize];
    private int _end = FrameWriter.MaxHeaderSize;
    private int _start;
    private ArrayBufferWriter<byte>? _compressed;
    private Utf8JsonWriter? _json;
    private JsonSerializerOptions? _jsonOptions;

    private FrameBuilder()
    {
    }

    public FrameOpcode Opcode { get; private set; }

    /// <summary>The frame, once <see cref="Complete"/> has been called.</summary>
    public ReadOnlySpan<byte> Frame => _buffer.AsSpan(_start, _end - _start);

    public ReadOnlySpan<byte> Payload => _buffer.AsSpan(FrameWriter.MaxHeaderSize, _end - FrameWriter.MaxHeaderSize);

    /// <summary>Small payloads grow, or gain too little.</summary>
    public bool IsWorthCompressing => _end - FrameWriter.MaxHeaderSize >= SmallestCompressed;

    /// <summary>Where the next byte goes, for <see cref="Replace"/> and <see cref="Cut"/>.</summary>
    public int Position => _end;

    public static FrameBuilder Rent()
    {
        var builder = t_cached ?? new FrameBuilder();
        t_cached = null;
        return builder;
    }

    public void Dispose()
    {
        _end = FrameWriter.MaxHeaderSize;
        _compressed = null;
        if (_buffer.Length > LargestKept)
        {
            _buffer = new byte[InitialSize];
        }

        t_cached = this;
    }

    public void Complete(FrameOpcode opcode)
    {
        Opcode = opcode;
        var length = _end - FrameWriter.MaxHeaderSize;
        _start = FrameWriter.MaxHeaderSize - FrameWriter.HeaderSize(length);
        FrameWriter.WriteHeader(_buffer.AsSpan(_start), opcode, length);
    }

    /// <summary>The same message compressed; made when the first connection asks for it.</summary>
    public ReadOnlySpan<byte> CompressedFrame()
    {
        if (_compressed is null)
        {
            var payload = new ArrayBufferWriter<byte>(Payload.Length);
            Deflate.Compress(Payload, payload);
            _compressed = new ArrayBufferWriter<byte>(payload.WrittenCount + FrameWriter.MaxHeaderSize);
            var header = FrameWriter.WriteHeader(_compressed.GetSpan(FrameWriter.MaxHeaderSize), Opcode, payload.WrittenCount, rsv1: true);
            _compressed.Advance(header);
            _compressed.Write(payload.WrittenSpan);
        }

        return _compressed.WrittenSpan;
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
        Complete(FrameOpcode.Text);
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
        Complete(opcode);
    }

    /// <summary>Reads what was written at the position.</summary>
    public byte At(int position) => _buffer[position];

    /// <summary>Overwrites one byte that was written before.</summary>
    public void Replace(int position, byte value) => _buffer[position] = value;

    /// <summary>Takes back all from the position on.</summary>
    public void Cut(int position) => _end = position;

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

    private void Reserve(int size)
    {
        if (_buffer.Length - _end < Math.Max(size, 1))
        {
            Array.Resize(ref _buffer, Math.Max(_buffer.Length * 2, checked(_end + size)));
        }
    }
}
