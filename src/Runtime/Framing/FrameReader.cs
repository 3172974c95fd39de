using System.Buffers;
using System.Diagnostics;
using System.Net.WebSockets;
using System.Text.Unicode;

namespace WebSockets.Framing;

/// <summary>
/// Turns the bytes of one client into events. It holds the rules that span frames: order, sizes, text, compression. A message that lies
/// whole in the input is unmasked and handed out where it lies; any other is taken piece by piece, checked as the pieces arrive.
/// A state machine for one caller at a time.
/// </summary>
/// <param name="maxMessageSize">Bytes that a message may have, inflated.</param>
/// <param name="inflates">Whether permessage-deflate was negotiated, without context takeover.</param>
/// <param name="floods">Counts the frames that bring little; null: as many as come.</param>
internal sealed class FrameReader(int maxMessageSize, bool inflates = false, FloodGuard? floods = null) : IDisposable
{
    private readonly int _limit = Math.Min(maxMessageSize, Array.MaxLength);

    // Incompressible data grows: by an eighth with the fixed codes of deflate, which a simple encoder may use for everything.
    private readonly int _compressedLimit = (int)Math.Min(maxMessageSize + (maxMessageSize / 8L) + 64, Array.MaxLength);

    // The message that is being put together.
    private MessageAssembly _assembly;
    private Utf8Validator _utf8; // A text that ended well has left it as it was at first.
    private WebSocketMessageType _type;
    private bool _compressed;

    // The data frame whose payload is arriving.
    private FrameHeader _frame;
    private long _remaining;
    private int _phase;
    private bool _inFrame;

    private bool _ended;

    /// <summary>Whether a message has begun that has not ended.</summary>
    public bool InMessage { get; private set; }

    /// <summary>Bytes that have come of the unfinished message's payload.</summary>
    public int ReceivedBytes => _assembly.Length;

    /// <summary>Bytes of pooled memory that the unfinished message occupies.</summary>
    public int HeldBytes => _assembly.Capacity;

    /// <summary>
    /// Takes a message from the front of the input, if it is what most are: one frame of up to 64 KiB, not compressed, and all there. Anything else is
    /// left as it is, for <see cref="Read"/> to take or to refuse.
    /// </summary>
    /// <param name="input">The input.</param>
    /// <param name="at">Where in the array its unread part begins; moved behind the message.</param>
    /// <param name="message">The message, unmasked where it lies.</param>
    public bool TryReadWhole(in ArraySegment<byte> input, ref int at, out FrameEvent message)
    {
        message = default;
        var unread = input.Array.AsSpan(at, input.Offset + input.Count - at);
        if (InMessage || _inFrame || _ended || !FrameHeader.TryReadSimple(unread, out var isText, out var size, out var length, out var key)
            || length > _limit || unread.Length - size < length)
        {
            return false;
        }

        var payload = unread.Slice(size, length);
        Masking.Apply(payload, payload, key, 0);
        if (isText && !Utf8.IsValid(payload))
        {
            Masking.Apply(payload, payload, key, 0);
            return false;
        }

        var type = isText ? WebSocketMessageType.Text : WebSocketMessageType.Binary;
        message = FrameEvent.Message(type, new ReadOnlySequence<byte>(input.Array!, at + size, length));
        at += size + length;
        return true;
    }

    /// <summary>
    /// Takes one event from the front of the input, and slices off all that was used. After <see cref="FrameEventKind.NeedMoreData"/> only
    /// an incomplete header or control frame is left. After a close all input is used up. After a violation what has not been taken is left, and gives nothing
    /// any more.
    /// </summary>
    public FrameEvent Read(ref ReadOnlySequence<byte> buffer)
    {
        while (!_ended)
        {
            if (_inFrame)
            {
                if (TakePayload(ref buffer) is { } broken)
                {
                    return Fail(broken);
                }

                if (_remaining > 0)
                {
                    return FrameEvent.NeedMoreData;
                }

                _inFrame = false;
                if (_frame.Final)
                {
                    return FinishMessage();
                }
            }

            if (buffer.IsEmpty)
            {
                return FrameEvent.NeedMoreData;
            }

            if ((FrameHeader.Read(buffer, out var header) ?? CheckAgainstMessage(header)) is { } violation)
            {
                return Fail(violation, header.Opcode);
            }

            if (header.Size == 0)
            {
                return FrameEvent.NeedMoreData;
            }

            var whole = buffer.Length - header.Size >= header.Length;
            if (header.IsControl ? whole : header is { Length: < FloodGuard.SmallFragment, Final: false })
            {
                if (floods is not null && !floods.Admits())
                {
                    return Fail(Violation.Flood);
                }
            }

            if (header.IsControl)
            {
                return whole ? TakeControl(header, ref buffer) : FrameEvent.NeedMoreData;
            }

            if (whole && header.Final && !InMessage)
            {
                return TakeWholeMessage(header, ref buffer);
            }

            BeginFrame(header);
            buffer = buffer.Slice(header.Size);
        }

        buffer = buffer.Slice(buffer.End);
        return FrameEvent.NeedMoreData;
    }

    /// <summary>Gives back what is held of an unfinished message. Nothing can be read afterwards.</summary>
    public void Dispose()
    {
        _ended = true;
        InMessage = false;
        _assembly.Clear();
    }

