using WebSockets.Transport.Native;

namespace WebSockets.Transport.Loops;

/// <summary>What a loop's events are for: a listening socket, or a connection.</summary>
internal abstract class EpollTarget
{
    /// <summary>Called by a thread of the loop, possibly for a change that was already noticed: what is so is asked of the socket.</summary>
    public abstract void OnEvents(Epoll events);

    /// <summary>What the events set going has held the loop for too long.</summary>
    public virtual void OnHeldLoop()
    {
    }

    /// <summary>The loop has ended, and nobody else will end this.</summary>
    public abstract void OnLoopEnded();
}
