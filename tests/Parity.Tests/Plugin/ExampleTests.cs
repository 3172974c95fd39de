using System.Text.Json.Serialization;
using Microsoft.Extensions.DependencyInjection;
using WebSockets.Testing;

namespace WebSockets.Parity.Tests.Plugin;

/// <summary>The plugin's own example, and its test <c>t/example.t</c>.</summary>
public sealed partial class ExampleTests
{
    [Test]
    public async Task The_example_answers_hello()
    {
        await using var app = await StartAsync();
        await using var client = await app.ConnectAsync("/example");

        Assert.That(await client.AskAsync("""{"hello":"Dancer"}"""), Is.EqualTo("""{"hello":"browser!"}"""));
    }

    [Test]
    public async Task The_example_emits_and_broadcasts_to_the_browsers_that_joined()
    {
        await using var app = await StartAsync();
        await using var chrome = await app.ConnectAsync("/example");
        await using var firefox = await app.ConnectAsync("/example");
        foreach (var client in new[] { chrome, firefox })
        {
            await client.SendAsync("""{"browser":"all"}""");
            Assert.That(await client.AskAsync("""{"hello":"Dancer"}"""), Is.EqualTo("""{"hello":"browser!"}"""));
        }

        await chrome.SendAsync("""{"emit":"all"}""");
        await firefox.SendAsync("""{"broadcast":"all","hello":"me"}""");

        Assert.That(
            new[] { await firefox.ReceiveAsync(), await firefox.ReceiveAsync() },
            Is.EquivalentTo(new[] { """{"emitting":"all"}""", """{"hello":"browser!","broadcast":"all"}""" }));
        Assert.That(
            new[] { await chrome.ReceiveAsync(), await chrome.ReceiveAsync() },
            Is.EquivalentTo(new[] { """{"emitting":"all"}""", """{"broadcasting":"all"}""" }));
    }

    private static Task<TestApp> StartAsync() => TestApp.StartAsync(
        app => app.MapWebSocketHandler<Example>(),
        builder => builder.Services.ConfigureHttpJsonOptions(options => options.SerializerOptions.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull));

    internal sealed record Command(string? Hello, string? Browser, string? Emit, string? Broadcast);

    internal sealed record Emitting([property: JsonPropertyName("emitting")] string Channel);

    internal sealed record Broadcasting([property: JsonPropertyName("broadcasting")] string Channel);

    [WebSocketHandler("/example")]
    internal sealed partial class Example
    {
        [OnMessage]
        async Task Message(WebSocketConnection me, Command command)
        {
            if (command.Hello is not null)
            {
                await me.SendAsync(command with { Hello = "browser!" });
            }

            if (command.Browser is { } browser)
            {
                me.Channels.Add(browser);
            }

            if (command.Emit is { } emit)
            {
                await me.To(emit).SendAsync(new Emitting(emit));
            }

            if (command.Broadcast is { } broadcast)
            {
                await me.To(broadcast).BroadcastAsync(new Broadcasting(broadcast));
            }
        }
    }
}
