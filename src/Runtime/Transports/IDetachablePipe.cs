using System.ComponentModel;
using System.IO.Pipelines;

namespace WebSockets.Transports;

/// <summary>The pipes of a connection that can go on without the server that accepted it.</summary>
/// <remarks>
/// A server keeps much for each connection (the request, its features, its pipes) that an open WebSocket has no use for. A transport whose pipes
/// implement this lets it all go: the server sees the connection end, and the socket lives on behind other pipes.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IDetachablePipe : IDuplexPipe
{
    /// <summary>
    /// Takes the connection from the server, with what was received and not consumed, and what was written and not sent. From then on these pipes are
    /// at their end, and completing them or disposing of the server's connection does nothing to the socket. Called once, by one who reads and
    /// writes through these pipes at the time.
    /// </summary>
    /// <returns>The connection, for the caller to end; null where the server has to keep it.</returns>
    DetachedPipe? TryDetach();
}
