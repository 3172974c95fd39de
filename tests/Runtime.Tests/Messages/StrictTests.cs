using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.DependencyInjection;
using WebSockets.Runtime.Tests.Infrastructure;

namespace WebSockets.Runtime.Tests.Messages;

[Message("strict"), JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record Strict(string Text);

[Message("loose")]
internal sealed class Loose
{
    public string? Text { get; set; }

    [JsonExtensionData]
    public Dictionary<string, JsonElement>? More { get; set; }
}

[WebSocketHandler("/strict")]
internal sealed partial class StrictMessages
{
    [OnMessage]
    public Strict Take(Strict strict) => strict;

    [OnMessage]
    public Loose Take(Loose loose) => loose;

    [OnMessage]
    public Add Take(Add add) => add;
}

/// <summary>Types that mind members they do not know never see those of the envelope.</summary>
internal sealed class StrictTests
{
    [TestCase("""{"type":"strict","id":1,"text":"a"}""", """{"type":"strict","id":1,"text":"a"}""")]
    [TestCase("""{"text":"\u0061","id":"x","type":"strict"}""", """{"type":"strict","id":"x","text":"a"}""")]
    [TestCase("""{"type":"loose","id":1,"text":"a","x":{"y":[1]},"z":"\u00e4"}""", """{"type":"loose","id":1,"text":"a","x":{"y":[1]},"z":"ä"}""")]
    public async Task The_envelope_is_no_member_of_the_message(string request, string reply)
    {
        await using var host = await TestHost.StartAsync<StrictMessages>();
        await using var client = await host.ConnectAsync("/strict");

        await client.SendTextAsync(request);

        using var expected = JsonDocument.Parse(reply);
        using var actual = JsonDocument.Parse(await client.ReceiveTextAsync());
        Assert.That(JsonElement.DeepEquals(actual.RootElement, expected.RootElement), Is.True, actual.RootElement.GetRawText());
    }

    [Test]
    public async Task A_member_that_is_really_unknown_is_still_malformed()
    {
        await using var host = await TestHost.StartAsync<StrictMessages>();
        await using var client = await host.ConnectAsync("/strict");

        await client.SendTextAsync("""{"type":"strict","text":"a","more":1}""");

        await client.ReceiveCloseAsync(1007);
    }

    [Test]
    public async Task The_options_of_the_app_may_forbid_unknown_members()
    {
        await using var host = await TestHost.StartAsync<StrictMessages>(setup: setup => setup.Services = services =>
            services.ConfigureHttpJsonOptions(options => options.SerializerOptions.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow));
        await using var client = await host.ConnectAsync("/strict");

        await client.SendTextAsync("""{"type":"add","id":1,"a":1,"b":2}""");
        Assert.That(await client.ReceiveTextAsync(), Is.EqualTo("""{"type":"add","id":1,"a":1,"b":2}"""));

        await client.SendTextAsync("""{"type":"add","id":1,"a":1,"b":2,"c":3}""");
        Assert.That(await client.ReceiveTextAsync(), Does.StartWith("""{"type":"error","id":1,"code":"malformed","""));
        await client.ReceiveCloseAsync(1007);
    }

    [Test]
    public async Task Comments_and_trailing_commas_are_read_where_the_options_of_the_app_allow_them()
    {
        await using var host = await TestHost.StartAsync<StrictMessages>(setup: setup => setup.Services = services =>
            services.ConfigureHttpJsonOptions(options =>
            {
                options.SerializerOptions.AllowTrailingCommas = true;
                options.SerializerOptions.ReadCommentHandling = JsonCommentHandling.Skip;
            }));
        await using var client = await host.ConnectAsync("/strict");

        await client.SendTextAsync("""{/*1*/"type":/*2*/"strict",/*3*/"id":1,"text":"a",}""");

        Assert.That(await client.ReceiveTextAsync(), Is.EqualTo("""{"type":"strict","id":1,"text":"a"}"""));
    }
}
