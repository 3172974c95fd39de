using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using WebSockets.Framing;
using WebSockets.Runtime.Tests.Infrastructure;
using WebSockets.Runtime.Tests.Wire;

namespace WebSockets.Fuzz.Tests.Interleavings;

/// <summary>The client of a seat: speaks, ends in one of many ways, and checks every byte that it gets.</summary>
internal sealed class Visitor : IDisposable
{
    private readonly Seat _seat;
    private readonly Random _random;
    private readonly Http2Client? _http; // TCP of its own, if there is none
    private readonly Heard _heard;
    private readonly byte[] _buffer = new byte[32 * 1024];
    private readonly TaskCompletionSource _isClosed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _start;
    private int _end;
    private readonly SemaphoreSlim _isSpeaking = new(1);
    private int _said;
    private Socket? _socket;
    private Stream _stream = Stream.Null;
    private string _phase = "comes";

    public Visitor(Seat seat, Terms terms, Http2Client? http, Random random)
    {
        _seat = seat;
        _random = random;
        _http = http;
        _heard = new Heard(seat, terms);
    }

    /// <summary>The status in the server's close frame; zero if there was none in it.</summary>
    public int? ClosedWith { get; private set; }

    /// <summary>Comes, speaks and goes.</summary>
    /// <param name="port">Where to.</param>
    /// <param name="others">Completes when nobody sends any more from the server's side.</param>
    public async Task VisitAsync(int port, Task others)
    {
        try
        {
            var sleeps = !_seat.IsGentle && _random.Next(8) == 0;
            if (_http is null)
            {
                await DialAsync(port, sleeps);
                await HandshakeAsync(port);
            }
            else if (await _http.TryConnectAsync($"/play/{_seat.Number}") is { } stream)
            {
                _stream = stream;
                _seat.IsAccepted = true;
            }

            if (!_seat.IsAccepted)
            {
                return;
            }

            var listening = sleeps ? Task.CompletedTask : Task.Run(ListenAsync);
            _phase = sleeps ? "speaks, and does not listen" : "speaks";
            await SpeakAsync();
            _phase += ", waits for the others";
            if (_seat.IsGentle || (!sleeps && _random.Next(3) == 0))
            {
                await others.Within("the others are done");
            }

            for (var turns = sleeps ? _random.Next(500) : 0; turns > 0 && !others.IsCompleted; turns--)
            {
                await Task.Yield(); // not for ever: somebody may wait until it reads, or goes
            }

            await EndAsync(listening, sleeps);
            await listening.Within("the connection ends");
        }
        catch (Exception e) when (IsEnd(e))
        {
            if (_seat.IsGentle)
            {
                _seat.Fault($"it broke: {e.Message}");
            }
        }
        finally
        {
            _phase += ", has left";
            _seat.GiveUp();
            await LeaveAsync();
        }
    }

    public override string ToString() => $"{_phase}, said {_said}, heard {Heard}, closed with {ClosedWith}";

    /// <summary>How many lines and replies have come.</summary>
    public int Heard => _heard.Count;

    /// <summary>Whether all that the seat was owed has come, and all that it has said was answered.</summary>
    public void Check(int actors)
    {
        _heard.Check(actors, _said);
        if (ClosedWith != 1000)
        {
            _seat.Fault($"it was closed with {ClosedWith}");
        }
    }

    public void Dispose()
    {
        _socket?.Dispose();
        _stream.Dispose();
        _isSpeaking.Dispose();
    }

    private static bool IsEnd(Exception e) => e is SocketException or IOException or ObjectDisposedException or HttpRequestException;

    private async Task DialAsync(int port, bool sleeps)
    {
        _socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        if (sleeps)
        {
            _socket.ReceiveBufferSize = 4096; // over which nothing goes fast: who listens must not have so little
        }

        await _socket.ConnectAsync(IPAddress.Loopback, port).Within("TCP connects");
        _stream = new NetworkStream(_socket);
    }

    private async Task HandshakeAsync(int port)
    {
        var request = Encoding.ASCII.GetBytes(new HandshakeText($"/play/{_seat.Number}", $"127.0.0.1:{port}").ToString());
        await SendAsync(_random.Next(4) == 0 ? (byte[])[.. request, .. Message()] : request);
        var text = new List<byte>();
        while (text is not [.., (byte)'\r', (byte)'\n', (byte)'\r', (byte)'\n'])
        {
            if (await ReadAsync(1) is not { } next)
            {
                return;
            }

            text.AddRange(next);
        }

        _seat.IsAccepted = Encoding.ASCII.GetString([.. text]).StartsWith("HTTP/1.1 101 ", StringComparison.Ordinal);
    }

    private async Task SpeakAsync()
    {
        for (var left = _random.Next(12); left > 0 && !_isClosed.Task.IsCompleted; left--)
        {
            var bytes = _random.Next(6) switch
            {
                0 => RawFrame.Encode(RawFrame.Ping, "p"u8),
                1 => RawFrame.Encode(RawFrame.Pong, "p"u8),
                2 => [.. Message(), .. Message(), .. Message()],
                _ => Message(),
            };
            await SendAsync(bytes, _random.Next(3) == 0 ? _random.Next(bytes.Length) : 0);
            if (_random.Next(2) == 0)
            {
                await Task.Yield();
            }
        }
    }

    private byte[] Message()
    {
        var number = Encoding.ASCII.GetBytes(_said++.ToString(CultureInfo.InvariantCulture));
        var opcode = _random.Next(2) == 0 ? RawFrame.Text : RawFrame.Binary;
        return _random.Next(3) > 0
            ? RawFrame.Encode(opcode, number)
            : [.. RawFrame.Encode(opcode, number.AsSpan(0, 1), final: false), .. RawFrame.Encode(RawFrame.Ping, default), .. RawFrame.Encode(RawFrame.Continuation, number.AsSpan(1))];
    }

