using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using WebSockets.Transport.Listening;

namespace WebSockets.Transport;

/// <summary>Turns the epoll transport on.</summary>
public static class WebHostBuilderEpollExtensions
{
    /// <summary>
    /// Lets Kestrel serve TCP and Unix domain sockets through epoll loops that receive and send in place. On Linux (x64 and arm64); elsewhere
    /// Kestrel's own sockets stay in use, and a log line says so.
    /// </summary>
    /// <remarks>
    /// Code that handles what a connection has received runs on the loop's own thread. Code that holds it for longer than
    /// <see cref="EpollTransportOptions.HandOverAfter"/> keeps that thread for itself: the other connections go on by another.
    /// </remarks>
    /// <param name="builder">The web host.</param>
    /// <param name="configure">Sets options.</param>
    /// <returns>The web host.</returns>
    public static IWebHostBuilder UseEpollTransport(this IWebHostBuilder builder, Action<EpollTransportOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.ConfigureServices(services =>
        {
            services.TryAddSingleton<IValidateOptions<EpollTransportOptions>, OptionsValidator>();
            services.TryAddSingleton(EpollPlatform.Current);
            if (configure is not null)
            {
                services.Configure(configure);
            }

            // The server asks the last factory first. What ours does not take, Kestrel's own does.
            services.TryAddSingleton<IConnectionListenerFactory, SocketTransportFactory>();
            if (!services.Any(service => service.ImplementationType == typeof(EpollListenerFactory)))
            {
                services.AddSingleton<IConnectionListenerFactory, EpollListenerFactory>();
            }
        });
    }

    private sealed class OptionsValidator : IValidateOptions<EpollTransportOptions>
    {
        private const int MaxLoops = 1024;

        public ValidateOptionsResult Validate(string? name, EpollTransportOptions options)
        {
            var builder = new ValidateOptionsResultBuilder();
            if (options.LoopCount is < 1 or > MaxLoops)
            {
                builder.AddError($"It is {options.LoopCount}, but has to be between 1 and {MaxLoops}.", nameof(options.LoopCount));
            }

            if (options.Backlog < 1)
            {
                builder.AddError($"It is {options.Backlog}, but has to be above zero.", nameof(options.Backlog));
            }

            if (options.MaxExtraThreads < 0)
            {
                builder.AddError($"It is {options.MaxExtraThreads}, but must not be below zero.", nameof(options.MaxExtraThreads));
            }

            if (options.HandOverAfter != Timeout.InfiniteTimeSpan
                && (options.HandOverAfter < TimeSpan.FromMilliseconds(1) || options.HandOverAfter > TimeSpan.FromMinutes(1)))
            {
                builder.AddError($"It is {options.HandOverAfter}, but has to be between 1 ms and 1 minute, or infinite.", nameof(options.HandOverAfter));
            }

            return builder.Build();
        }
    }
}
