using System.Buffers.Binary;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;
using WebSockets.Runtime.Tests.Infrastructure;

namespace WebSockets.Runtime.Tests.Wire;

/// <summary>How the server's side of a connection has ended.</summary>
internal enum Ending
{
    /// <summary>TCP FIN, or the end of TLS.</summary>
    Finished,

    /// <summary>TCP RST.</summary>
    Reset,
}

/// <summary>
/// A client without manners or mistakes of a library: it sends the bytes it is told, and checks every byte that the server sends against
/// RFC 6455, section 5.2: no mask, no reserved bits, the shortest length, a legal sequence of fragments, nothing after a close frame.
/// </summary>
internal sealed class RawClient : IAsyncDisposable
{
    private readonly Socket? _socket; // null: a stream of HTTP/2
    private readonly Stream _stream;
    private readonly byte[] _buffer = new byte[16 * 1024];
    private int _start;
    private int _end;
    private bool _inMessage;
    private bool _closeSeen;

    private RawClient(Socket? socket, Stream stream)
    {
        _socket = socket;
        _stream = stream;
    }

    /// <summary>permessage-deflate was agreed on: messages may come compressed (RFC 7692, section 6). Their payload is given as it came.</summary>
    public bool Deflates { get; init; }

    /// <summary>The server does not read: TCP takes nothing more of what is sent.</summary>
    public bool IsHeldBack => !_socket!.Poll(0, SelectMode.SelectWrite);

    /// <summary>A stream of HTTP/2, whose handshake is done.</summary>
    public static RawClient Over(Stream http2) => new(null, http2);

    /// <summary>Connects. A small receive buffer makes a client that does not read felt at once.</summary>
    public static async Task<RawClient> DialAsync(int port, bool tls = false, int? receiveBuffer = null, bool deflates = false)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        if (receiveBuffer is { } size)
        {
            socket.ReceiveBufferSize = size;
        }

        await socket.ConnectAsync(IPAddress.Loopback, port).Within("TCP connects");
        Stream stream = new NetworkStream(socket, ownsSocket: true);
        if (tls)
        {
            var secure = new SslStream(stream, leaveInnerStreamOpen: false, (_, _, _, _) => true);
            await secure.AuthenticateAsClientAsync("127.0.0.1").Within("TLS connects");
            stream = secure;
        }