    private async Task EndAsync(Task listening, bool sleeps)
    {
        var way = _seat.IsGentle ? 0 : sleeps ? 3 : _random.Next(8);
        _phase += $", ends in way {way}";
        switch (way)
        {
            case 0:
                await SendAsync(RawFrame.EncodeClose(1000, "bye"));
                await listening.Within("the server answers the close frame, and ends TCP");
                break;
            case 1: // and more, that is not read
                await SendAsync((byte[])[.. RawFrame.EncodeClose(4000), .. RawFrame.EncodeText("99999")]);
                break;
            case 2:
                await FinishAsync();
                break;
            case 3:
                await ResetAsync();
                break;
            case 4: // within a frame
                await SendAsync(RawFrame.EncodeText("12345")[.._random.Next(1, 10)]);
                await ResetAsync();
                break;
            case 5: // FIN both ways, whatever comes
                await LeaveAsync();
                break;
            case 6:
                await SendAsync(RawFrame.Encode(RawFrame.Text, "1"u8, masked: false));
                await _isClosed.Task.Within("the violation is answered");
                await FinishAsync();
                break;
            default:
                await SendAsync(RawFrame.EncodeClose(1001));
                await ResetAsync();
                break;
        }
    }

    // This client has no such end of a stream of HTTP/2.
    private async Task FinishAsync()
    {
        if (_socket is null)
        {
            await ResetAsync();
        }
        else
        {
            _socket.Shutdown(SocketShutdown.Send);
        }
    }

    // RST, or RST_STREAM.
    private async Task ResetAsync()
    {
        _socket?.LingerState = new LingerOption(true, 0);
        await LeaveAsync();
    }

    private async Task LeaveAsync()
    {
        if (_socket is not null)
        {
            _socket.Dispose();
            return;
        }

        // What is being sent must not follow RST_STREAM: such a client breaks HTTP/2, and the server ends TCP with the streams of the others.
        await _isSpeaking.WaitAsync();
        _stream.Dispose();
        _isSpeaking.Release();
    }

    // In two packets, perhaps. What answers a close frame meanwhile must not come between them.
    private async Task SendAsync(ReadOnlyMemory<byte> bytes, int cut = 0)
    {
        await _isSpeaking.WaitAsync();
        try
        {
            await _stream.WriteAsync(bytes[..cut]);
            if (cut > 0)
            {
                await Task.Yield();
            }

            await _stream.WriteAsync(bytes[cut..]).AsTask().Within("the server takes what is sent");
            await _stream.FlushAsync();
        }
        finally
        {
            _isSpeaking.Release();
        }
    }

    // All that comes until the end, which may be any.
    private async Task ListenAsync()
    {
        try
        {
            while (await HearAsync())
            {
            }
        }
        catch (Exception e) when (IsEnd(e))
        {
            if (_seat.IsGentle)
            {
                _seat.Fault($"it was reset: {e.Message}");
            }
        }

        _isClosed.TrySetResult();
    }

    private async Task<bool> HearAsync()
    {
        if (await ReadAsync(2) is not { } header)
        {
            return false;
        }

        if (ClosedWith is not null)
        {
            _seat.Fault("a frame follows the close frame");
        }

        var length = header[1] switch
        {
            126 => await ReadAsync(2) is { } two ? BinaryPrimitives.ReadUInt16BigEndian(two) : 0,
            127 => await ReadAsync(8) is { } eight ? (int)BinaryPrimitives.ReadInt64BigEndian(eight) : 0,
            var small => small,
        };
        if (header[0] is not 0x81 and not 0x82 and not 0x88 and not 0x89 and not 0x8a || length > 100_000)
        {
            _seat.Fault($"a frame begins with {Convert.ToHexString(header)}");
            return false;
        }

        if (await ReadAsync(length) is not { } payload)
        {
            return false;
        }

        switch (header[0])
        {
            case 0x81 or 0x82:
                _heard.Add(header[0] == 0x81 ? WebSocketMessageType.Text : WebSocketMessageType.Binary, payload);
                break;
            case 0x88:
                HearClose(payload);
                if (!_seat.IsGentle)
                {
                    await SendAsync(RawFrame.EncodeClose(ClosedWith is 0 or null ? null : ClosedWith));
                }

                break;
        }

        return true;
    }

    private void HearClose(byte[] payload)
    {
        ClosedWith = payload.Length >= 2 ? BinaryPrimitives.ReadUInt16BigEndian(payload) : 0;
        if (payload.Length == 1 || (ClosedWith > 0 && !CloseCodes.IsLegalOnTheWire(ClosedWith.Value)))
        {
            _seat.Fault($"the close frame has {Convert.ToHexString(payload)}");
        }

        _isClosed.TrySetResult();
    }

    private async Task<byte[]?> ReadAsync(int count)
    {
        var bytes = new byte[count];
        for (var done = 0; done < count;)
        {
            if (_start == _end)
            {
                _start = 0;
                _end = await _stream.ReadAsync(_buffer.AsMemory()).AsTask().Within("the server sends, or ends the connection");
                if (_end == 0)
                {
                    return null;
                }
            }

            var part = Math.Min(count - done, _end - _start);
            _buffer.AsSpan(_start, part).CopyTo(bytes.AsSpan(done));
            _start += part;
            done += part;
        }

        return bytes;
    }
}
