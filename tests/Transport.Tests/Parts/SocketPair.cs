using Microsoft.Extensions.Logging.Abstractions;
using System.Net;
using System.Net.Sockets;
using WebSockets.Runtime.Tests.Infrastructure;
using WebSockets.Transport.Connections;
using WebSockets.Transport.Loops;

namespace WebSockets.Transport.Tests.Parts;

/// <summary>A channel of an engine, and the socket at its other end.</summary>
internal sealed class SocketPair : ISocketOwner, IDisposable
{
    private readonly TaskCompletionSource _gone = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private SocketPair(Socket peer, Socket own, EpollEngine engine)
    {
        Peer = peer;
        Channel = new SocketChannel((int)own.Handle, engine.Targets.NewRegistration(), engine, engine.Loops[0], canDetach: false) { Owner = this };

        // The channel closes it.
        own.SafeHandle.SetHandleAsInvalid();
        Assert.That(Channel.TryOpen(), Is.True);
    }

    public SocketChannel Channel { get; }

    public SocketReader Reader => Channel.Reader;

    public SocketWriter Writer => Channel.Writer;

    public Socket Peer { get; }

    /// <summary>Completes when the owner has been told.</summary>
    public Task Gone => _gone.Task;

    public static EpollEngine NewEngine() => new(new EpollTransportOptions { LoopCount = 1, HandOverAfter = Timeout.InfiniteTimeSpan }, NullLogger.Instance);

    public static async Task<SocketPair> ConnectAsync(EpollEngine engine)
    {
        var (peer, own) = await SocketsAsync();
        return new SocketPair(peer, own, engine);
    }

    public static async Task<(Socket Peer, Socket Own)> SocketsAsync()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var peer = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true, ReceiveBufferSize = 64 * 1024 };
        await peer.ConnectAsync(listener.LocalEndpoint).Within("it connects");
        return (peer, await listener.AcceptSocketAsync().Within("it is accepted"));
    }

    /// <summary>Runs code on the loop's thread, as what waits for a read runs there.</summary>
    public async Task OnLoopAsync(Func<Task> code)
    {
        var running = new TaskCompletionSource<Task>(TaskCreationOptions.RunContinuationsAsynchronously);
        var reading = Reader.ReadAsync().GetAwaiter();
        reading.UnsafeOnCompleted(() =>
        {
            Reader.AdvanceTo(reading.GetResult().Buffer.End);
            running.SetResult(code());
        });
        Peer.Send("go"u8);
        await (await running.Task.Within("the loop begins")).Within("the loop is done");
    }

    public ConnectionEnd? End => null;

    public void PeerGone() => _gone.TrySetResult();

    public void Ended() => _gone.TrySetResult();

    public void Dispose()
    {
        Channel.Close();
        Peer.Dispose();
    }
}
