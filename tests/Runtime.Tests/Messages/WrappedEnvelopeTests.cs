using WebSockets.Runtime.Tests.Infrastructure;

namespace WebSockets.Runtime.Tests.Messages;

/// <summary>The envelope that has the message in a property of its own.</summary>
internal sealed class WrappedEnvelopeTests
{
    [TestCase("""{"kind":"say","data":{"text":"hi"}}""", """{"kind":"said","data":{"from":"you","text":"hi"}}""")]
    [TestCase("""{"kind":"say","ref":7,"data":{"text":"hi"}}""", """{"kind":"said","ref":7,"data":{"from":"you","text":"hi"}}""")]
    [TestCase("""{"data":{"text":"hi","kind":"number","ref":1},"ref":"r","kind":"say"}""", """{"kind":"said","ref":"r","data":{"from":"you","text":"hi"}}""")]
    [TestCase("""{"d\u0061ta":{"text":"hi"},"kind":"say"}""", """{"kind":"said","data":{"from":"you","text":"hi"}}""")]
    [TestCase("""{"kind":"text","data":"a\"b\u0041"}""", "<a\"bA>")]
    [TestCase("""{"kind":"text","data":{"a":1}}""", """<{"a":1}>""")]
    [TestCase("""{"kind":"bytes","data":[1, 2]}""", "[1, 2]")]
    [TestCase("""{"kind":"element","data":{"a":[1]}}""", """{"a":[1]}""")]
    [TestCase("""{"kind":"element"}""", "none")]
    [TestCase("""{"kind":"number","data":41}""", "42")]
    [TestCase("""{"kind":"maybe"}""", "none")]
    [TestCase("""{"kind":"maybe","data":null}""", "none")]
    [TestCase("""{"kind":"maybe","data":{"text":"some"}}""", "some")]
    [TestCase("""{"kind":"empty","ref":1}""", """{"kind":"nothing","ref":1,"data":{}}""")]
    public async Task A_request_is_answered_in_its_envelope(string request, string reply)
    {
        await using var host = await TestHost.StartAsync<Wrapped>();
        await using var client = await host.ConnectAsync("/wrapped");

        await client.SendTextAsync(request);

        Assert.That(await client.ReceiveTextAsync(), Is.EqualTo(reply));
    }

    [TestCase("""{"kind":"say"}""", TestName = "A payload that is needed and missing is malformed")]
    [TestCase("""{"kind":"say","data":null}""", TestName = "A payload that is needed and null is malformed")]
    [TestCase("""{"kind":"say","data":5}""")]
    [TestCase("""{"kind":"number","data":"x"}""")]
    [TestCase("""{"kind":"say","data":{"text":"hi"}""")]
    public async Task A_payload_that_does_not_fit_closes_with_1007(string request)
    {
        await using var host = await TestHost.StartAsync<Wrapped>();
        await using var client = await host.ConnectAsync("/wrapped");

        await client.SendTextAsync(request);

        await client.ReceiveCloseAsync(1007);
    }

    [Test]
    public async Task A_failed_request_is_answered_in_the_envelope_of_the_handler()
    {
        await using var host = await TestHost.StartAsync<Wrapped>();
        host.Logs.Expect(6);
        await using var client = await host.ConnectAsync("/wrapped");

        await client.SendTextAsync("""{"kind":"fail","ref":"r"}""");

        Assert.That(await client.ReceiveTextAsync(), Is.EqualTo("""{"kind":"error","ref":"r","data":{"code":"failed","message":"The request failed."}}"""));
        await client.ReceiveCloseAsync(1011);
    }
}
