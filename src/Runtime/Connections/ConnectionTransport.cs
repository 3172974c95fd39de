using System.IO.Pipelines;
using WebSockets.Transports;

namespace WebSockets.Connections;

/// <summary>Where a connection's bytes come from and go to, once the handshake is done. Nothing here depends on the request.</summary>
internal abstract class ConnectionTransport
{
    /// <summary>What the peer sends.</summary>
    public abstract PipeReader Input { get; }

    /// <summary>What the peer gets.</summary>
    public abstract PipeWriter Output { get; }

    /// <summary>Is cancelled when the connection is gone, also while nobody reads.</summary>
    public abstract CancellationToken Lost { get; }

    /// <summary>The server is not needed any more: the request may end while the connection goes on.</summary>
    public virtual bool IsDetached => false;

    /// <summary>After <see cref="CompleteAsync"/> the peer still gets the last bytes, and may never take them.</summary>
    public virtual bool OutlivesCompletion => true;

    /// <summary>Drops the connection without another byte.</summary>
    public abstract void Abort();

    /// <summary>Drops also what carries the connection and others, because it takes nothing, not even the word that the connection is dropped.</summary>
    public virtual void AbortCarrier() => Abort();

    /// <summary>Keeps what was read last as it is until <see cref="MemoryFreed"/>, although it is given back. False: it must not be given back.</summary>
    public virtual bool TryKeepMemory() => false;

    /// <summary>Nobody reads any more what had to be kept. May be called when nothing was.</summary>
    public abstract void MemoryFreed();

    /// <summary>The peer has sent what was not read yet.</summary>
    public virtual bool HasUnreadInput => false;

    /// <summary>Has the next read wait until other connections have had their turn, where the transport can: a read that completes at once all the same is the reader's to put off.</summary>
    public virtual void EndTurn()
    {
    }

    /// <summary>The connection has ended.</summary>
    public virtual ValueTask CompleteAsync() => default;
}

/// <summary>The pipes of the server's own connection, which ends it when the request has ended.</summary>
internal sealed class ServerTransport(PipeReader input, PipeWriter output, Action abort, CancellationToken lost, IUnreadInput? unread = null) : ConnectionTransport
{
    public override bool HasUnreadInput => unread is { HasUnreadInput: true };

    public override PipeReader Input => input;

    public override PipeWriter Output => output;

    public override CancellationToken Lost => lost;

    public override void Abort() => abort();

    // Whoever waits for the peer wakes up, and gives back what was kept.
    public override void MemoryFreed() => input.CancelPendingRead();
}

/// <summary>The stream that a request was turned into, as over HTTP/2. The pipes around it are ours to complete.</summary>
/// <param name="stream">The stream.</param>
/// <param name="abort">Drops it alone.</param>
/// <param name="abortCarrier">Drops the TCP connection, with all its streams.</param>
/// <param name="lost">Is cancelled when the stream is gone.</param>
/// <param name="unread">What the TCP connection knows of its socket.</param>
internal sealed class StreamTransport(Stream stream, Action abort, Action abortCarrier, CancellationToken lost, IUnreadInput? unread = null) : ConnectionTransport
{
    public override bool HasUnreadInput => unread is { HasUnreadInput: true };

    public override PipeReader Input { get; } = PipeReader.Create(stream, new StreamPipeReaderOptions(useZeroByteReads: true, leaveOpen: true));

    public override PipeWriter Output { get; } = PipeWriter.Create(stream, new StreamPipeWriterOptions(leaveOpen: true));

    public override CancellationToken Lost => lost;

    public override bool OutlivesCompletion => false;

    public override void Abort() => abort();

    // Of HTTP/2: Kestrel cannot reset a stream while TCP takes nothing, and what is being sent on it waits for that.
    public override void AbortCarrier() => abortCarrier();

    public override void MemoryFreed() => Input.CancelPendingRead();

    public override async ValueTask CompleteAsync()
    {
        await Input.CompleteAsync().ConfigureAwait(false);
        try
        {
            await Output.CompleteAsync().ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or InvalidOperationException)
        {
            // What was left could not be written any more: the peer is gone.
        }
    }
}

/// <summary>A connection that was taken from the server.</summary>
internal sealed class DetachedTransport(DetachedPipe pipe) : ConnectionTransport
{
    public override PipeReader Input => pipe.Input;

    public override PipeWriter Output => pipe.Output;

    public override CancellationToken Lost => pipe.Lost;

    public override bool IsDetached => true;

    public override void Abort() => pipe.Abort();

    public override bool HasUnreadInput => pipe.HasUnreadInput;

    public override void EndTurn() => pipe.EndTurn();

    public override bool TryKeepMemory()
    {
        pipe.KeepMemory();
        return true;
    }

    public override void MemoryFreed() => pipe.ReleaseMemory();

    public override ValueTask CompleteAsync()
    {
        pipe.Close();
        return default;
    }
}
