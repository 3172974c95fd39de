using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Options;
using WebSockets.Testing;

namespace WebSockets.Parity.Tests.Options;

/// <summary>A bad value stops the app at start-up, and the error names its key.</summary>
public sealed partial class BadOptionTests
{
    private const string Section = $"WebSockets:{nameof(Strict)}";

    [TestCase("Path", "no-slash")]
    [TestCase("Path", "/{unbalanced")]
    [TestCase("Path", "/{twice}/{twice}")]
    [TestCase("Login", "maybe")]
    [TestCase("LoginTimeout", "soon")]
    [TestCase("LoginTimeout", "00:00:00")]
    [TestCase("LoginTimeout", "-00:00:05")]
    [TestCase("LoginTimeout", "25.00:00:00")]
    [TestCase("KeepAliveInterval", "15")]
    [TestCase("MaxMessageSize", "0")]
    [TestCase("MaxMessageSize", "-1")]
    [TestCase("MaxMessageSize", "64KiB")]
    [TestCase("MaxMessageSize", "99999999999")]
    [TestCase("KeepAliveInterval", "00:00:00")]
    [TestCase("KeepAliveInterval", "often")]
    [TestCase("KeepAliveTimeout", "00:00:00")]
    [TestCase("KeepAliveTimeout", "late")]
    [TestCase("IdleTimeout", "00:00:00")]
    [TestCase("IdleTimeout", "-1.00:00:00")]
    [TestCase("MaxPendingSendBytes", "0")]
    [TestCase("MaxPendingSendBytes", "all")]
    [TestCase("SlowConsumer", "Explode")]
    [TestCase("SlowConsumer", "7")]
    [TestCase("MaxConnections", "0")]
    [TestCase("MaxConnections", "many")]
    [TestCase("MessageRateLimit", "0")]
    [TestCase("MessageRateLimit", "1.5")]
    [TestCase("MaxConnectionsPerAddress", "0")]
    [TestCase("MaxChannels", "0")]
    [TestCase("MaxChannels", "off")]
    [TestCase("IPv6PrefixLength", "0")]
    [TestCase("IPv6PrefixLength", "129")]
    [TestCase("IPv6PrefixLength", "/56")]
    [TestCase("MessageRatePolicy", "Explode")]
    [TestCase("MaxTotalPendingSendBytes", "0")]
    [TestCase("MessageReceiveTimeout", "00:00:00")]
    [TestCase("MessageTimeout", "00:00:00")]
    [TestCase("MaxLifetime", "forever")]
    [TestCase("CloseOnAuthenticationExpiration", "maybe")]
    [TestCase("DrainSpread", "00:00:15")]
    [TestCase("DrainSpread", "-00:00:01")]
    [TestCase("DrainStatus", "1000")]
    [TestCase("DrainStatus", "going away")]
    [TestCase("TrafficLog", "loud")]
    [TestCase("TrafficLogPayloadLimit", "-1")]
    [TestCase("AllowedOrigins", "example.com")]
    [TestCase("AllowedOrigins:0", "https://example.com/")]
    [TestCase("AllowedOrigins:0", "https://example.com/path")]
    [TestCase("AllowedOrigins:0", "https://*.example.com?")]
    [TestCase("AllowedOrigins:0", "wss://example.com")]
    [TestCase("AllowedOrigins", "file:///")]
    [TestCase("Compression", "yes")]
    [TestCase("IdleTimeout", "24:00:00")]
    [TestCase("MaxLifetime", "36:00:00")]
    [TestCase("LoginTimeout", "24:00")]
    [TestCase("KeepAliveTimeout", "-24:00:00")]
    [TestCase("DrainTimeout", "23:59:60")]
    [TestCase("MaxMessageSize", "-01")]
    [TestCase("MaxPendingSendBytes", "+0")]
    [TestCase("MessageTimeout", "0:0:0")]
    [TestCase("CloseTimeout", "25.0:0:0")]
    [TestCase("DrainStatus", "01000")]
    [TestCase("Login", "off")]
    [TestCase("MaxMessageSize", "off")]
    [TestCase("KeepAliveInterval", "off")]
    [TestCase("SlowConsumer", "off")]
    [TestCase("CloseTimeout", "00:00:00")]
    [TestCase("CloseTimeout", "-00:00:00.0010000")]
    [TestCase("DrainTimeout", "00:00:00")]
    [TestCase("DrainTimeout", "25.00:00:00")]
    public void A_bad_value_in_configuration_stops_the_app_and_the_error_names_key_and_value(string key, string value) =>
        Assert.That(
            () => Map(new() { [$"{Section}:{key}"] = value }),
            Throws.TypeOf<OptionsValidationException>().With.Message.Contains($"{Section}:{key.Split(':')[0]}").And.Message.Contains($"'{value}'"));

