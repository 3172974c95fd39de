using System.Buffers;
using System.IO.Pipelines;
using System.Security.Claims;
using Microsoft.Extensions.DependencyInjection;
using WebSockets.Connections;
using WebSockets.Dispatch;
using WebSockets.Hosting;

namespace WebSockets.Runtime.Tests.Infrastructure;

/// <summary>A connection to a host's only handler, over pipes whose both ends run on the thread of the test: what it costs is that thread's.</summary>
internal sealed class MemoryConnection : IAsyncDisposable
{
    private static readonly PipeOptions OneThread = new(
        readerScheduler: PipeScheduler.Inline, writerScheduler: PipeScheduler.Inline, pauseWriterThreshold: 0, useSynchronizationContext: false);

    private readonly Pipe _toServer = new(OneThread);
    private readonly Pipe _toClient;
    private readonly HandlerMapping _mapping;
    private readonly ConnectionLoop _loop;
    private readonly Task _running;

    /// <param name="host">The host.</param>
    /// <param name="room">So many bytes for the peer fill the transport; 0: as many as come.</param>
    public MemoryConnection(TestHost host, int room = 0)
    {
        _toClient = new(new PipeOptions(
            readerScheduler: PipeScheduler.Inline, writerScheduler: PipeScheduler.Inline, pauseWriterThreshold: room, resumeWriterThreshold: room / 2, useSynchronizationContext: false));
        _mapping = host.Services.GetRequiredService<HandlerRegistry>().Mappings.Single();
        var transport = new ServerTransport(_toServer.Reader, _toClient.Writer, () => { }, CancellationToken.None);
        Server = new WebSocketConnection(transport, _mapping, new ClaimsPrincipal(), null, windowBits: 0);
        _mapping.Hub.Add(Server);
        _loop = new ConnectionLoop(Server, transport, new HandlerInvoker(Server, _mapping.Dispatcher.CreateSession(host.Services)));
        _running = _loop.RunAsync(default);
    }

    /// <summary>The connection as the handler sees it.</summary>
    public WebSocketConnection Server { get; }

    /// <summary>Sends what the peer sends. When it returns, the handler has run.</summary>
    public void Send(ReadOnlySpan<byte> frame)
    {
        _toServer.Writer.Write(frame);
        if (!_toServer.Writer.FlushAsync().IsCompletedSuccessfully)
        {
            throw new InvalidOperationException("The pipe is full.");
        }
    }

    /// <summary>Takes what the peer has got so far, and says how long it is.</summary>
    public long Receive()
    {
        if (!_toClient.Reader.TryRead(out var result))
        {
            return 0;
        }

        var length = result.Buffer.Length;
        _toClient.Reader.AdvanceTo(result.Buffer.End);
        return length;
    }

    public async ValueTask DisposeAsync()
    {
        await _toServer.Writer.CompleteAsync();
        await _toClient.Reader.CompleteAsync();
        await _running.Within("the loop ends");
        _mapping.Hub.Remove(Server);
        _loop.Dispose();
    }
}
