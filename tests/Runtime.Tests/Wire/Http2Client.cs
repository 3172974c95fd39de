using System.Net;
using System.Net.Sockets;
using WebSockets.Runtime.Tests.Infrastructure;

namespace WebSockets.Runtime.Tests.Wire;

/// <summary>
/// One TCP connection of HTTP/2, whose streams carry WebSockets (RFC 8441). What a stream does not read uses up its own window and nobody else's: unless told otherwise the client reads TCP all
/// the time, and the window of the whole is a thousand times as large.
/// </summary>
internal sealed class Http2Client : IDisposable
{
    private readonly HttpMessageInvoker _http;
    private readonly Uri _address;
    private readonly TaskCompletionSource _isLeft = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Socket? _socket;
    private volatile bool _reads = true;

    /// <param name="port">Of the server, on this machine.</param>
    /// <param name="tls">It speaks TLS.</param>
    /// <param name="window">How much a stream may be sent that it has not read.</param>
    public Http2Client(int port, bool tls = false, int window = 65_535)
    {
        _address = new Uri($"{(tls ? "https" : "http")}://127.0.0.1:{port}");
        _http = new HttpMessageInvoker(new SocketsHttpHandler
        {
            ConnectCallback = async (context, ct) =>
            {
                if (_socket is not null)
                {
                    throw new IOException("The TCP connection has ended, and there is no other.");
                }

                _socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                await _socket.ConnectAsync(context.DnsEndPoint, ct);
                return new TcpStream(this, _socket);
            },
            InitialHttp2StreamWindowSize = window,
            SslOptions = { RemoteCertificateValidationCallback = (_, _, _, _) => true },
        });
    }

    /// <summary>A stream on which frames can be sent. Null: the handshake was not accepted.</summary>
    public async Task<Stream?> TryConnectAsync(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Connect, new Uri(_address, path)) { Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionExact };
        request.Headers.Protocol = "websocket";
        request.Headers.Add("Sec-WebSocket-Version", "13");
        var response = await _http.SendAsync(request, CancellationToken.None).Within("the handshake is answered");
        return response.StatusCode == HttpStatusCode.OK ? await response.Content.ReadAsStreamAsync() : null;
    }

    /// <summary>An open WebSocket connection.</summary>
    public async Task<RawClient> ConnectAsync(string path)
    {
        var stream = await TryConnectAsync(path);
        Assert.That(stream, Is.Not.Null, "it is accepted");
        return RawClient.Over(stream!);
    }

    /// <summary>Reads nothing any more, not even TCP: so nobody's window is opened, and in the end TCP takes nothing.</summary>
    public void StopReading() => _reads = false;

    /// <summary>Sends RST on TCP: all streams are gone at once. Nothing happens before the first has come.</summary>
    public void Reset()
    {
        try
        {
            _socket?.LingerState = new LingerOption(true, 0);
            _socket?.Dispose();
        }
        catch (ObjectDisposedException)
        {
            // The server has ended it meanwhile.
        }
    }

    public void Dispose()
    {
        _isLeft.TrySetResult();
        _http.Dispose();
    }

    private sealed class TcpStream(Http2Client client, Socket socket) : NetworkStream(socket, ownsSocket: true)
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var read = await base.ReadAsync(buffer, cancellationToken);
            if (!client._reads)
            {
                await client._isLeft.Task.WaitAsync(cancellationToken);
            }

            return read;
        }
    }
}
