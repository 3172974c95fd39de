using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using WebSockets.Testing;

namespace WebSockets.Parity.Tests.Plugin;

/// <summary>The option <c>serializer</c>: off, on, and with options of its own. Here the type of a method's payload turns it on.</summary>
public sealed partial class SerializerTests
{
    [TestCase("hello")]
    [TestCase("{\"hello\":\"world\"}")]
    [TestCase("{ not json")]
    [TestCase("")]
    [TestCase("žluťoučký 🐎")]
    public async Task With_serializer_off_a_message_is_text_as_it_stands(string text)
    {
        await using var app = await TestApp.StartAsync(app => app.MapWebSocketHandler<PlainText>());
        await using var client = await app.ConnectAsync("/serializer/off");

        Assert.That(await client.AskAsync(text), Is.EqualTo(text));
    }

    [Test]
    public async Task With_serializer_on_messages_are_read_and_written_as_JSON()
    {
        await using var app = await TestApp.StartAsync(app => app.MapWebSocketHandler<Json>());
        await using var client = await app.ConnectAsync("/serializer/on");

        Assert.That(await client.AskAsync("""{ "firstName": "Yanick", "dances": 2 }"""), Is.EqualTo("""{"firstName":"Yanick","dances":3}"""));
    }

    [Test]
    public async Task With_serializer_on_any_JSON_may_be_taken_as_an_element()
    {
        await using var app = await TestApp.StartAsync(app => app.MapWebSocketHandler<AnyJson>());
        await using var client = await app.ConnectAsync("/serializer/any");

        Assert.That(await client.AskAsync("[1, 2]"), Is.EqualTo("Array"));
        Assert.That(await client.AskAsync("null"), Is.EqualTo("Null"));
        Assert.That(await client.AskAsync("\"text\""), Is.EqualTo("String"));
    }

    [Test]
    public async Task With_serializer_on_what_is_not_JSON_closes_the_connection()
    {
        await using var app = await TestApp.StartAsync(app => app.MapWebSocketHandler<Json>());
        await using var client = await app.ConnectAsync("/serializer/on");

        await client.SendAsync("{ not json");

        Assert.That(await client.ReceiveCloseAsync(), Is.EqualTo(System.Net.WebSockets.WebSocketCloseStatus.InvalidPayloadData));
    }

    [Test]
    public async Task A_serializer_configured_for_the_app_is_used()
    {
        await using var app = await TestApp.StartAsync(
            app => app.MapWebSocketHandler<Json>(),
            builder => builder.Services.ConfigureHttpJsonOptions(options => options.SerializerOptions.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower));
        await using var client = await app.ConnectAsync("/serializer/on");

        Assert.That(await client.AskAsync("""{"first_name":"Yanick"}"""), Is.EqualTo("""{"first_name":"Yanick","dances":1}"""));
    }

    [Test]
    public async Task A_serializer_configured_for_the_handler_is_used_and_not_the_apps()
    {
        await using var app = await TestApp.StartAsync(
            app => app.MapWebSocketHandler<Json>(options => options.Json = new(JsonSerializerDefaults.Web) { WriteIndented = true, NewLine = "\n" }),
            builder => builder.Services.ConfigureHttpJsonOptions(options => options.SerializerOptions.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower));
        await using var client = await app.ConnectAsync("/serializer/on");

        Assert.That(await client.AskAsync("""{"firstName":"Yanick"}"""), Is.EqualTo("{\n  \"firstName\": \"Yanick\",\n  \"dances\": 1\n}"));
    }

    [Test]
    public async Task An_indented_message_with_an_envelope_is_one_object()
    {
        await using var app = await TestApp.StartAsync(
            app => app.MapWebSocketHandler<Named>(),
            builder => builder.Services.ConfigureHttpJsonOptions(options => options.SerializerOptions.WriteIndented = true));
        await using var client = await app.ConnectAsync("/serializer/named");

        using var reply = JsonDocument.Parse(await client.AskAsync("""{"type":"ask","question":"why?","id":7}"""));

        Assert.That(reply.RootElement.GetProperty("type").GetString(), Is.EqualTo("answer"));
        Assert.That(reply.RootElement.GetProperty("id").GetInt32(), Is.EqualTo(7));
        Assert.That(reply.RootElement.GetProperty("text").GetString(), Is.EqualTo("why? Because."));
    }

    internal sealed record Person(string FirstName, int Dances);

    [Message]
    internal sealed record Ask(string Question);

    [Message]
    internal sealed record Answer(string Text);

    [WebSocketHandler("/serializer/off")]
    internal sealed partial class PlainText
    {
        [OnMessage]
        string Message(string text) => text;
    }

    [WebSocketHandler("/serializer/on")]
    internal sealed partial class Json
    {
        [OnMessage]
        Person Message(Person person) => person with { Dances = person.Dances + 1 };
    }

    [WebSocketHandler("/serializer/any")]
    internal sealed partial class AnyJson
    {
        [OnMessage]
        string Message(JsonElement json) => json.ValueKind.ToString();
    }

    [WebSocketHandler("/serializer/named")]
    internal sealed partial class Named
    {
        [OnMessage]
        Answer Ask(Ask ask) => new($"{ask.Question} Because.");
    }
}