    [TestCase("LoginTimeout", "soon")]
    [TestCase("SlowConsumer", "Explode")]
    [TestCase("MaxConnections", "many")]
    [TestCase("MaxMessageSize", "0")]
    [TestCase("Path", "no-slash")]
    public void A_bad_value_of_the_section_of_defaults_is_named_as_standing_there(string key, string value) =>
        Assert.That(
            () => Map(new() { [$"WebSockets:Defaults:{key}"] = value }),
            Throws.TypeOf<OptionsValidationException>().With.Message.Contains($"WebSockets:Defaults:{key}").And.Message.Contains($"'{value}'"));

    private static IEnumerable<TestCaseData<string, Action<WebSocketHandlerOptions>>> BadByCode =>
    [
        new("Path", o => o.Path = "no-slash"),
        new("LoginTimeout", o => o.LoginTimeout = TimeSpan.Zero),
        new("MaxMessageSize", o => o.MaxMessageSize = 0),
        new("KeepAliveInterval", o => o.KeepAliveInterval = TimeSpan.FromSeconds(-5)),
        new("KeepAliveTimeout", o => o.KeepAliveTimeout = TimeSpan.MaxValue),
        new("IdleTimeout", o => o.IdleTimeout = TimeSpan.Zero),
        new("MaxPendingSendBytes", o => o.MaxPendingSendBytes = -1),
        new("SlowConsumer", o => o.SlowConsumer = (SlowConsumerPolicy)7),
        new("MaxConnections", o => o.MaxConnections = 0),
        new("MessageRateLimit", o => o.MessageRateLimit = -3),
        new("AllowedOrigins", o => o.AllowedOrigins = ["example.com"]),
        new("AllowedOrigins", o => o.AllowedOrigins = null!),
        new("CloseTimeout", o => o.CloseTimeout = Timeout.InfiniteTimeSpan),
        new("DrainTimeout", o => o.DrainTimeout = TimeSpan.Zero),
    ];

    [TestCaseSource(nameof(BadByCode))]
    public void A_bad_value_by_the_code_of_MapWebSocketHandler_stops_the_app(string key, Action<WebSocketHandlerOptions> code) =>
        Assert.That(() => Map([], map: code), Throws.TypeOf<OptionsValidationException>().With.Message.Contains(key));

    [TestCaseSource(nameof(BadByCode))]
    public void A_bad_value_by_the_code_of_AddWebSocketHandlers_stops_the_app(string key, Action<WebSocketHandlerOptions> code) =>
        Assert.That(() => Map([], add: code), Throws.TypeOf<OptionsValidationException>().With.Message.Contains(key));

    [Test]
    public void Several_bad_values_are_all_named()
    {
        var failure = Assert.Throws<OptionsValidationException>(() => Map(
            new()
            {
                ["WebSockets:Defaults:Compression"] = "yes",
                [$"{Section}:MaxMessageSize"] = "0",
                [$"{Section}:CloseTimeout"] = "soon",
                [$"{Section}:Path"] = "/elsewhere",
            },
            map: options => options.MaxConnections = -1))!;

        Assert.That(failure.Failures.ToArray(), Has.Length.EqualTo(5));
        Assert.That(failure.Message, Does.Contain("WebSockets:Defaults:Compression")
            .And.Contain($"{Section}:MaxMessageSize")
            .And.Contain($"{Section}:CloseTimeout")
            .And.Contain($"{Section}:MaxConnections")
            .And.Contain($"{Section}:Path"));
    }

    [Test]
    public void Bad_values_of_several_handlers_are_all_named()
    {
        var builder = TestApp.CreateBuilder(new()
        {
            [$"{Section}:MaxMessageSize"] = "0",
            ["WebSockets:Guarded:MaxConnections"] = "-1",
            ["WebSockets:Defaults:Compression"] = "yes",
        });
        builder.Services.AddWebSocketHandlers();
        var app = builder.Build();

        var failure = Assert.Throws<OptionsValidationException>(() => app.MapWebSocketHandlers())!;

        Assert.That(failure.Failures.ToArray(), Has.Length.EqualTo(3));
        Assert.That(failure.Message, Does.Contain($"{Section}:MaxMessageSize").And.Contain("WebSockets:Guarded:MaxConnections").And.Contain("WebSockets:Defaults:Compression"));
    }

