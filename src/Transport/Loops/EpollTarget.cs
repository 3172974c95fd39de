using WebSockets.Transport.Native;

namespace WebSockets.Transport.Loops;

/// <summary>What a loop's events are for: a listening socket, or a connection.</summary>
/// <param name="registration">Tells its events from those of an earlier one that had the same descriptor, and was closed with an event on its way.</param>
internal abstract class EpollTarget(int registration)
{
    public int Registration => registration;

    /// <summary>Called by a thread of the loop, possibly for a change that was already noticed: what is so is asked of the socket.</summary>
    public abstract void OnEvents(Epoll events);

    /// <summary>Called by a thread of the loop when it is this target's turn again, after <see cref="EpollLoop.Queue"/>.</summary>
    public virtual void OnTurn()
    {
    }

    /// <summary>What the events set going has held the loop for too long.</summary>
    public virtual void OnHeldLoop()
    {
    }

    /// <summary>The loop has ended, or this has failed in it, and no other will end this. Does not throw.</summary>
    public abstract void OnLoopEnded();
}
