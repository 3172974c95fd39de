using System.Buffers.Binary;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace WebSockets.SideBySide.Running;

/// <summary>
/// Starts the chat sample as it is published with Native AOT, logs in, connects, says something, and takes the time until the receipt comes.
/// By a socket and bytes written by hand: a client library would be part of what is measured.
/// </summary>
internal static class ChatStart
{
    private const int Starts = 9;

    /// <summary>The medians of some starts, after one that brought the files into memory.</summary>
    public static async Task<Start> MeasureAsync()
    {
        await MeasureOnceAsync();
        var starts = new List<Start>();
        for (var i = 0; i < Starts; i++)
        {
            starts.Add(await MeasureOnceAsync());
        }

        return new(Median(start => start.Milliseconds), Median(start => start.MemoryMiB));

        double Median(Func<Start, double> number) => starts.Select(number).Order().ElementAt(Starts / 2);
    }

    private static async Task<Start> MeasureOnceAsync()
    {
        var port = Ports.FindFree();
        var watch = Stopwatch.StartNew();
        using var process = Process.Start(new ProcessStartInfo(Places.Built("chat-aot", "Chat"), ["--urls", $"http://127.0.0.1:{port}", "--Logging:LogLevel:Default", "None"]))!;
        try
        {
            var cookie = await LogInAsync(port);
            using var socket = await ConnectAsync(port);
            await SendAsync(socket, $"GET /chat/lobby HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + $"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\nCookie: {cookie}\r\n\r\n");
            await ReceiveUntilAsync(socket, "\"welcome\"");
            await socket.SendAsync(TextFrame("""{"type":"say","id":1,"text":"hello","key":"1"}"""));
            await ReceiveUntilAsync(socket, "\"receipt\"");
            return new(watch.Elapsed.TotalMilliseconds, MemoryOf(process));
        }
        finally
        {
            process.Kill();
            await process.WaitForExitAsync();
        }
    }

    private static async Task<string> LogInAsync(int port)
    {
        const string form = "nickname=ada";
        using var socket = await ConnectAsync(port);
        await SendAsync(socket, $"POST /login HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {form.Length}\r\n\r\n{form}");
        var answer = await ReceiveUntilAsync(socket, "\r\n\r\n");
        const string header = "Set-Cookie: ";
        var start = answer.IndexOf(header, StringComparison.OrdinalIgnoreCase);
        return start >= 0 ? answer[(start + header.Length)..].Split(';')[0] : throw new InvalidDataException($"The login gave no cookie: {answer}");
    }

    // Tries until somebody listens.
    private static async Task<Socket> ConnectAsync(int port)
    {
        for (var watch = Stopwatch.StartNew(); ;)
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                socket.Connect(IPAddress.Loopback, port);
                return socket;
            }
            catch (SocketException) when (watch.Elapsed < TimeSpan.FromSeconds(20))
            {
                socket.Dispose();
                await Task.Delay(1);
            }
        }
    }

    private static async Task SendAsync(Socket socket, string text) => await socket.SendAsync(Encoding.ASCII.GetBytes(text));

    private static async Task<string> ReceiveUntilAsync(Socket socket, string end)
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        var received = new StringBuilder();
        var buffer = new byte[4096];
        while (!received.ToString().Contains(end, StringComparison.Ordinal))
        {
            var count = await socket.ReceiveAsync(buffer, timeout.Token);
            received.Append(count > 0 ? Encoding.Latin1.GetString(buffer, 0, count) : throw new InvalidDataException($"The server closed after: {received}"));
        }

        return received.ToString();
    }

    // A client masks; with a key of zeros that changes nothing.
    private static byte[] TextFrame(string text)
    {
        var payload = Encoding.UTF8.GetBytes(text);
        var frame = new byte[2 + 4 + payload.Length];
        BinaryPrimitives.WriteUInt16BigEndian(frame, (ushort)(0x8180 | payload.Length));
        payload.CopyTo(frame, 6);
        return frame;
    }

    private static double MemoryOf(Process process)
    {
        var line = File.ReadLines($"/proc/{process.Id}/status").First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
        return double.Parse(line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024;
    }
}