        return new RawClient(socket, stream) { Deflates = deflates };
    }

    public Task SendAsync(string text) => SendAsync(Encoding.UTF8.GetBytes(text));

    public async Task SendAsync(params byte[] bytes)
    {
        await _stream.WriteAsync(bytes).AsTask().Within("the server takes what is sent");
        await _stream.FlushAsync().Within("the server takes what is sent");
    }

    public Task SendTextAsync(string text) => SendAsync(RawFrame.EncodeText(text));

    public Task SendBinaryAsync(byte[] payload) => SendAsync(RawFrame.Encode(RawFrame.Binary, payload));

    public Task SendPingAsync(string payload = "") => SendAsync(RawFrame.Encode(RawFrame.Ping, Encoding.UTF8.GetBytes(payload)));

    public Task SendCloseAsync(int? status = 1000, string reason = "") => SendAsync(RawFrame.EncodeClose(status, reason));

    /// <summary>Sends the same again and again, as fast as the server takes it, until that is done or the connection has ended. The time that takes is the caller's to bound.</summary>
    public async Task SendUntilEndAsync(byte[] bytes, int count)
    {
        try
        {
            for (var i = 0; i < count; i++)
            {
                await _stream.WriteAsync(bytes);
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // The connection has ended.
        }
    }

    /// <summary>Performs the handshake, which has to succeed, and checks the answer (RFC 6455, section 4.1).</summary>
    public async Task<RawResponse> OpenAsync(HandshakeText handshake)
    {
        await SendAsync(handshake.ToString());
        var response = await ReadResponseAsync();
        Assert.That(response.Status, Is.EqualTo(101), response.Body);
        Assert.That(response.Header("Upgrade"), Is.EqualTo("websocket").IgnoreCase);
        Assert.That(response.Header("Connection"), Is.EqualTo("Upgrade").IgnoreCase);
        return response;
    }

    public async Task<RawResponse> ReadResponseAsync()
    {
        var line = await ReadLineAsync();
        Assert.That(line, Does.Match("^HTTP/1\\.1 [0-9]{3} "));
        var headers = new List<(string Name, string Value)>();
        while (await ReadLineAsync() is { Length: > 0 } header)
        {
            var colon = header.IndexOf(':', StringComparison.Ordinal);
            headers.Add((header[..colon], header[(colon + 1)..].Trim()));
        }

        var found = headers.ToLookup(header => header.Name, header => header.Value, StringComparer.OrdinalIgnoreCase);
        return new RawResponse(int.Parse(line.AsSpan(9, 3), System.Globalization.CultureInfo.InvariantCulture), found, await ReadBodyAsync(found));
    }

    /// <summary>The next frame, whatever it is.</summary>
    public async Task<RawFrame> ReceiveFrameAsync()
    {
        var header = await ReadAsync(2);
        Assert.That(_closeSeen, Is.False, "a frame follows the close frame");
        var (final, opcode) = ((header[0] & 0x80) != 0, header[0] & 0x0f);
        Assert.That(header[0] & (Deflates && opcode is RawFrame.Text or RawFrame.Binary ? 0x30 : 0x70), Is.Zero, "a reserved bit is set");
        Assert.That(header[1] & 0x80, Is.Zero, "the server's frame is masked");
        var payload = await ReadAsync(await ReadLengthAsync(header[1] & 0x7f));
        Check(final, opcode, payload);
        return new RawFrame(final, opcode, payload);
    }

    /// <summary>The next frame, which has to be of this kind, and whole.</summary>
    public async Task<RawFrame> ReceiveAsync(int opcode)
    {
        var frame = await ReceiveFrameAsync();
        Assert.That(frame.Opcode, Is.EqualTo(opcode), $"{frame.Status} {frame.PayloadText}");
        Assert.That(frame.Final, Is.True);
        return frame;
    }

    public async Task<string> ReceiveTextAsync() => (await ReceiveAsync(RawFrame.Text)).PayloadText;

    public async Task<byte[]> ReceiveBinaryAsync() => (await ReceiveAsync(RawFrame.Binary)).Payload;

    /// <summary>A binary message with just these bytes, however many.</summary>
    public async Task ExpectBinaryAsync(byte[] expected)
    {
        var actual = await ReceiveBinaryAsync();
        var common = actual.AsSpan().CommonPrefixLength(expected);
        Assert.That((actual.Length, common), Is.EqualTo((expected.Length, expected.Length)), "length, and how many bytes are right");
    }

    /// <summary>A close frame of the server's with this status.</summary>
    public async Task<RawFrame> ReceiveCloseAsync(int? status)
    {
        var frame = await ReceiveAsync(RawFrame.Close);
        Assert.That(frame.Status, Is.EqualTo(status), frame.Reason);
        return frame;
    }

    /// <summary>The end of the connection, with no byte before it.</summary>
    public async Task<Ending> ReceiveEndAsync()
    {
        Assert.That(_end - _start, Is.Zero, "bytes are left");
        try
        {
            var read = await _stream.ReadAsync(_buffer).AsTask().Within("the server ends the connection");
            Assert.That(read, Is.Zero, "bytes come before the end");
            return Ending.Finished;
        }
        catch (IOException)
        {
            return Ending.Reset;
        }
    }

    /// <summary>All that comes before the end of the connection.</summary>
    public async Task<string> ReceiveRestAsync()
    {
        var rest = new StringBuilder(Encoding.ASCII.GetString(_buffer, _start, _end - _start));
        _start = _end = 0;
        try
        {
            while (await _stream.ReadAsync(_buffer).AsTask().Within("the server ends the connection") is > 0 and var read)
            {
                rest.Append(Encoding.ASCII.GetString(_buffer, 0, read));
            }
        }
        catch (IOException)
        {
            // It was reset.
        }

        return rest.ToString();
    }

    /// <summary>Throws away what comes before the end of the connection.</summary>
    public async Task DiscardUntilEndAsync()
    {
        try
        {
            while (await _stream.ReadAsync(_buffer).AsTask().Within("the server ends the connection") > 0)
            {
            }
        }
        catch (IOException)
        {
            // It was reset.
        }

        _start = _end = 0;
    }

    /// <summary>The server's answer to our close frame, and the end of TCP after it.</summary>
    public async Task CloseAsync(int? status = 1000)
    {
        await SendCloseAsync(status);
        await ReceiveCloseAsync(status);
        await ReceiveEndAsync();
    }

    /// <summary>Sends FIN, and can still receive.</summary>
    public void Finish() => _socket!.Shutdown(SocketShutdown.Send);

    /// <summary>Sends RST; over HTTP/2 RST_STREAM.</summary>
    public void Reset()
    {
        if (_socket is null)
        {
            _stream.Dispose();
            return;
        }

        _socket.LingerState = new LingerOption(true, 0);
        _socket.Dispose();
    }

    public ValueTask DisposeAsync() => _stream.DisposeAsync();

    private void Check(bool final, int opcode, byte[] payload)
    {
        Assert.That(opcode, Is.AnyOf(RawFrame.Continuation, RawFrame.Text, RawFrame.Binary, RawFrame.Close, RawFrame.Ping, RawFrame.Pong));
        if (opcode >= RawFrame.Close)
        {
            Assert.That(final, Is.True, "a control frame is fragmented");
            Assert.That(payload, Has.Length.LessThanOrEqualTo(125), "a control frame is too long");
            _closeSeen = opcode == RawFrame.Close;
            Assert.That(_closeSeen && payload.Length == 1, Is.False, "a close frame has half a status");
            return;
        }

        Assert.That(opcode == RawFrame.Continuation, Is.EqualTo(_inMessage), "fragments are out of order");
        _inMessage = !final;
    }

    private async Task<int> ReadLengthAsync(int first)
    {
        if (first < 126)
        {
            return first;
        }

        var bytes = await ReadAsync(first == 126 ? 2 : 8);
        var length = first == 126 ? BinaryPrimitives.ReadUInt16BigEndian(bytes) : BinaryPrimitives.ReadInt64BigEndian(bytes);
        Assert.That(length, Is.GreaterThanOrEqualTo(first == 126 ? 126 : 65536), "the length is not written in its shortest form");
        return checked((int)length);
    }

    private async Task<string> ReadBodyAsync(ILookup<string, string> headers)
    {
        if (headers["Content-Length"].SingleOrDefault() is { } length)
        {
            return Encoding.UTF8.GetString(await ReadAsync(int.Parse(length, System.Globalization.CultureInfo.InvariantCulture)));
        }

        var body = new StringBuilder();
        while (headers["Transfer-Encoding"].Any())
        {
            var size = Convert.ToInt32(await ReadLineAsync(), 16);
            body.Append(Encoding.UTF8.GetString(await ReadAsync(size)));
            await ReadLineAsync();
            if (size == 0)
            {
                break;
            }
        }

        return body.ToString();
    }

    private async Task<string> ReadLineAsync()
    {
        var line = new StringBuilder();
        while (true)
        {
            var next = (char)(await ReadAsync(1))[0];
            if (next == '\n')
            {
                return line.ToString().TrimEnd('\r');
            }

            line.Append(next);
        }
    }

    private async Task<byte[]> ReadAsync(int count)
    {
        var bytes = new byte[count];
        var done = 0;
        while (done < count)
        {
            if (_start == _end)
            {
                _start = 0;
                _end = await _stream.ReadAsync(_buffer).AsTask().Within($"the server sends {count - done} more bytes");
                Assert.That(_end, Is.Positive, "the server has ended the connection");
            }

            var part = Math.Min(count - done, _end - _start);
            _buffer.AsSpan(_start, part).CopyTo(bytes.AsSpan(done));
            _start += part;
            done += part;
        }

        return bytes;
    }
}
