using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;
using WebSockets.Testing;

namespace WebSockets.Soak.Tests;

/// <summary>A peer that can send many messages at once, and parts of messages.</summary>
internal sealed class RawBurst : IDisposable
{
    private RawBurst(Socket socket) => Socket = socket;

    public Socket Socket { get; }

    /// <summary>TCP segments that have come: <c>tcpi_segs_in</c> of Linux's <c>struct tcp_info</c>.</summary>
    public long SegmentsReceived
    {
        get
        {
            const int Tcp = 6;
            const int TcpInfo = 11;
            const int SegmentsIn = 140;
            var info = new byte[256];
            Socket.GetRawSocketOption(Tcp, TcpInfo, info);
            return BinaryPrimitives.ReadUInt32LittleEndian(info.AsSpan(SegmentsIn));
        }
    }

    public static async Task<RawBurst> OpenAsync(Uri address)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(address.Host, address.Port, Bounded.Token);
            await socket.SendAsync(
                Encoding.ASCII.GetBytes($"GET {address.AbsolutePath} HTTP/1.1\r\nHost: {address.Authority}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"),
                Bounded.Token);
            var end = 0;
            var one = new byte[1];
            while (end < 4 && await socket.ReceiveAsync(one, Bounded.Token) == 1)
            {
                end = one[0] == "\r\n\r\n"[end] ? end + 1 : one[0] == '\r' ? 1 : 0;
            }

            return new RawBurst(socket);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>The frame of a message, masked with zeros.</summary>
    public static byte[] Frame(ReadOnlySpan<byte> payload, bool text)
    {
        var header = payload.Length < 126 ? 6 : payload.Length < 65536 ? 8 : 14;
        var frame = new byte[header + payload.Length];
        frame[0] = (byte)(text ? 0x81 : 0x82);
        frame[1] = (byte)(0x80 | (header == 6 ? payload.Length : header == 8 ? 126 : 127));
        if (header == 8)
        {
            BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(2), (ushort)payload.Length);
        }
        else if (header == 14)
        {
            BinaryPrimitives.WriteInt64BigEndian(frame.AsSpan(2), payload.Length);
        }

        payload.CopyTo(frame.AsSpan(header));
        return frame;
    }

    /// <summary>Sends all by one call.</summary>
    public async Task SendAsync(params string[] texts)
    {
        byte[] bytes = [.. texts.SelectMany(text => Frame(Encoding.UTF8.GetBytes(text), text: true))];
        for (var sent = 0; sent < bytes.Length;)
        {
            sent += await Socket.SendAsync(bytes.AsMemory(sent), Bounded.Token);
        }
    }

    public async Task<string> ReceiveAsync()
    {
        var head = await ReadAsync(2);
        var length = head[1] switch
        {
            126 => BinaryPrimitives.ReadUInt16BigEndian(await ReadAsync(2)),
            127 => (int)BinaryPrimitives.ReadInt64BigEndian(await ReadAsync(8)),
            var small => small,
        };
        return Encoding.UTF8.GetString(await ReadAsync(length));
    }

    public void Dispose() => Socket.Dispose();

    private async Task<byte[]> ReadAsync(int count)
    {
        var bytes = new byte[count];
        for (var read = 0; read < count;)
        {
            var more = await Socket.ReceiveAsync(bytes.AsMemory(read), Bounded.Token);
            Assert.That(more, Is.Positive, "the connection ended");
            read += more;
        }

        return bytes;
    }
}
