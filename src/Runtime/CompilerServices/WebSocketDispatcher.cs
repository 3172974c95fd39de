using System.ComponentModel;

namespace WebSockets.CompilerServices;

/// <summary>
/// One mapping of a handler: holds the JSON metadata of its messages, resolved when it was made, and makes the session of each connection.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class WebSocketDispatcher
{
    /// <summary>Makes the handler instance of one connection, and the session around it.</summary>
    /// <param name="services">The connection's services; they live as long as the connection.</param>
    public abstract WebSocketSession CreateSession(IServiceProvider services);
}
