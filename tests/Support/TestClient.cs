using System.Net;
using System.Net.WebSockets;
using System.Text;

namespace WebSockets.Testing;

/// <summary>A client of the class library's own, with bounded waits.</summary>
internal sealed class TestClient : IAsyncDisposable
{
    private readonly byte[] _buffer = new byte[64 * 1024];

    private TestClient(ClientWebSocket socket) => Socket = socket;

    public ClientWebSocket Socket { get; }

    public static async Task<TestClient> ConnectAsync(Uri address, Action<ClientWebSocketOptions>? options = null)
    {
        var socket = new ClientWebSocket();
        options?.Invoke(socket.Options);
        try
        {
            await socket.ConnectAsync(address, Bounded.Token);
            return new TestClient(socket);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>The status of the answer to a handshake: 101 if it is accepted.</summary>
    public static async Task<HttpStatusCode> HandshakeAsync(Uri address, Action<ClientWebSocketOptions>? options = null)
    {
        using var socket = new ClientWebSocket();
        socket.Options.CollectHttpResponseDetails = true;
        options?.Invoke(socket.Options);
        try
        {
            await socket.ConnectAsync(address, Bounded.Token);
        }
        catch (WebSocketException) when (socket.HttpStatusCode != 0)
        {
            // Refused: the status says how.
        }

        return socket.HttpStatusCode;
    }

    public Task SendAsync(string text) => Socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, true, Bounded.Token);

    public Task SendAsync(byte[] bytes) => Socket.SendAsync(bytes, WebSocketMessageType.Binary, true, Bounded.Token);

    /// <summary>The next message, which has to be text.</summary>
    public async Task<string> ReceiveAsync()
    {
        var (type, bytes) = await ReceiveAnyAsync();
        Assert.That(type, Is.EqualTo(WebSocketMessageType.Text));
        return Encoding.UTF8.GetString(bytes);
    }

    /// <summary>The next message, which has to be binary.</summary>
    public async Task<byte[]> ReceiveBytesAsync()
    {
        var (type, bytes) = await ReceiveAnyAsync();
        Assert.That(type, Is.EqualTo(WebSocketMessageType.Binary));
        return bytes;
    }

    /// <summary>Sends a message and gives the next one that comes.</summary>
    public async Task<string> AskAsync(string text)
    {
        await SendAsync(text);
        return await ReceiveAsync();
    }

    /// <summary>The next messages until the connection is closed by the server.</summary>
    public async Task<WebSocketCloseStatus?> ReceiveCloseAsync()
    {
        var (type, _) = await ReceiveAnyAsync();
        Assert.That(type, Is.EqualTo(WebSocketMessageType.Close));
        await Socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, Bounded.Token);
        return Socket.CloseStatus;
    }

    /// <summary>The closing handshake, begun by the client. What still comes is passed over.</summary>
    public Task CloseAsync(WebSocketCloseStatus status = WebSocketCloseStatus.NormalClosure, string? reason = null) =>
        Socket.CloseAsync(status, reason, Bounded.Token);

    public async ValueTask DisposeAsync()
    {
        if (Socket.State == WebSocketState.Open)
        {
            await CloseAsync();
        }

        Socket.Dispose();
    }

    private async Task<(WebSocketMessageType Type, byte[] Bytes)> ReceiveAnyAsync()
    {
        var length = 0;
        while (true)
        {
            var result = await Socket.ReceiveAsync(_buffer.AsMemory(length), Bounded.Token);
            length += result.Count;
            if (result.EndOfMessage || result.MessageType == WebSocketMessageType.Close)
            {
                return (result.MessageType, _buffer[..length]);
            }
        }
    }
}
