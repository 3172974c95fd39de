using System.Net.WebSockets;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using WebSockets.CompilerServices;

namespace WebSockets.Options;

/// <summary>Puts a handler's options together: configuration first, then code, then a check of the result.</summary>
internal static class OptionsReader
{
    private const string Root = "WebSockets";
    private const string Defaults = "Defaults";

    /// <exception cref="OptionsValidationException">Values are not valid; the message names their keys.</exception>
    public static WebSocketHandlerOptions Read(
        WebSocketHandlerDefinition definition, IConfiguration? configuration, IEnumerable<Action<WebSocketHandlerOptions>> code)
    {
        var section = $"{Root}:{definition.Name}";
        var options = new WebSocketHandlerOptions();
        var failures = new List<string>();
        var written = new WrittenOptions(section);
        if (configuration is not null)
        {
            Apply(options, new SectionReader(configuration.GetSection($"{Root}:{Defaults}"), written, failures));
            Apply(options, new SectionReader(configuration.GetSection(section), written, failures));
        }

        foreach (var configure in code)
        {
            configure(options);
        }

        failures.AddRange(OptionsValidator.Check(options, written));
        failures.AddRange(PathValidator.Check(options.Path, definition, written.SectionOf(nameof(options.Path), options.Path)));
        return failures.Count == 0 ? options : throw new OptionsValidationException(definition.Name, typeof(WebSocketHandlerOptions), failures);
    }

    /// <summary>What stands in the library's section of the configuration, and no handler reads.</summary>
    /// <param name="configuration">The app's configuration.</param>
    /// <param name="handlers">The names of the handlers that are mapped.</param>
    public static IEnumerable<UnusedKey> FindUnused(IConfiguration configuration, IEnumerable<string> handlers) =>
        UnusedKeys.Find(configuration.GetSection(Root), handlers.Append(Defaults).ToHashSet(StringComparer.OrdinalIgnoreCase), KeysOf);

    private static IReadOnlySet<string> KeysOf(IConfigurationSection section)
    {
        var reader = new SectionReader(section, new WrittenOptions(section.Path), []);
        Apply(new WebSocketHandlerOptions(), reader);
        return reader.Asked;
    }

    // What the section does not set stays as it is.
    private static void Apply(WebSocketHandlerOptions options, SectionReader section)
    {
        options.Path = section.Text(nameof(options.Path)) ?? options.Path;
        options.Login = section.Value<bool>(nameof(options.Login)) ?? options.Login;
        options.LoginTimeout = section.Value<TimeSpan>(nameof(options.LoginTimeout)) ?? options.LoginTimeout;
        options.MaxMessageSize = section.Value<int>(nameof(options.MaxMessageSize)) ?? options.MaxMessageSize;
        options.MessageReceiveTimeout = section.Value<TimeSpan>(nameof(options.MessageReceiveTimeout)) ?? options.MessageReceiveTimeout;
        options.KeepAliveInterval = section.Value<TimeSpan>(nameof(options.KeepAliveInterval)) ?? options.KeepAliveInterval;
        options.KeepAliveTimeout = section.Value<TimeSpan>(nameof(options.KeepAliveTimeout)) ?? options.KeepAliveTimeout;
        options.IdleTimeout = section.Value(nameof(options.IdleTimeout), options.IdleTimeout);
        options.MaxPendingSendBytes = section.Value<int>(nameof(options.MaxPendingSendBytes)) ?? options.MaxPendingSendBytes;
        options.MaxTotalPendingSendBytes = section.Value<long>(nameof(options.MaxTotalPendingSendBytes)) ?? options.MaxTotalPendingSendBytes;
        options.SlowConsumer = section.Member<SlowConsumerPolicy>(nameof(options.SlowConsumer)) ?? options.SlowConsumer;
        options.MaxConnections = section.Value(nameof(options.MaxConnections), options.MaxConnections);
        options.MaxConnectionsPerAddress = section.Value(nameof(options.MaxConnectionsPerAddress), options.MaxConnectionsPerAddress);
        options.IPv6PrefixLength = section.Value<int>(nameof(options.IPv6PrefixLength)) ?? options.IPv6PrefixLength;
        options.MaxChannels = section.Value<int>(nameof(options.MaxChannels)) ?? options.MaxChannels;
        options.MessageRateLimit = section.Value(nameof(options.MessageRateLimit), options.MessageRateLimit);
        options.MessageRatePolicy = section.Member<MessageRatePolicy>(nameof(options.MessageRatePolicy)) ?? options.MessageRatePolicy;
        options.MessageTimeout = section.Value(nameof(options.MessageTimeout), options.MessageTimeout);
        options.MaxLifetime = section.Value(nameof(options.MaxLifetime), options.MaxLifetime);
        options.CloseOnAuthenticationExpiration = section.Value<bool>(nameof(options.CloseOnAuthenticationExpiration)) ?? options.CloseOnAuthenticationExpiration;
        options.AllowedOrigins = section.List(nameof(options.AllowedOrigins)) ?? options.AllowedOrigins;
        options.Compression = section.Value<bool>(nameof(options.Compression), options.Compression) ?? false;
        options.CloseTimeout = section.Value<TimeSpan>(nameof(options.CloseTimeout)) ?? options.CloseTimeout;
        options.DrainTimeout = section.Value<TimeSpan>(nameof(options.DrainTimeout)) ?? options.DrainTimeout;
        options.DrainSpread = section.Value<TimeSpan>(nameof(options.DrainSpread)) ?? options.DrainSpread;
        options.DrainStatus = (WebSocketCloseStatus?)section.Value<int>(nameof(options.DrainStatus)) ?? options.DrainStatus;
        options.TrafficLog = section.Value<bool>(nameof(options.TrafficLog)) ?? options.TrafficLog;
        options.TrafficLogPayloadLimit = section.Value<int>(nameof(options.TrafficLogPayloadLimit)) ?? options.TrafficLogPayloadLimit;
    }
}
