using System.Net.WebSockets;
using WebSockets.Aot.Tests.Infrastructure;

namespace WebSockets.Aot.Tests.Wire;

/// <summary>Named messages, their replies, and what goes wrong with them.</summary>
[Jit]
[Aot]
public sealed class RequestTests(Compiler compiler) : WireTests(compiler)
{
    [TestCase("""{"type":"add","a":1,"b":2}""", """{"type":"sum","value":3}""")]
    [TestCase("""{"type":"add","id":7,"a":1,"b":2}""", """{"type":"sum","id":7,"value":3}""")]
    [TestCase("""{"b":2,"id":"seven","a":1,"type":"add"}""", """{"type":"sum","id":"seven","value":3}""")]
    [TestCase("""{"type":"add-task","id":1,"a":1,"b":2}""", """{"type":"sum","id":1,"value":3}""")]
    [TestCase("""{"type":"add-value-task","id":1,"a":1,"b":2}""", """{"type":"sum","id":1,"value":3}""")]
    [TestCase("""{"type":"plain","text":"hi"}""", """{"text":"hi"}""")]
    [TestCase("""{"type":"many"}""", """[{"value":1},{"value":2}]""")]
    [TestCase("""{"type":"element","x":1}""", "Object")]
    [TestCase(
        """{"type":"nested","items":[{"text":"a"}],"numbers":{"one":1,"none":null},"at":"2026-02-28T12:00:00+01:00","color":"Green"}""",
        """{"type":"nested","items":[{"text":"a"}],"numbers":{"one":1,"none":null},"at":"2026-02-28T12:00:00+01:00","color":"Green"}""")]
    public async Task A_request_is_answered(string request, string expected)
    {
        await using var client = await ConnectAsync("/requests");

        await AssertAnswerAsync(client, request, expected);
    }

    [Test]
    public async Task A_stream_of_replies_comes_in_order_each_with_the_id()
    {
        await using var client = await ConnectAsync("/requests");

        await client.SendAsync("""{"type":"count","id":9,"to":3}""");

        for (var i = 1; i <= 3; i++)
        {
            Assert.That(await client.ReceiveAsync(), Is.EqualTo($$"""{"type":"number","id":9,"value":{{i}}}"""));
        }
    }

    [Test]
    public async Task A_reply_that_is_null_is_not_sent()
    {
        await using var client = await ConnectAsync("/requests");

        await client.SendAsync("""{"type":"nothing"}""");

        await AssertAnswerAsync(client, """{"type":"add","a":1,"b":1}""", """{"type":"sum","value":2}""");
    }

    [TestCase("""{"type":"fail"}""", "other: InvalidOperationException")]
    [TestCase("""{"type":"fail-argument"}""", "argument: ArgumentNullException")]
    [TestCase("""{"type":"add","a":"x"}""", "message: Malformed add")]
    [TestCase("""{"type":"nobody"}""", "message: Unknown nobody")]
    [TestCase("not JSON", "message: Malformed ")]
    public async Task What_goes_wrong_is_for_the_error_method_that_fits_best_and_the_connection_stays(string message, string expected)
    {
        await using var client = await ConnectAsync("/requests");

        await AssertAnswerAsync(client, message, expected);
        await AssertAnswerAsync(client, """{"type":"add","a":1,"b":1}""", """{"type":"sum","value":2}""");
    }

    [TestCase("""{"type":"fail","id":1}""", "failed", "The request failed.")]
    [TestCase("""{"type":"add","id":1,"a":"x"}""", "malformed", "The message is malformed.")]
    [TestCase("""{"type":"nobody","id":1}""", "unknown", "No method handles this message.")]
    public async Task A_request_that_fails_is_answered_with_its_id_and_a_text_that_tells_nothing(string request, string code, string text)
    {
        await using var client = await ConnectAsync("/requests");
        await client.SendAsync(request);

        var answers = new[] { await client.ReceiveAsync(), await client.ReceiveAsync() };

        Assert.That(answers, Has.One.EqualTo($$"""{"type":"error","id":1,"code":"{{code}}","message":"{{text}}"}"""));
    }

    [TestCase("""{"type":"fail"}""", WebSocketCloseStatus.InternalServerError)]
    [TestCase("""{"type":"add","a":"x"}""", WebSocketCloseStatus.InvalidPayloadData)]
    [TestCase("not JSON", WebSocketCloseStatus.InvalidPayloadData)]
    [TestCase("""{"type":"nobody"}""", WebSocketCloseStatus.PolicyViolation)]
    [TestCase("""{"a":1}""", WebSocketCloseStatus.PolicyViolation)]
    public async Task Without_an_error_method_the_connection_is_closed(string message, WebSocketCloseStatus status)
    {
        await using var client = await ConnectAsync("/strict");

        await client.SendAsync(message);

        Assert.That(await client.ReceiveCloseAsync(), Is.EqualTo(status));
        Assert.That(client.Socket.CloseStatusDescription, Does.Not.Contain("password"));
    }

    [Test]
    public async Task A_binary_message_that_no_method_takes_closes_with_1008()
    {
        await using var client = await ConnectAsync("/strict");

        await client.SendAsync([1, 2, 3]);

        Assert.That(await client.ReceiveCloseAsync(), Is.EqualTo(WebSocketCloseStatus.PolicyViolation));
    }

    [TestCase("""{"kind":"add","data":{"A":1,"B":2}}""", """{"kind":"sum","data":{"VALUE":3}}""")]
    [TestCase("""{"data":{"A":1,"B":2},"ref":"x","kind":"add"}""", """{"kind":"sum","ref":"x","data":{"VALUE":3}}""")]
    [TestCase("""{"kind":"maybe"}""", "none")]
    [TestCase("""{"kind":"maybe","data":{"A":1,"B":2}}""", "some")]
    [TestCase("""{"kind":"fail","ref":3}""", """{"kind":"error","ref":3,"data":{"code":"failed","message":"The request failed."}}""")]
    [TestCase("""{"other":[1]}""", """{"other":[1]}""")]
    public async Task The_content_can_have_a_property_of_its_own_and_the_handler_a_JSON_context(string message, string expected)
    {
        await using var client = await ConnectAsync("/wrapped");

        await AssertAnswerAsync(client, message, expected);
    }
}
