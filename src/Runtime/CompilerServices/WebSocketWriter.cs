using System.ComponentModel;
using WebSockets.Messages;

namespace WebSockets.CompilerServices;

/// <summary>Writes one type of reply as a frame.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class WebSocketWriter<T>
{
    private protected WebSocketWriter()
    {
    }

    /// <summary>Writes the message, and with it the id of the request that it answers, if there is one.</summary>
    internal abstract void Write(FrameBuilder frame, T message, ReadOnlySpan<byte> id);
}