    [TestCase("IdleTimeout", "24:00:00", "'off', or a time, as '00:00:15', of less than 24 hours: '1.00:00:00' is a day")]
    [TestCase("CloseTimeout", "36:00:00", "a time, as '00:00:15', of less than 24 hours: '1.00:00:00' is a day")]
    [TestCase("CloseTimeout", "30", "a time, as '00:00:15', of less than 24 hours: '1.00:00:00' is a day")]
    [TestCase("MaxConnections", "many", "'off', or a whole number")]
    [TestCase("MaxConnections", "-01", "'off', or a number above zero")]
    [TestCase("MaxMessageSize", "-01", "a number above zero")]
    [TestCase("Compression", "yes", "'off', or 'true' or 'false'")]
    [TestCase("DrainSpread", "0:0:15", "a time below DrainTimeout, which is 00:00:15")]
    [TestCase("AllowedOrigins", "wss://example.com:8443", "the origin of pages, whose scheme is never 'wss': 'https://example.com:8443'")]
    [TestCase("AllowedOrigins", "ws://localhost", "the origin of pages, whose scheme is never 'ws': 'http://localhost'")]
    public void The_error_says_what_is_possible_and_quotes_what_was_written(string key, string value, string possible) =>
        Assert.That(
            () => Map(new() { [$"{Section}:{key}"] = value }),
            Throws.TypeOf<OptionsValidationException>().With.Message.EqualTo($"{Section}:{key} is '{value}'; it has to be {possible}."));

    [Test]
    public void A_value_that_code_sets_over_that_of_configuration_is_the_one_that_is_quoted() =>
        Assert.That(
            () => Map(new() { ["WebSockets:Defaults:MaxConnections"] = "5" }, map: options => options.MaxConnections = -1),
            Throws.TypeOf<OptionsValidationException>().With.Message.StartsWith($"{Section}:MaxConnections is '-1';"));

    [TestCase("1.00:00:00")]
    [TestCase("1.12:00:00")]
    [TestCase("1:00:00:00")]
    [TestCase("23:59:59.9")]
    [TestCase("9:05")]
    public void Days_are_written_before_a_point_and_times_of_less_than_a_day_without(string value) =>
        Assert.That(() => Map(new() { [$"{Section}:MaxLifetime"] = value }), Throws.Nothing);

    [Test]
    public void A_configured_path_that_lacks_a_variable_that_a_method_binds_names_it() =>
        Assert.That(
            () => Map(new() { [$"{Section}:Path"] = "/rooms" }),
            Throws.TypeOf<OptionsValidationException>().With.Message.Contains($"{Section}:Path is '/rooms'; it lacks {{room}}"));

    [Test]
    public void A_configured_path_that_has_every_variable_is_taken() =>
        Assert.That(() => Map(new() { [$"{Section}:Path"] = "/elsewhere/{room:minlength(2)}/{more?}" }), Throws.Nothing);

    [TestCase("LoginTimeout")]
    [TestCase("KeepAliveInterval")]
    [TestCase("KeepAliveTimeout")]
    [TestCase("IdleTimeout")]
    public void A_time_that_may_be_for_ever_may_be_infinite(string key) =>
        Assert.That(() => Map(new() { [$"{Section}:{key}"] = "-00:00:00.0010000" }), Throws.Nothing);

    [Test]
    public void Without_AddWebSocketHandlers_the_error_says_to_call_it()
    {
        var app = TestApp.CreateBuilder().Build();

        Assert.That(
            () => app.MapWebSocketHandler<Strict>(),
            Throws.InvalidOperationException.With.Message.Contains("builder.Services.AddWebSocketHandlers()"));
    }

    private static void Map(Dictionary<string, string?> configuration, Action<WebSocketHandlerOptions>? add = null, Action<WebSocketHandlerOptions>? map = null)
    {
        var builder = TestApp.CreateBuilder(configuration);
        builder.Services.AddWebSocketHandlers(add);
        builder.Build().MapWebSocketHandler<Strict>(map);
    }

    [WebSocketHandler("/strict/{room}")]
    internal sealed partial class Strict
    {
        [OnOpen]
        string Open(string room) => room;
    }
}
