using System.IO.Pipelines;
using System.Net.WebSockets;

namespace WebSockets.Runtime.Tests.Framing;

/// <summary>The framework's own client, with an in-memory pipe to it and one from it where its connection would be.</summary>
internal sealed class LoopbackClient : IAsyncDisposable
{
    // Without thresholds, so that a client can send before anyone reads.
    private static readonly PipeOptions Unbounded = new(pauseWriterThreshold: 0, useSynchronizationContext: false);

    private readonly Pipe _toServer = new(Unbounded);
    private readonly Pipe _toClient = new(Unbounded);

    public LoopbackClient(bool deflates)
    {
        Socket = WebSocket.CreateFromStream(
            new Duplex(_toClient.Reader.AsStream(), _toServer.Writer.AsStream()),
            new WebSocketCreationOptions
            {
                IsServer = false,
                KeepAliveInterval = TimeSpan.Zero,
                DangerousDeflateOptions = deflates
                    ? new WebSocketDeflateOptions { ClientContextTakeover = false, ServerContextTakeover = false }
                    : null,
            });
    }

    public WebSocket Socket { get; }

    public PipeReader Input => _toServer.Reader;

    public PipeWriter Output => _toClient.Writer;

    public async ValueTask DisposeAsync()
    {
        Socket.Dispose();
        await Input.CompleteAsync();
        await Output.CompleteAsync();
    }

    private sealed class Duplex(Stream input, Stream output) : Stream
    {
        public override bool CanRead => true;

        public override bool CanWrite => true;

        public override bool CanSeek => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override void Flush() => output.Flush();

        public override Task FlushAsync(CancellationToken cancellationToken) => output.FlushAsync(cancellationToken);

        public override int Read(byte[] buffer, int offset, int count) => input.Read(buffer, offset, count);

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            input.ReadAsync(buffer, cancellationToken);

        public override void Write(byte[] buffer, int offset, int count) => output.Write(buffer, offset, count);

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
            output.WriteAsync(buffer, cancellationToken);

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
