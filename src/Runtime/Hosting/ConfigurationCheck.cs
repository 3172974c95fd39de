using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using WebSockets.Options;

namespace WebSockets.Hosting;

/// <summary>Warns, once the app has started and all its handlers are mapped, of keys in the configuration that none of them reads.</summary>
internal sealed class ConfigurationCheck(HandlerRegistry registry, ILoggerFactory loggers, IConfiguration? configuration = null) : IHostedLifecycleService
{
    public Task StartedAsync(CancellationToken cancellationToken)
    {
        if (configuration is not null)
        {
            var logger = new GuardedLogger(loggers.CreateLogger("WebSockets.Configuration"));
            foreach (var key in OptionsReader.FindUnused(configuration, registry.Mappings.Select(mapping => mapping.Name)))
            {
                Tell(logger, key, key.Near is { } near ? $" Is {near} meant?" : "");
            }
        }

        return Task.CompletedTask;
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static void Tell(ILogger logger, UnusedKey key, string hint)
    {
        if (key.IsOption)
        {
            Log.UnknownOption(logger, key.Path, hint);
        }
        else
        {
            Log.UnknownHandler(logger, key.Path, hint);
        }
    }
}
