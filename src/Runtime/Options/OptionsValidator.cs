using WebSockets.Handshake;

namespace WebSockets.Options;

/// <summary>Finds the options that cannot be meant. Each finding names the key, the value, and what is possible.</summary>
internal static class OptionsValidator
{
    /// <param name="options">What is checked.</param>
    /// <param name="written">What the configuration says.</param>
    public static IEnumerable<string> Check(WebSocketHandlerOptions options, WrittenOptions written)
    {
        foreach (var (key, value) in new[]
        {
            (nameof(options.LoginTimeout), options.LoginTimeout),
            (nameof(options.MessageReceiveTimeout), options.MessageReceiveTimeout),
            (nameof(options.KeepAliveInterval), options.KeepAliveInterval),
            (nameof(options.KeepAliveTimeout), options.KeepAliveTimeout),
            (nameof(options.IdleTimeout), options.IdleTimeout ?? Timeout.InfiniteTimeSpan),
            (nameof(options.MessageTimeout), options.MessageTimeout ?? Timeout.InfiniteTimeSpan),
            (nameof(options.MaxLifetime), options.MaxLifetime ?? Timeout.InfiniteTimeSpan),
        })
        {
            if (value <= TimeSpan.Zero && value != Timeout.InfiniteTimeSpan || value > Longest)
            {
                yield return Wrong(key, value, $"a time above zero, at most {Longest:c}, or {Timeout.InfiniteTimeSpan:c} (never)");
            }
        }

        foreach (var (key, value) in new[] { (nameof(options.CloseTimeout), options.CloseTimeout), (nameof(options.DrainTimeout), options.DrainTimeout) })
        {
            if (value <= TimeSpan.Zero || value > Longest)
            {
                yield return Wrong(key, value, $"a time above zero, at most {Longest:c}");
            }
        }

        foreach (var (key, value, possible) in new (string, int?, string)[]
        {
            (nameof(options.MaxMessageSize), options.MaxMessageSize, "a number above zero"),
            (nameof(options.MaxPendingSendBytes), options.MaxPendingSendBytes, "a number above zero"),
            (nameof(options.MaxChannels), options.MaxChannels, "a number above zero"),
            (nameof(options.MaxConnections), options.MaxConnections, "'off', or a number above zero"),
            (nameof(options.MaxConnectionsPerAddress), options.MaxConnectionsPerAddress, "'off', or a number above zero"),
            (nameof(options.MessageRateLimit), options.MessageRateLimit, "'off', or a number above zero"),
        })
        {
            if (value is { } number and <= 0)
            {
                yield return Wrong(key, number, possible);
            }
        }

        if (options.IPv6PrefixLength is < 1 or > 128)
        {
            yield return Wrong(nameof(options.IPv6PrefixLength), options.IPv6PrefixLength, "a number of bits from 1 to 128");
        }

        if (options.MaxTotalPendingSendBytes <= 0)
        {
            yield return Wrong(nameof(options.MaxTotalPendingSendBytes), options.MaxTotalPendingSendBytes, "a number above zero");
        }

        if (options.TrafficLogPayloadLimit < 0)
        {
            yield return Wrong(nameof(options.TrafficLogPayloadLimit), options.TrafficLogPayloadLimit, "a number of bytes, or 0");
        }

        if (options.DrainSpread < TimeSpan.Zero || options.DrainSpread > TimeSpan.Zero && options.DrainSpread >= options.DrainTimeout)
        {
            var timeout = written.TextOf(nameof(options.DrainTimeout), options.DrainTimeout);
            yield return Wrong(nameof(options.DrainSpread), options.DrainSpread, $"a time below {nameof(options.DrainTimeout)}, which is {timeout}");
        }

        if ((int)options.DrainStatus is not (1001 or 1012))
        {
            yield return Wrong(nameof(options.DrainStatus), (int)options.DrainStatus, "1001 or 1012");
        }

        if (!Enum.IsDefined(options.MessageRatePolicy))
        {
            yield return Wrong(nameof(options.MessageRatePolicy), options.MessageRatePolicy, string.Join(", ", Enum.GetNames<MessageRatePolicy>()));
        }

        if (!Enum.IsDefined(options.SlowConsumer))
        {
            yield return Wrong(nameof(options.SlowConsumer), options.SlowConsumer, string.Join(", ", Enum.GetNames<SlowConsumerPolicy>()));
        }

        if (options.AllowedOrigins is null)
        {
            yield return Wrong(nameof(options.AllowedOrigins), "null", "a list, which may be empty");
        }

        foreach (var origin in options.AllowedOrigins ?? [])
        {
            if (origin == "*")
            {
                continue;
            }

            if (!Origin.TryParse(origin, out var page))
            {
                yield return WrongOrigin(origin, "scheme://host[:port] without a path, or '*'");
            }
            else if (!Origin.IsOfPages(page))
            {
                yield return WrongOrigin(origin, $"the origin of pages, whose scheme is never '{page.Scheme}': '{Origin.OfPages(page)}'");
            }
        }

        string Wrong(string key, object value, string possible) => $"{written.SectionOf(key, value)}:{key} is '{written.TextOf(key, value)}'; it has to be {possible}.";

        string WrongOrigin(string origin, string possible) =>
            $"{written.SectionOf(nameof(options.AllowedOrigins), options.AllowedOrigins)}:{nameof(options.AllowedOrigins)} is '{origin}'; it has to be {possible}.";
    }

    // What a timer can hold.
    private static readonly TimeSpan Longest = TimeSpan.FromDays(24);
}
