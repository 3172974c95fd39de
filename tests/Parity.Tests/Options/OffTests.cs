using WebSockets.Testing;

namespace WebSockets.Parity.Tests.Options;

/// <summary>What is off by default, and was turned on for all handlers, can be turned off again for one.</summary>
public sealed partial class OffTests
{
    private static IEnumerable<OptionCase> OffByDefault => OptionCase.All.Where(option => option.Key is
        "IdleTimeout" or "MaxConnections" or "MaxConnectionsPerAddress" or "MessageRateLimit" or "MessageTimeout" or "MaxLifetime" or "Compression");

    [Test]
    public void The_word_off_in_the_section_of_a_handler_takes_an_option_back_to_its_default(
        [ValueSource(nameof(OffByDefault))] OptionCase option, [Values("off", "Off")] string off) =>
        Assert.That(Read(option, new() { [$"WebSockets:Defaults:{option.Key}"] = option.First.Text, [$"WebSockets:Quiet:{option.Key}"] = off }), Is.EqualTo(option.Default));

    [Test]
    public void The_word_off_in_the_section_of_defaults_is_the_default_too([ValueSource(nameof(OffByDefault))] OptionCase option) =>
        Assert.That(
            Read(option, new() { [$"WebSockets:Defaults:{option.Key}"] = "off", [$"WebSockets:Quiet:{option.Key}"] = option.First.Text }),
            Is.EqualTo(option.First.Value));

    private static object? Read(OptionCase option, Dictionary<string, string?> configuration)
    {
        var builder = TestApp.CreateBuilder(configuration);
        builder.Services.AddWebSocketHandlers();
        using var app = (IDisposable)builder.Build();
        WebSocketHandlerOptions? seen = null;
        ((Microsoft.AspNetCore.Builder.WebApplication)app).MapWebSocketHandler<Quiet>(options => seen = options);
        return option.Read(seen!);
    }

    [WebSocketHandler("/quiet")]
    internal sealed partial class Quiet
    {
        [OnMessage]
        string Echo(string text) => text;
    }
}
