using System.Net.Sockets;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using WebSockets.Transports;

namespace WebSockets.Handshake;

/// <summary>The input of a connection of Kestrel's own sockets.</summary>
internal sealed class SocketInput(Socket socket) : IUnreadInput
{
    public bool HasUnreadInput
    {
        get
        {
            try
            {
                return socket.Available > 0;
            }
            catch (Exception e) when (e is ObjectDisposedException or SocketException)
            {
                return false;
            }
        }
    }

    /// <summary>That of a request's connection; null where the transport does not say.</summary>
    public static IUnreadInput? Of(HttpContext http) =>
        http.Features.Get<IUnreadInput>() ?? (http.Features.Get<IConnectionSocketFeature>() is { Socket: { } socket } ? new SocketInput(socket) : null);
}
