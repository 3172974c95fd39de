using System.Buffers;
using System.IO.Pipelines;
using System.Security.Claims;
using Microsoft.Extensions.DependencyInjection;
using WebSockets.Connections;
using WebSockets.Dispatch;
using WebSockets.Hosting;
using WebSockets.Runtime.Tests.Infrastructure;
using WebSockets.Runtime.Tests.Wire;

namespace WebSockets.Runtime.Tests.Conditions;

/// <summary>What a message costs where nothing waits: the loop, over pipes whose both ends run on this thread.</summary>
internal sealed class AllocationTests
{
    private const int Messages = 10_000;

    private static readonly PipeOptions OneThread = new(
        readerScheduler: PipeScheduler.Inline, writerScheduler: PipeScheduler.Inline, pauseWriterThreshold: 0, useSynchronizationContext: false);

    [Test]
    public async Task A_binary_echo_leaves_no_garbage()
    {
        await using var host = await TestHost.StartAsync<Echo>();
        var (toServer, toClient) = (new Pipe(OneThread), new Pipe(OneThread));
        var mapping = host.Services.GetRequiredService<HandlerRegistry>().Mappings.Single();
        var transport = new ConnectionTransport(toServer.Reader, toClient.Writer, () => { }, CancellationToken.None, IsOwned: false);
        var connection = new WebSocketConnection(transport, mapping, new ClaimsPrincipal(), null, false);
        using var loop = new ConnectionLoop(connection, transport, new HandlerInvoker(connection, mapping.Dispatcher.CreateSession(host.Services)));
        var running = loop.RunAsync(default);
        var frame = RawFrame.Encode(RawFrame.Binary, new byte[100]);

        Exchange(toServer.Writer, toClient.Reader, frame, 1000);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var received = Exchange(toServer.Writer, toClient.Reader, frame, Messages);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.That(received, Is.EqualTo(Messages * (2 + 100)));
        Assert.That(allocated, Is.LessThan(Messages), "bytes, for so many messages");
        await toServer.Writer.CompleteAsync();
        await running.Within("the loop ends");
    }

    // Returns how many bytes came back. Not async, so that what is counted is the thread's.
    private static long Exchange(PipeWriter toServer, PipeReader toClient, byte[] frame, int count)
    {
        var received = 0L;
        for (var i = 0; i < count; i++)
        {
            toServer.Write(frame);
            if (!toServer.FlushAsync().IsCompletedSuccessfully || !toClient.TryRead(out var result))
            {
                return received;
            }

            received += result.Buffer.Length;
            toClient.AdvanceTo(result.Buffer.End);
        }

        return received;
    }
}
