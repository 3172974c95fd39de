using System.Diagnostics.CodeAnalysis;
using System.IO.Pipelines;
using WebSockets.Transport.Loops;
using WebSockets.Transports;

namespace WebSockets.Transport.Connections;

/// <summary>A socket that the server has let go. Nothing of the server's connection is left: this, its channel and their user are all there is.</summary>
internal sealed class DetachedSocket : DetachedPipe, ISocketOwner
{
    private readonly Lock _gate = new();
    private CancellationTokenSource? _lost;
    private bool _isLost;
    private bool _isClosing;

    [SetsRequiredMembers]
    public DetachedSocket(int fd, int registration, EpollEngine engine, EpollLoop loop, ConnectionEnd? end)
    {
        End = end;
        Channel = new SocketChannel(fd, registration, engine, loop, canDetach: false) { Owner = this };
    }

    /// <summary>Of the connection that the server had.</summary>
    public ConnectionEnd? End { get; }

    public required SocketChannel Channel { get; init; }

    public override PipeReader Input => Channel.Reader;

    public override TurnWriter Output => Channel.Writer;

    public override CancellationToken Lost
    {
        get
        {
            lock (_gate)
            {
                return _isLost ? new CancellationToken(true) : (_lost ??= new()).Token;
            }
        }
    }

    public override bool HasUnreadInput => Channel.Reader.HasUnread;

    public override void EndTurn() => Channel.Reader.EndTurn();

    public override void KeepMemory() => Channel.Reader.Keep();

    public override void ReleaseMemory() => Channel.Reader.Release();

    public override void Close()
    {
        lock (_gate)
        {
            _isClosing = true;
        }

        Channel.Writer.Complete();
        if (Channel.Reader.StartDiscarding())
        {
            Finish();
        }
    }

    public override void Abort()
    {
        Channel.Abort();
        lock (_gate)
        {
            if (!_isClosing)
            {
                return; // who reads will notice
            }
        }

        Finish();
    }

    public void PeerGone()
    {
        bool isClosing;
        lock (_gate)
        {
            isClosing = _isClosing;
        }

        if (!isClosing)
        {
            Lose();
        }
        else if (Channel.Reader.IsEnd)
        {
            Finish();
        }
    }

    public void Ended() => Lose();

    // The peer has closed its side too, or has had its time: there is nothing more to come, and nobody who reads what is still to go.
    private void Finish()
    {
        Channel.Close();
        Lose();
    }

    private void Lose()
    {
        CancellationTokenSource? lost;
        lock (_gate)
        {
            lost = _isLost ? null : _lost;
            _isLost = true;
        }

        End?.Tell();

        if (lost is not null)
        {
            ThreadPool.UnsafeQueueUserWorkItem(static lost => lost.Cancel(), lost, preferLocal: false);
        }
    }
}
