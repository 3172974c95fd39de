using System.Net.WebSockets;

namespace WebSockets.Parity.Tests.Options;

/// <summary>One option: how configuration writes it, how code sets it, and how it is read.</summary>
/// <param name="Key">Its key.</param>
/// <param name="Read">Its value.</param>
/// <param name="Default">What it is when nobody has set it.</param>
/// <param name="First">A value, as configuration has it.</param>
/// <param name="Second">Another value, as configuration has it.</param>
/// <param name="Write">Sets a third value.</param>
/// <param name="Third">The third value.</param>
public sealed record OptionCase(
    string Key,
    Func<WebSocketHandlerOptions, object?> Read,
    object? Default,
    (string Text, object Value) First,
    (string Text, object Value) Second,
    Action<WebSocketHandlerOptions> Write,
    object Third)
{
    public static IEnumerable<OptionCase> All =>
    [
        new("Path", o => o.Path, null, ("/first", "/first"), ("/second", "/second"), o => o.Path = "/third", "/third"),
        new("Login", o => o.Login, true, ("false", false), ("true", true), o => o.Login = false, false),
        Time("LoginTimeout", o => o.LoginTimeout, TimeSpan.FromSeconds(10), (o, value) => o.LoginTimeout = value),
        Count("MaxMessageSize", o => o.MaxMessageSize, 64 * 1024, (o, value) => o.MaxMessageSize = value),
        Time("MessageReceiveTimeout", o => o.MessageReceiveTimeout, TimeSpan.FromSeconds(30), (o, value) => o.MessageReceiveTimeout = value),
        Time("KeepAliveInterval", o => o.KeepAliveInterval, TimeSpan.FromSeconds(15), (o, value) => o.KeepAliveInterval = value),
        Time("KeepAliveTimeout", o => o.KeepAliveTimeout, TimeSpan.FromSeconds(20), (o, value) => o.KeepAliveTimeout = value),
        Time("IdleTimeout", o => o.IdleTimeout, null, (o, value) => o.IdleTimeout = value),
        Count("MaxPendingSendBytes", o => o.MaxPendingSendBytes, 1024 * 1024, (o, value) => o.MaxPendingSendBytes = value),
        new(
            "MaxTotalPendingSendBytes",
            o => o.MaxTotalPendingSendBytes,
            GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 4,
            ("111", 111L),
            ("5000000000", 5_000_000_000L),
            o => o.MaxTotalPendingSendBytes = 333,
            333L),
        new(
            "SlowConsumer",
            o => o.SlowConsumer,
            SlowConsumerPolicy.Close,
            ("Drop", SlowConsumerPolicy.Drop),
            ("wait", SlowConsumerPolicy.Wait),
            o => o.SlowConsumer = SlowConsumerPolicy.Drop,
            SlowConsumerPolicy.Drop),
        Count("MaxConnections", o => o.MaxConnections, null, (o, value) => o.MaxConnections = value),
        Count("MaxConnectionsPerAddress", o => o.MaxConnectionsPerAddress, null, (o, value) => o.MaxConnectionsPerAddress = value),
        Count("MaxChannels", o => o.MaxChannels, 1000, (o, value) => o.MaxChannels = value),
        new("IPv6PrefixLength", o => o.IPv6PrefixLength, 64, ("56", 56), ("128", 128), o => o.IPv6PrefixLength = 1, 1),
        new(
            "MessageRatePolicy",
            o => o.MessageRatePolicy,
            MessageRatePolicy.Close,
            ("Wait", MessageRatePolicy.Wait),
            ("close", MessageRatePolicy.Close),
            o => o.MessageRatePolicy = MessageRatePolicy.Wait,
            MessageRatePolicy.Wait),
        Time("MessageTimeout", o => o.MessageTimeout, null, (o, value) => o.MessageTimeout = value),
        Time("MaxLifetime", o => o.MaxLifetime, null, (o, value) => o.MaxLifetime = value),
        new("CloseOnAuthenticationExpiration", o => o.CloseOnAuthenticationExpiration, false, ("true", true), ("false", false), o => o.CloseOnAuthenticationExpiration = true, true),
        new(
            "DrainSpread",
            o => o.DrainSpread,
            TimeSpan.Zero,
            ("00:00:01.5", TimeSpan.FromSeconds(1.5)),
            ("00:00:02", TimeSpan.FromSeconds(2)),
            o => o.DrainSpread = TimeSpan.FromSeconds(3),
            TimeSpan.FromSeconds(3)),
        new(
            "DrainStatus",
            o => (int)o.DrainStatus,
            1001,
            ("1012", 1012),
            ("1001", 1001),
            o => o.DrainStatus = (WebSocketCloseStatus)1012,
            1012),
        new("TrafficLog", o => o.TrafficLog, false, ("true", true), ("false", false), o => o.TrafficLog = true, true),
        Count("TrafficLogPayloadLimit", o => o.TrafficLogPayloadLimit, 256, (o, value) => o.TrafficLogPayloadLimit = value),
        Count("MessageRateLimit", o => o.MessageRateLimit, null, (o, value) => o.MessageRateLimit = value),
        new(
            "AllowedOrigins",
            o => string.Join(' ', o.AllowedOrigins),
            "",
            ("https://first.example", "https://first.example"),
            ("*", "*"),
            o => o.AllowedOrigins = ["https://third.example", "https://fourth.example"],
            "https://third.example https://fourth.example"),
        new("Compression", o => o.Compression, false, ("true", true), ("false", false), o => o.Compression = true, true),
        Time("CloseTimeout", o => o.CloseTimeout, TimeSpan.FromSeconds(5), (o, value) => o.CloseTimeout = value),
        Time("DrainTimeout", o => o.DrainTimeout, TimeSpan.FromSeconds(15), (o, value) => o.DrainTimeout = value),
    ];

    public override string ToString() => Key;

    private static OptionCase Time(string key, Func<WebSocketHandlerOptions, object?> read, TimeSpan? @default, Action<WebSocketHandlerOptions, TimeSpan> write) =>
        new(
            key,
            read,
            @default,
            ("00:00:01.5", TimeSpan.FromSeconds(1.5)),
            ("00:02:00", TimeSpan.FromMinutes(2)),
            o => write(o, TimeSpan.FromSeconds(33)),
            TimeSpan.FromSeconds(33));

    private static OptionCase Count(string key, Func<WebSocketHandlerOptions, object?> read, int? @default, Action<WebSocketHandlerOptions, int> write) =>
        new(key, read, @default, ("111", 111), ("222", 222), o => write(o, 333), 333);
}
