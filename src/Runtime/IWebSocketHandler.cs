using System.ComponentModel;
using WebSockets.CompilerServices;

namespace WebSockets;

/// <summary>
/// Implemented by the generated part of each class marked with <see cref="WebSocketHandlerAttribute"/>; not by hand.
/// </summary>
/// <typeparam name="TSelf">The handler class.</typeparam>
public interface IWebSocketHandler<TSelf> where TSelf : class, IWebSocketHandler<TSelf>
{
    /// <summary>What the generator knows of the handler.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    static abstract WebSocketHandlerDefinition Definition { get; }
}
