using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using WebSockets.Transport.Connections;

namespace WebSockets.Transport.Loops;

/// <summary>
/// Sends for connections that get many frames in a burst from threads that have no turn, at the end of which they could be sent together. What is written to a
/// connection while it waits here, or while others are sent to, leaves by one system call.
/// </summary>
/// <remarks>Its thread runs no code of the app, so nothing that waits here waits for that.</remarks>
internal sealed class SendQueue
{
    private readonly ILogger _logger;

    private readonly ConcurrentQueue<SocketWriter> _writers = new();
    private readonly SemaphoreSlim _wake = new(0);
    private volatile bool _isStopping;
    private int _isAwake; // one who finds it zero, and sets it, wakes the thread

    public SendQueue(ILogger logger)
    {
        _logger = logger;
        new Thread(Work) { IsBackground = true, Name = "WebSockets epoll sender" }.UnsafeStart();
    }

    /// <summary>Lets the writer send soon. It is not here already.</summary>
    public void Add(SocketWriter writer)
    {
        _writers.Enqueue(writer);
        Wake();
    }

    /// <summary>Ends the thread, after it has sent what is there.</summary>
    public void Stop()
    {
        _isStopping = true;
        Wake();
    }

    private void Wake()
    {
        if (Interlocked.Exchange(ref _isAwake, 1) == 0)
        {
            _wake.Release();
        }
    }

    private void SendAll()
    {
        while (_writers.TryDequeue(out var writer))
        {
            try
            {
                writer.SendDeferred();
            }
            catch (Exception e)
            {
                Log.Failed(_logger, e); // the others are sent all the same
            }
        }
    }

    private void Work()
    {
        while (!_isStopping)
        {
            _wake.Wait();
            do
            {
                SendAll();
                Interlocked.Exchange(ref _isAwake, 0);
            }
            while (!_writers.IsEmpty && Interlocked.Exchange(ref _isAwake, 1) == 0);
        }
    }
}
