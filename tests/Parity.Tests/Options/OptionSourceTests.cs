using WebSockets.Testing;

namespace WebSockets.Parity.Tests.Options;

/// <summary>Where options come from, and which source wins. The code of <c>MapWebSocketHandler</c> is shown all that the others have set.</summary>
[TestFixtureSource(typeof(OptionCase), nameof(OptionCase.All))]
public sealed partial class OptionSourceTests(OptionCase option)
{
    private string Defaults => $"WebSockets:Defaults:{option.Key}";

    private string Own => $"WebSockets:{nameof(Configured)}:{option.Key}";

    [Test]
    public void It_has_its_default_when_nobody_sets_it() => Assert.That(Read([]), Is.EqualTo(option.Default));

    [Test]
    public void It_is_read_from_the_section_of_defaults() =>
        Assert.That(Read(new() { [Defaults] = option.First.Text }), Is.EqualTo(option.First.Value));

    [Test]
    public void It_is_read_from_the_section_of_the_handler_which_wins_over_that_of_defaults() =>
        Assert.That(Read(new() { [Defaults] = option.First.Text, [Own] = option.Second.Text }), Is.EqualTo(option.Second.Value));

    [Test]
    public void It_is_not_read_from_the_section_of_another_handler() =>
        Assert.That(Read(new() { [$"WebSockets:Other:{option.Key}"] = option.First.Text }), Is.EqualTo(option.Default));

    [Test]
    public void It_is_set_by_the_code_of_AddWebSocketHandlers_which_wins_over_configuration() =>
        Assert.That(Read(new() { [Defaults] = option.First.Text, [Own] = option.Second.Text }, option.Write), Is.EqualTo(option.Third));

    [Test]
    public async Task It_is_set_by_the_code_of_MapWebSocketHandler_which_wins_over_all()
    {
        WebSocketHandlerOptions? used = null;
        await using var app = await TestApp.StartAsync(
            app => app.MapWebSocketHandler<Configured>(options =>
            {
                option.Write(options);
                used = options;
            }),
            builder => builder.Services.AddWebSocketHandlers(options => option.Write(options)),
            new() { [Defaults] = option.First.Text, [Own] = option.Second.Text });

        Assert.That(option.Read(used!), Is.EqualTo(option.Third));
    }

    [Test]
    public void An_empty_value_in_configuration_leaves_it_as_it_is() =>
        Assert.That(Read(new() { [Defaults] = option.First.Text, [Own] = "" }), Is.EqualTo(option.Key == "AllowedOrigins" ? "" : option.First.Value));

    private static WebSocketHandlerOptions Options(Dictionary<string, string?> configuration, Action<WebSocketHandlerOptions>? code)
    {
        var builder = TestApp.CreateBuilder(configuration);
        builder.Services.AddWebSocketHandlers(code);
        using var app = (IDisposable)builder.Build();
        WebSocketHandlerOptions? seen = null;
        ((Microsoft.AspNetCore.Builder.WebApplication)app).MapWebSocketHandler<Configured>(options => seen = options);
        return seen!;
    }

    private object? Read(Dictionary<string, string?> configuration, Action<WebSocketHandlerOptions>? code = null) => option.Read(Options(configuration, code));

    [WebSocketHandler("/configured")]
    internal sealed partial class Configured
    {
        [OnMessage]
        string Echo(string text) => text;
    }
}