    private static WebSocketMessageType TypeOf(in FrameHeader header) =>
        header.Opcode == FrameOpcode.Text ? WebSocketMessageType.Text : WebSocketMessageType.Binary;

    // What the header means here, as far as it is known: the length may still be -1.
    private Violation? CheckAgainstMessage(in FrameHeader header)
    {
        // RFC 7692 6.1: RSV1 belongs to the first frame of a message, and only where compression was agreed on.
        var first = header.Opcode is FrameOpcode.Text or FrameOpcode.Binary;
        if (header.Rsv1 && !(inflates && first))
        {
            return Violation.ReservedBits;
        }

        if (header.IsControl)
        {
            return null;
        }

        // RFC 6455 5.4: the fragments of two messages are never mixed.
        if (first == InMessage)
        {
            return first ? Violation.Unfinished : Violation.NothingToContinue;
        }

        var limit = (first ? header.Rsv1 : _compressed) ? _compressedLimit : _limit;
        return header.Length > limit - _assembly.Length ? Violation.TooBig : null;
    }

    private FrameEvent TakeControl(in FrameHeader header, ref ReadOnlySequence<byte> buffer)
    {
        var payload = TakeUnmasked(header, ref buffer);
        if (header.Opcode != FrameOpcode.Close)
        {
            return FrameEvent.PingOrPong(header.Opcode, payload);
        }

        if (ClosePayload.Read(payload, out var status, out var reason) is { } violation)
        {
            return Fail(violation, header.Opcode);
        }

        Dispose();
        buffer = buffer.Slice(buffer.End);
        return FrameEvent.Close(status, reason);
    }

    private FrameEvent TakeWholeMessage(in FrameHeader header, ref ReadOnlySequence<byte> buffer)
    {
        var payload = TakeUnmasked(header, ref buffer);
        var type = TypeOf(header);
        if (header.Rsv1)
        {
            return Inflate(type, payload);
        }

        return type == WebSocketMessageType.Binary || Utf8Validator.IsValid(payload)
            ? FrameEvent.Message(type, payload)
            : Fail(Violation.Text);
    }

    private static ReadOnlySequence<byte> TakeUnmasked(in FrameHeader header, ref ReadOnlySequence<byte> buffer)
    {
        var payload = buffer.Slice(header.Size, header.Length);
        buffer = buffer.Slice(payload.End);
        Masking.ApplyInPlace(payload, header.Key);
        return payload;
    }

    private void BeginFrame(in FrameHeader header)
    {
        if (!InMessage)
        {
            InMessage = true;
            _type = TypeOf(header);
            _compressed = header.Rsv1;
        }

        _frame = header;
        _remaining = header.Length;
        _phase = 0;
        _inFrame = true;
    }

    // Unmasks into the assembly what is there of the frame's payload.
    private Violation? TakePayload(ref ReadOnlySequence<byte> buffer)
    {
        var checksText = _type == WebSocketMessageType.Text && !_compressed;
        var taken = buffer.Slice(0, Math.Min(_remaining, buffer.Length));
        buffer = buffer.Slice(taken.End);
        _remaining -= taken.Length;
        foreach (var segment in taken)
        {
            if (segment.IsEmpty)
            {
                continue;
            }

            var room = _assembly.Room(segment.Length, _compressed ? _compressedLimit : _limit)[..segment.Length];
            Masking.Apply(segment.Span, room, _frame.Key, _phase);
            _assembly.Advance(room.Length);
            _phase = (_phase + segment.Length) & 3;
            if (checksText && !_utf8.Append(room))
            {
                return Violation.Text;
            }
        }

        return null;
    }

    private FrameEvent FinishMessage()
    {
        InMessage = false;
        var rented = _assembly.Detach(out var length);
        if (_compressed)
        {
            var inflated = Inflate(_type, rented is null ? default : new ReadOnlySequence<byte>(rented, 0, length));
            if (rented is not null)
            {
                ArrayPool<byte>.Shared.Return(rented);
            }

            return inflated;
        }

        var message = FrameEvent.Message(_type, rented, length);
        if (_type == WebSocketMessageType.Text && !_utf8.IsComplete)
        {
            message.Release();
            return Fail(Violation.Text);
        }

        return message;
    }

    private FrameEvent Inflate(WebSocketMessageType type, in ReadOnlySequence<byte> compressed)
    {
        var result = Deflate.Inflate(compressed, _limit, out var rented, out var length);
        if (result != InflateResult.Ok)
        {
            return Fail(result == InflateResult.TooBig ? Violation.TooBig : Violation.Compression);
        }

        var message = FrameEvent.Message(type, rented, length);
        if (type == WebSocketMessageType.Text && !Utf8.IsValid(rented.AsSpan(0, length)))
        {
            message.Release();
            return Fail(Violation.Text);
        }

        return message;
    }

    private FrameEvent Fail(Violation violation, FrameOpcode opcode = FrameOpcode.Continuation)
    {
        Debug.Assert(!_ended, "Nothing is read after the end.");
        Dispose();
        return FrameEvent.Violated(violation, isClose: opcode == FrameOpcode.Close);
    }
}
