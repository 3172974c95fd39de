using System.Buffers;
using System.Net;
using Microsoft.Extensions.Logging;
using WebSockets.Transport.Loops;

namespace WebSockets.Transport.Listening;

/// <summary>What a listener and its connections share.</summary>
/// <param name="Engine">The loops.</param>
/// <param name="MemoryPool">For the server.</param>
/// <param name="Logger">For both.</param>
/// <param name="CanDetach">Whether connections may be taken from the server.</param>
/// <param name="MaxReadBufferSize">How much a connection of the server receives at once, and so ahead of its reader, at most.</param>
/// <param name="EndPoint">What was bound; the port is the real one.</param>
internal sealed record ListenerParts(EpollEngine Engine, MemoryPool<byte> MemoryPool, ILogger Logger, bool CanDetach, int MaxReadBufferSize, EndPoint EndPoint)
{
    /// <summary>The address of our side of a connection: the listener's, unless that stands for several.</summary>
    public EndPoint? LocalAddressOf(int socket) =>
        EndPoint is IPEndPoint ip && (ip.Address.Equals(IPAddress.Any) || ip.Address.Equals(IPAddress.IPv6Any)) ? SocketAddresses.LocalOf(socket) : EndPoint;
}
