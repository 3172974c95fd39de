using System.Net;
using System.Net.Sockets;

namespace WebSockets.SideBySide.Running;

/// <summary>Ports for servers: below those that the system gives to clients, of which a run uses tens of thousands.</summary>
internal static class Ports
{
    private static int s_next = 20_000;

    public static int FindFree()
    {
        while (true)
        {
            using var listener = new TcpListener(IPAddress.Loopback, s_next++);
            try
            {
                listener.Start();
                return ((IPEndPoint)listener.LocalEndpoint).Port;
            }
            catch (SocketException)
            {
                // Somebody else's.
            }
        }
    }
}
