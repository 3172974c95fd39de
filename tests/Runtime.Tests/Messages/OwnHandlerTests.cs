using WebSockets.Runtime.Tests.Infrastructure;

namespace WebSockets.Runtime.Tests.Messages;

/// <summary>Handlers of one connection alone see every message, after the class's method.</summary>
internal sealed class OwnHandlerTests
{
    [Test]
    public async Task They_run_after_the_method_in_the_order_of_adding()
    {
        await using var host = await TestHost.StartAsync<OwnHandled>();
        await using var client = await host.ConnectAsync("/own");

        await client.SendTextAsync("""{"type":"ok"}""");
        await EndAsync(client);

        Assert.That(host.Journal.All[..3], Is.EqualTo(new[] { "method", "first Text 13", """second {"type":"ok"} True""" }));
    }

    [TestCase("throw", "now")]
    [TestCase("throw-later", "later")]
    public async Task They_run_also_when_the_method_has_failed(string name, string error)
    {
        await using var host = await TestHost.StartAsync<OwnHandled>();
        await using var client = await host.ConnectAsync("/own");

        await client.SendTextAsync($$"""{"type":"{{name}}"}""");
        await EndAsync(client);

        Assert.That(host.Journal.All[..4], Is.EqualTo(new[] { "method", $"first Text {name.Length + 11}", $$"""second {"type":"{{name}}"} True""", $"error {error}" }));
    }

    [TestCase("""{"type":"nobody"}""")]
    [TestCase("no JSON")]
    public async Task They_claim_what_no_method_does(string message)
    {
        await using var host = await TestHost.StartAsync<OwnHandled>();
        await using var client = await host.ConnectAsync("/own");

        await client.SendTextAsync(message);
        await client.SendBinaryAsync([1, 2, 3]);
        await EndAsync(client);

        Assert.That(host.Journal.All[..3], Is.EqualTo(new[] { $"first Text {message.Length}", $"second {message} True", "first Binary 3" }));
    }

    [Test]
    public async Task One_that_is_disposed_of_sees_no_more_messages()
    {
        await using var host = await TestHost.StartAsync<OwnHandled>();
        await using var client = await host.ConnectAsync("/own");

        await client.SendTextAsync("""{"type":"remove"}""");
        await EndAsync(client);
        await EndAsync(client);

        Assert.That(host.Journal.All.Count(entry => entry.StartsWith("second", StringComparison.Ordinal)), Is.EqualTo(1), "the message that removes it is its last");
        Assert.That(host.Journal.All.Count(entry => entry.StartsWith("first", StringComparison.Ordinal)), Is.GreaterThanOrEqualTo(4));
    }

    // Its reply is sent before the connection's own handlers see it, so the next message is waited for.
    private static async Task EndAsync(Wire.RawClient client)
    {
        await client.SendTextAsync("""{"type":"end"}""");
        await client.ReceiveTextAsync();
        await client.SendTextAsync("""{"type":"end"}""");
        await client.ReceiveTextAsync();
    }
}
