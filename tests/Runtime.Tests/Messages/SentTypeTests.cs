using WebSockets.Messages;
using WebSockets.Runtime.Tests.Infrastructure;

namespace WebSockets.Runtime.Tests.Messages;

/// <summary>Types with [Message] that are only sent: each has its envelope, wherever and however it is declared.</summary>
internal sealed class SentTypeTests
{
    [TestCase("hidden", """{"type":"hidden","n":1}""")]
    [TestCase("deep", """{"type":"deep","n":1}""")]
    [TestCase("struct", """{"type":"point","n":1}""")]
    [TestCase("nullable", """{"type":"point","n":1}""")]
    [TestCase("local", """{"type":"local","n":1}""")]
    [TestCase("local-generic", """{"type":"ofLocal","n":1}""")]
    [TestCase("underscored", """{"type":"local__Name","n":1}""")]
    [TestCase("generic", """{"type":"page","n":1}""")]
    [TestCase("nested-generic", """{"type":"row","n":1}""")]
    [TestCase("derived", """{"type":"derived","n":1}""")]
    [TestCase("as-object", """{"type":"derived","n":1}""")]
    [TestCase("as-interface", """{"type":"derived","n":1}""")]
    [TestCase("heir", """{"type":"derived","n":1}""")]
    [TestCase("bare", """{"n":1}""")]
    [TestCase("number", """{"type":12,"n":1}""")]
    public async Task It_is_sent_in_its_envelope(string name, string message)
    {
        await using var host = await TestHost.StartAsync<Sent>();
        await using var client = await host.ConnectAsync("/sent");

        await client.SendTextAsync($$"""{"type":"{{name}}"}""");
        Assert.That(await client.ReceiveTextAsync(), Is.EqualTo(message));

        await client.SendTextAsync($$"""{"type":"{{name}}"}""");
        Assert.That(await client.ReceiveTextAsync(), Is.EqualTo(message), "so it is the second time");
    }

    [Test]
    public async Task What_was_sent_before_any_handler_was_mapped_changes_nothing()
    {
        await using var host = await TestHost.StartAsync(app =>
        {
            var connections = (WebSocketConnections<Sent>)app.Services.GetService(typeof(WebSocketConnections<Sent>))!;
            Assert.That(connections.All.SendAsync(new Loud(1)).IsCompletedSuccessfully);
            app.MapWebSocketHandler<Sent>();
        });
        await using var client = await host.ConnectAsync("/sent");
        await host.ConnectionAsync<Sent>();

        await host.Connections<Sent>().All.SendAsync(new Loud(2));

        Assert.That(await client.ReceiveTextAsync(), Is.EqualTo("""{"type":"loud","n":2}"""));
    }

    [TestCase(typeof(Loud), "\"loud\"")]
    [TestCase(typeof(Page<int>), "\"page\"")]
    [TestCase(typeof(Page<>), "\"page\"")]
    [TestCase(typeof(Call), "1")]
    [TestCase(typeof(Odd), "\"n\\u00E4me \\u0022x\\u0022\"")]
    [TestCase(typeof(Oval), null)]
    [TestCase(typeof(object), null)]
    [TestCase(typeof(int?), null)]
    public void The_name_is_that_of_the_attribute(Type type, string? json) =>
        Assert.That(MessageName.Of(type) is { } name ? System.Text.Encoding.UTF8.GetString(name.Json) : null, Is.EqualTo(json));

    [Test]
    public void A_text_and_an_integer_are_never_the_same_name() => Assert.That(new MessageName("1").Key, Is.Not.EqualTo(new MessageName(1).Key));
}

[Message]
internal sealed record Loud(int N);

[Message]
internal sealed record Page<T>(int N)
{
    [Message]
    internal sealed record Row(int N);
}

internal interface ISent;

internal class BaseOfSent : ISent
{
    public int N { get; set; } = 1;
}

[Message("derived")]
internal class DerivedSent : BaseOfSent;

/// <summary>Its base class has a name, which is not inherited.</summary>
internal sealed class HeirOfSent : DerivedSent;

[Message]
file sealed record Local(int N);

[Message]
file sealed record Local__Name(int N);

[Message]
file sealed record OfLocal<T>(int N);

[WebSocketHandler("/sent")]
internal sealed partial class Sent
{
    [OnMessage("hidden")]
    public ValueTask SendHidden(WebSocketConnection me) => me.SendAsync(new Hidden(1));

    [OnMessage("deep")]
    public ValueTask SendDeep(WebSocketConnection me) => me.SendAsync(new Inner.Deep(1));

    [OnMessage("struct")]
    public ValueTask SendStruct(WebSocketConnection me) => me.SendAsync(new Point(1));

    [OnMessage("nullable")]
    public ValueTask SendNullable(WebSocketConnection me) => me.SendAsync<Point?>(new Point(1));

    [OnMessage("local")]
    public ValueTask SendLocal(WebSocketConnection me) => me.SendAsync(new Local(1));

    [OnMessage("local-generic")]
    public ValueTask SendLocalGeneric(WebSocketConnection me) => me.SendAsync(new OfLocal<Local>(1));

    [OnMessage("underscored")]
    public ValueTask SendUnderscored(WebSocketConnection me) => me.SendAsync(new Local__Name(1));

    [OnMessage("generic")]
    public ValueTask SendGeneric(WebSocketConnection me) => me.SendAsync(new Page<string>(1));

    [OnMessage("nested-generic")]
    public ValueTask SendNestedGeneric(WebSocketConnection me) => me.SendAsync(new Page<string>.Row(1));

    [OnMessage("derived")]
    public ValueTask SendDerived(WebSocketConnection me) => me.SendAsync<BaseOfSent>(new DerivedSent());

    [OnMessage("as-object")]
    public ValueTask SendAsObject(WebSocketConnection me) => me.SendAsync<object>(new DerivedSent());

    [OnMessage("as-interface")]
    public ValueTask SendAsInterface(WebSocketConnection me) => me.SendAsync<ISent>(new DerivedSent());

    [OnMessage("heir")]
    public ValueTask SendHeir(WebSocketConnection me) => me.SendAsync<DerivedSent>(new HeirOfSent());

    [OnMessage("bare")]
    public ValueTask SendBare(WebSocketConnection me) => me.SendAsync(new BaseOfSent());

    [OnMessage("number")]
    public ValueTask SendNumber(WebSocketConnection me) => me.SendAsync(new Numbered(1));

    [Message]
    private sealed record Hidden(int N);

    [Message]
    private readonly record struct Point(int N);

    [Message(12)]
    private sealed record Numbered(int N);

    private static class Inner
    {
        [Message]
        public sealed record Deep(int N);
    }
}
