using Microsoft.Extensions.Logging.Abstractions;
using System.Net;
using System.Net.Sockets;
using WebSockets.Runtime.Tests.Infrastructure;
using WebSockets.Transport.Connections;
using WebSockets.Transport.Loops;
using WebSockets.Transport.Native;

namespace WebSockets.Transport.Tests.Parts;

/// <summary>One loop, and connections to it without a server. A loop is only taken from its thread by the test.</summary>
internal sealed class Rig : IAsyncDisposable
{
    private readonly EpollEngine _engine;
    private readonly List<IDisposable> _sockets = [];

    public Rig(int loops = 1, TimeSpan? handOverAfter = null) => _engine = new EpollEngine(new EpollTransportOptions { LoopCount = loops, HandOverAfter = handOverAfter ?? Timeout.InfiniteTimeSpan }, NullLogger.Instance);

    public EpollEngine Engine => _engine;

    public EpollLoop Loop => _engine.Loops[0];

    /// <summary>A TCP connection: the client's socket, and the descriptor of the server's side.</summary>
    public unsafe (Socket Client, int Fd) Connect()
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        _sockets.Add(client);
        client.Connect(listener.LocalEndPoint!);
        var length = 128;
        var address = stackalloc byte[length];
        var fd = Libc.Accept((int)listener.Handle, address, &length);
        Assert.That(fd, Is.GreaterThanOrEqualTo(0), "the connection is accepted");
        return (client, fd);
    }

    /// <summary>A connection with its pipes.</summary>
    public (Socket Client, SocketChannel Channel, Owner Owner) Open(bool canDetach = false)
    {
        var (client, fd) = Connect();
        var owner = new Owner();
        var channel = new SocketChannel(fd, _engine.Targets.NewRegistration(), _engine, Loop, canDetach) { Owner = owner };
        Assert.That(channel.TryOpen(), Is.True);
        return (client, channel, owner);
    }

    /// <summary>Runs something on the thread that has the loop, as what an event set going.</summary>
    public void OnLoop(Action action)
    {
        var (client, fd) = Connect();
        var target = new Calling(_engine, fd, action);
        _engine.Targets.Set(fd, target);
        Loop.Watch(fd, Epoll.In | Epoll.EdgeTriggered, target.Registration);
        client.Send("!"u8);
    }

    /// <summary>Runs something on the thread that has the loop, and waits until it has.</summary>
    public async Task OnLoopAsync(Action action)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        OnLoop(() =>
        {
            try
            {
                action();
                done.SetResult();
            }
            catch (Exception e)
            {
                done.SetException(e);
            }
        });
        await done.Task.Within("the loop runs it");
    }

    public async ValueTask DisposeAsync()
    {
        await _engine.StopAsync().Within("the loops end");
        _sockets.ForEach(socket => socket.Dispose());
    }

    /// <summary>Is told what becomes of a connection.</summary>
    public sealed class Owner : ISocketOwner
    {
        private readonly TaskCompletionSource _gone = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Gone => _gone.Task;

        public ConnectionEnd? End => null;

        public void PeerGone() => _gone.TrySetResult();

        public void Ended()
        {
        }
    }

    private sealed class Calling(EpollEngine engine, int fd, Action action) : EpollTarget(engine.Targets.NewRegistration())
    {
        public override void OnEvents(Epoll events)
        {
            engine.Targets.Remove(fd);
            Libc.close(fd);
            action();
        }

        public override void OnLoopEnded() => Libc.close(fd);
    }
}
