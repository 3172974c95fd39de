using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Options;

namespace WebSockets.Hosting;

/// <summary>
/// Limits what Kestrel receives ahead of the code that reads, unless the app has set another limit than Kestrel's own of 1 MiB: with that each
/// client that keeps sending into a slow method holds 1 MiB of the server's memory.
/// </summary>
/// <remarks>What TCP has on its way is not in it: the system's own buffers are what a fast line needs.</remarks>
internal sealed class ReadAheadLimit : IConfigureOptions<SocketTransportOptions>
{
    /// <summary>As much as one receive of the epoll transport. Several large messages fit in it: with less, they are received one by one.</summary>
    public const long Limit = 256 * 1024;

    private static readonly long? Default = new SocketTransportOptions().MaxReadBufferSize;

    public void Configure(SocketTransportOptions options)
    {
        if (options.MaxReadBufferSize == Default)
        {
            options.MaxReadBufferSize = Limit;
        }
    }
}
