using WebSockets.Runtime.Tests.Infrastructure;

namespace WebSockets.Runtime.Tests.Messages;

/// <summary>[OnError] takes what went wrong, and the connection stays.</summary>
internal sealed class ErrorTests
{
    [TestCase("throw", "order", "order order 23")]
    [TestCase("throw", "late", "late late")]
    [TestCase("throw", "other", "any InvalidOperationException")]
    [TestCase("throw-later", "order", "order order 23")]
    [TestCase("throw-later", "late", "late late")]
    [TestCase("throw-later", "other", "any InvalidOperationException")]
    public async Task The_method_of_the_most_derived_exception_is_called_and_the_connection_stays(string name, string kind, string entry)
    {
        await using var host = await TestHost.StartAsync<Errors>();
        await using var client = await host.ConnectAsync("/errors");

        await client.SendTextAsync($$"""{"type":"{{name}}","text":"{{kind}}"}""");
        await client.SendTextAsync("""{"type":"ok"}""");

        Assert.That(await client.ReceiveTextAsync(), Is.EqualTo("ok"));
        Assert.That(host.Journal.All, Is.EqualTo(new[] { entry }));
    }

    [TestCase("""{"type":"nobody"}""", "Unknown nobody")]
    [TestCase("""{"a":1}""", "Unknown ")]
    [TestCase("""{"type":"throw"}""", "Malformed throw", Description = "Text is a constructor parameter that is missing")]
    [TestCase("""{"type":"throw","text":{}}""", "Malformed throw")]
    [TestCase("{", "Malformed ")]
    public async Task A_message_that_cannot_be_understood_is_an_error_too(string message, string reply)
    {
        await using var host = await TestHost.StartAsync<Errors>(options => options.Json = new(System.Text.Json.JsonSerializerDefaults.Web)
        {
            TypeInfoResolver = new System.Text.Json.Serialization.Metadata.DefaultJsonTypeInfoResolver(),
            RespectRequiredConstructorParameters = true,
        });
        await using var client = await host.ConnectAsync("/errors");

        await client.SendTextAsync(message);
        Assert.That(await client.ReceiveTextAsync(), Is.EqualTo(reply));

        await client.SendTextAsync("""{"type":"ok"}""");
        Assert.That(await client.ReceiveTextAsync(), Is.EqualTo("ok"));
    }

    [Test]
    public async Task A_failed_request_is_answered_also_where_OnError_takes_its_exception()
    {
        await using var host = await TestHost.StartAsync<Errors>();
        await using var client = await host.ConnectAsync("/errors");

        await client.SendTextAsync("""{"type":"throw","id":1,"text":"order"}""");

        Assert.That(await client.ReceiveTextAsync(), Is.EqualTo("""{"type":"error","id":1,"code":"failed","message":"The request failed."}"""));
        Assert.That(await host.Journal.NextAsync(), Is.EqualTo("order order 23"));
    }

    [Test]
    public async Task An_OnError_that_throws_is_logged_and_the_connection_closes_with_1011()
    {
        await using var host = await TestHost.StartAsync<FailingErrors>();
        host.Logs.Expect(6);
        host.Logs.Expect(7);
        await using var client = await host.ConnectAsync("/errors/failing");

        await client.SendTextAsync("""{"type":"throw","text":"order"}""");

        await client.ReceiveCloseAsync(1011);
        Assert.That(host.Logs.Find(6)?.Exception, Is.TypeOf<OrderException>());
        Assert.That(host.Logs.Find(7)?.Exception, Is.TypeOf<NotSupportedException>());
    }

    [Test]
    public async Task An_exception_that_no_OnError_takes_closes_with_1011()
    {
        await using var host = await TestHost.StartAsync<FailingErrors>();
        host.Logs.Expect(6);
        await using var client = await host.ConnectAsync("/errors/failing");

        await client.SendTextAsync("""{"type":"throw","text":"other"}""");

        await client.ReceiveCloseAsync(1011);
    }
}
