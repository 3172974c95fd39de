namespace WebSockets.Transport.Loops;

/// <summary>Threads for the loops. A few that lost theirs to another are kept for the next that needs one.</summary>
internal sealed class LoopThreads
{
    private const int Kept = 4;

    private readonly Lock _gate = new();
    private readonly Stack<LoopThread> _idle = new();
    private bool _isStopping;

    public LoopThread Take()
    {
        lock (_gate)
        {
            return _idle.TryPop(out var thread) ? thread : new LoopThread(this);
        }
    }

    public void Return(LoopThread thread)
    {
        lock (_gate)
        {
            if (!_isStopping && _idle.Count < Kept)
            {
                _idle.Push(thread);
                return;
            }
        }

        thread.Dismiss();
    }

    /// <summary>Ends the idle ones now, and each other when its loop has ended.</summary>
    public void Stop()
    {
        lock (_gate)
        {
            _isStopping = true;
            while (_idle.TryPop(out var thread))
            {
                thread.Dismiss();
            }
        }
    }
}
