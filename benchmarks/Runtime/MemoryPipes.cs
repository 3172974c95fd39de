using System.Buffers;
using System.IO.Pipelines;
using System.Security.Claims;
using WebSockets.Connections;
using WebSockets.Dispatch;
using WebSockets.Framing;
using WebSockets.Hosting;

namespace WebSockets.Runtime.Benchmarks;

/// <summary>Both directions of a connection in memory, whose both ends run on the thread of the benchmark.</summary>
internal sealed class MemoryPipes
{
    private static readonly PipeOptions OneThread = new(
        readerScheduler: PipeScheduler.Inline, writerScheduler: PipeScheduler.Inline, pauseWriterThreshold: 0, minimumSegmentSize: 64 * 1024, useSynchronizationContext: false);

    private readonly Pipe _toServer = new(OneThread);
    private readonly Pipe _toClient = new(OneThread);

    /// <summary>The whole of the library: its loop, and a handler's generated dispatch.</summary>
    public static MemoryPipes ToHandler(HandlerMapping mapping, IServiceProvider services)
    {
        var pipes = new MemoryPipes();
        var transport = new ServerTransport(pipes._toServer.Reader, pipes._toClient.Writer, () => { }, CancellationToken.None);
        var connection = new WebSocketConnection(transport, mapping, new ClaimsPrincipal(), null, windowBits: 0);
        _ = new ConnectionLoop(connection, transport, new HandlerInvoker(connection, mapping.Dispatcher.CreateSession(services))).RunAsync(default);
        return pipes;
    }

    /// <summary>The codec, and the connection's output in place of a bare writer: any thread may send, and nobody waits.</summary>
    public static MemoryPipes ToOutput(HandlerMapping mapping)
    {
        var pipes = new MemoryPipes();
        var transport = new ServerTransport(pipes._toServer.Reader, pipes._toClient.Writer, () => { }, CancellationToken.None);
        _ = EchoAsync(pipes._toServer.Reader, new WebSocketConnection(transport, mapping, new ClaimsPrincipal(), null, windowBits: 0));
        return pipes;
    }

    /// <summary>The codec alone: frames are read, their payloads are written, and what came in one read goes out in one flush.</summary>
    public static MemoryPipes ToCodec()
    {
        var pipes = new MemoryPipes();
        _ = EchoAsync(pipes._toServer.Reader, pipes._toClient.Writer);
        return pipes;
    }

    /// <summary>Sends what the peer sends, and takes the answer.</summary>
    public long Exchange(byte[] frames)
    {
        _toServer.Writer.Write(frames);
        _ = _toServer.Writer.FlushAsync();
        _toClient.Reader.TryRead(out var result);
        var length = result.Buffer.Length;
        _toClient.Reader.AdvanceTo(result.Buffer.End);
        return length;
    }

    private static async Task EchoAsync(PipeReader input, PipeWriter output)
    {
        using var frames = new FrameReader(1 << 20);
        while (true)
        {
            var result = await input.ReadAsync().ConfigureAwait(false);
            var buffer = result.Buffer;
            while (frames.Read(ref buffer) is { Kind: FrameEventKind.Message } message)
            {
                var length = (int)message.Payload.Length;
                var opcode = message.MessageType == System.Net.WebSockets.WebSocketMessageType.Text ? FrameOpcode.Text : FrameOpcode.Binary;
                var span = output.GetSpan(FrameWriter.MaxHeaderSize + length);
                var header = FrameWriter.WriteHeader(span, opcode, length);
                message.Payload.CopyTo(span[header..]);
                output.Advance(header + length);
                message.Release();
            }

            await output.FlushAsync().ConfigureAwait(false);
            input.AdvanceTo(buffer.Start, buffer.End);
        }
    }

    private static async Task EchoAsync(PipeReader input, WebSocketConnection connection)
    {
        using var frames = new FrameReader(1 << 20);
        while (true)
        {
            var result = await input.ReadAsync().ConfigureAwait(false);
            var buffer = result.Buffer;
            connection.Output.Hold();
            while (frames.Read(ref buffer) is { Kind: FrameEventKind.Message } message)
            {
                await connection.SendBinaryAsync(message.Payload.First).ConfigureAwait(false);
                message.Release();
            }

            connection.Output.Release();
            input.AdvanceTo(buffer.Start, buffer.End);
        }
    }
}
