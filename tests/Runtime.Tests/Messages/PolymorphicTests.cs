using System.Text.Json.Serialization;
using WebSockets.Runtime.Tests.Infrastructure;

namespace WebSockets.Runtime.Tests.Messages;

/// <summary>Payloads whose type stands in the JSON itself, among the members of a flat envelope.</summary>
internal sealed class PolymorphicTests
{
    [TestCase("""{"$type":"circle","type":"figure","id":1,"r":2}""")]
    [TestCase("""{"type":"figure","id":1,"$type":"circle","r":2}""")]
    public async Task The_envelope_may_stand_before_or_after_the_type(string request)
    {
        await using var host = await TestHost.StartAsync<Figures>();
        await using var client = await host.ConnectAsync("/figures");

        await client.SendTextAsync(request);

        Assert.That(await client.ReceiveTextAsync(), Is.EqualTo("""{"type":"figure","id":1,"$type":"circle","r":2}"""));
    }

    [TestCase("""{"type":"figure","id":1,"r":2}""")]
    [TestCase("""{"type":"figure","id":1,"$type":"hexagon","r":2}""")]
    public async Task A_type_that_is_missing_or_unknown_makes_the_message_malformed(string request)
    {
        await using var host = await TestHost.StartAsync<Figures>();
        await using var client = await host.ConnectAsync("/figures");

        await client.SendTextAsync(request);

        Assert.That(await client.ReceiveTextAsync(), Does.Contain("malformed"));
        await client.ReceiveCloseAsync(1007);
    }
}

[Message]
[JsonDerivedType(typeof(Circle), "circle")]
internal abstract record Figure;

internal sealed record Circle(int R) : Figure;

[WebSocketHandler("/figures")]
internal sealed partial class Figures
{
    [OnMessage]
    public Figure Get(WebSocketConnection me, Figure figure)
    {
        Assert.That(me.Items["nothing"], Is.Null);
        return figure;
    }
}
