using Microsoft.Extensions.Logging;
using WebSockets.Testing;

namespace WebSockets.Parity.Tests.Options;

/// <summary>What stands in the library's section of the configuration and no handler reads is most likely misspelt: the app starts, and warns.</summary>
public sealed partial class UnusedKeyTests
{
    private const string NoOption = "in the configuration is no option, and is not read.";
    private const string NoHandler = "in the configuration is the section of no handler that is mapped, and is not read.";

    [TestCase("WebSockets:Warned:MaxMesageSize", $"WebSockets:Warned:MaxMesageSize {NoOption} Is WebSockets:Warned:MaxMessageSize meant?", TestName = "A letter is missing")]
    [TestCase("WebSockets:Warned:maxmessagesizes", $"WebSockets:Warned:maxmessagesizes {NoOption} Is WebSockets:Warned:MaxMessageSize meant?", TestName = "A letter is too much, in another case")]
    [TestCase("WebSockets:Defaults:IdleTimeuot", $"WebSockets:Defaults:IdleTimeuot {NoOption} Is WebSockets:Defaults:IdleTimeout meant?", TestName = "Two letters have changed places")]
    [TestCase("WebSockets:Defaults:MessageMaxSize", $"WebSockets:Defaults:MessageMaxSize {NoOption} Is WebSockets:Defaults:MaxMessageSize meant?", TestName = "Words have changed places")]
    [TestCase("WebSockets:Warned:AllowOrigins:0", $"WebSockets:Warned:AllowOrigins {NoOption} Is WebSockets:Warned:AllowedOrigins meant?", TestName = "A misspelt list is named as one")]
    [TestCase("WebSockets:Warned:Colour", $"WebSockets:Warned:Colour {NoOption}", TestName = "Nothing is near")]
    [TestCase("WebSockets:Warned:Json", $"WebSockets:Warned:Json {NoOption}", TestName = "An option that only code can set")]
    [TestCase("WebSockets:Wraned:MaxMessageSize", $"WebSockets:Wraned {NoHandler} Is WebSockets:Warned meant?", TestName = "A section is misspelt")]
    [TestCase("WebSockets:Default:MaxMessageSize", $"WebSockets:Default {NoHandler} Is WebSockets:Defaults meant?", TestName = "The section of the defaults is misspelt")]
    [TestCase("WebSockets:MaxMessageSize", $"WebSockets:MaxMessageSize {NoHandler}", TestName = "An option stands beside the sections")]
    public async Task A_key_that_nothing_reads_is_warned_of_and_the_likely_one_is_named(string key, string warning) =>
        Assert.That(await WarningsAsync(new() { [key] = "5" }), Is.EqualTo(new[] { $"Warning: {warning}" }));

    [Test]
    public async Task Every_key_is_warned_of_once_however_often_a_handler_is_mapped()
    {
        var warnings = await WarningsAsync(
            new() { ["WebSockets:Warned:One"] = "1", ["WebSockets:Defaults:Two"] = "2", ["WebSockets:Three:A"] = "3", ["WebSockets:Three:B"] = "3" },
            app => app.MapWebSocketHandler<Warned>(options => options.Path = "/warned/again"));

        Assert.That(warnings, Is.EquivalentTo(new[]
        {
            $"Warning: WebSockets:Warned:One {NoOption}",
            $"Warning: WebSockets:Defaults:Two {NoOption}",
            $"Warning: WebSockets:Three {NoHandler}",
        }));
    }

    [Test]
    public async Task Options_are_not_warned_of_in_any_case_and_are_read([Values] bool upper)
    {
        string Key(string section, string key) => upper ? $"WEBSOCKETS:{section.ToUpperInvariant()}:{key.ToUpperInvariant()}" : $"websockets:{section.ToLowerInvariant()}:{key.ToLowerInvariant()}";

        WebSocketHandlerOptions? read = null;
        var configuration = OptionCase.All.ToDictionary(option => Key("Warned", option.Key), string? (option) => option.Second.Text);
        foreach (var option in OptionCase.All.Where(option => option.Key != "Path"))
        {
            configuration[Key("Defaults", option.Key)] = option.First.Text;
        }

        await using var app = await TestApp.StartAsync(app => app.MapWebSocketHandler<Warned>(options => read = options), configuration: configuration);

        Assert.That(OptionCase.All.Select(option => option.Read(read!)), Is.EqualTo(OptionCase.All.Select(option => option.Second.Value)));
    }

    [Test]
    public async Task Sections_of_all_handlers_that_are_mapped_are_not_warned_of() =>
        Assert.That(
            await WarningsAsync(
                new() { ["WebSockets:Warned:MaxMessageSize"] = "5", ["WebSockets:other:MaxMessageSize"] = "5", ["WebSockets:Defaults:AllowedOrigins:0"] = "*" },
                app => app.MapWebSocketHandler<Other>()),
            Is.Empty);

    private static async Task<IReadOnlyCollection<string>> WarningsAsync(Dictionary<string, string?> configuration, Action<Microsoft.AspNetCore.Builder.WebApplication>? map = null)
    {
        var logged = new LoggedErrors();
        await using var app = await TestApp.StartAsync(
            app =>
            {
                app.MapWebSocketHandler<Warned>();
                map?.Invoke(app);
            },
            builder => builder.Logging.AddProvider(logged),
            configuration);
        app.ExpectErrors();
        return [.. logged.Entries];
    }

    [WebSocketHandler("/warned")]
    internal sealed partial class Warned
    {
        [OnMessage]
        string Echo(string text) => text;
    }

    [WebSocketHandler("/other")]
    internal sealed partial class Other
    {
        [OnMessage]
        string Echo(string text) => text;
    }
}
