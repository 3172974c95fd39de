using WebSockets.Runtime.Tests.Infrastructure;
using WebSockets.Runtime.Tests.Wire;

namespace WebSockets.Runtime.Tests.Messages;

/// <summary>What methods can take and return.</summary>
internal sealed class KindTests
{
    [TestCase("string", RawFrame.Text)]
    [TestCase("bytes", RawFrame.Binary)]
    [TestCase("memory", RawFrame.Binary)]
    [TestCase("sequence", RawFrame.Binary)]
    [TestCase("stream", RawFrame.Text)]
    [TestCase("element", RawFrame.Text)]
    public async Task A_named_text_message_is_given_in_any_kind_with_its_envelope(string name, int opcode)
    {
        await using var host = await TestHost.StartAsync<TextKinds>();
        await using var client = await host.ConnectAsync("/kinds/text");
        var message = $$"""{"id":1,"type":"{{name}}","text":"grüße €"}""";

        await client.SendTextAsync(message);

        Assert.That((await client.ReceiveAsync(opcode)).PayloadText, Is.EqualTo(message));
    }

    [Test]
    public async Task A_named_text_message_is_given_as_a_WebSocketMessage()
    {
        await using var host = await TestHost.StartAsync<TextKinds>();
        await using var client = await host.ConnectAsync("/kinds/text");

        await client.SendTextAsync("""{"type":"message","a":"ü"}""");

        Assert.That(await client.ReceiveTextAsync(), Is.EqualTo("""Text 27 {"type":"message","a":"ü"}"""));
    }

    [TestCase("""{"text":"hi"}""", """{"text":"hi!"}""")]
    [TestCase("""{"type":"say","text":"hi"}""", """{"text":"hi!"}""", TestName = "Without named methods there is no envelope to look for")]
    public async Task A_handler_without_names_reads_plain_JSON(string message, string reply)
    {
        await using var host = await TestHost.StartAsync<PlainKinds>();
        await using var client = await host.ConnectAsync("/kinds/plain");

        await client.SendTextAsync(message);

        Assert.That(await client.ReceiveTextAsync(), Is.EqualTo(reply));
    }

    [Test]
    public async Task A_binary_message_is_given_as_a_stream()
    {
        await using var host = await TestHost.StartAsync<PlainKinds>();
        await using var client = await host.ConnectAsync("/kinds/plain");

        await client.SendBinaryAsync([0, 255, 1]);

        Assert.That(await client.ReceiveBinaryAsync(), Is.EqualTo(new byte[] { 0, 255, 1 }));
    }

    [Test]
    public async Task A_WebSocketMessage_takes_both_kinds()
    {
        await using var host = await TestHost.StartAsync<BothKinds>();
        await using var client = await host.ConnectAsync("/kinds/both");

        await client.SendTextAsync("abc");
        await client.SendBinaryAsync([1, 2]);
        await client.SendTextAsync("");

        Assert.That(await client.ReceiveTextAsync(), Is.EqualTo("Text 3"));
        Assert.That(await client.ReceiveTextAsync(), Is.EqualTo("Binary 2"));
        Assert.That(await client.ReceiveTextAsync(), Is.EqualTo("Text 0"));
    }

    [TestCase("""{"type":"say","text":"hi"}""", """{"type":"said","from":"you","text":"hi"}""")]
    [TestCase("""{"type":"other"}""", """raw {"type":"other"}""")]
    [TestCase("not JSON", "raw not JSON")]
    [TestCase("""{"type":"say","te""", """raw {"type":"say","te""")]
    [TestCase("", "raw ")]
    public async Task An_unnamed_string_method_gets_whatever_text_no_named_one_claims(string message, string reply)
    {
        await using var host = await TestHost.StartAsync<RawKinds>();
        await using var client = await host.ConnectAsync("/kinds/raw");

        await client.SendTextAsync(message);

        Assert.That(await client.ReceiveTextAsync(), Is.EqualTo(reply));
    }

    [Test]
    public async Task A_binary_message_is_never_looked_into_for_a_name()
    {
        await using var host = await TestHost.StartAsync<RawKinds>();
        await using var client = await host.ConnectAsync("/kinds/raw");

        await client.SendBinaryAsync("""{"type":"say","text":"hi"}"""u8.ToArray());

        Assert.That(await client.ReceiveTextAsync(), Is.EqualTo("binary 26"));
    }

    [TestCase("void")]
    [TestCase("task")]
    [TestCase("value-task")]
    public async Task A_method_without_a_value_sends_nothing(string name)
    {
        await using var host = await TestHost.StartAsync<ReturnKinds>();
        await using var client = await host.ConnectAsync("/kinds/returns");

        await client.SendTextAsync($$"""{"type":"{{name}}","id":1}""");
        await client.SendTextAsync("""{"type":"number"}""");

        Assert.That(await client.ReceiveTextAsync(), Is.EqualTo("42"));
        Assert.That(host.Journal.All, Is.EqualTo(new[] { name }));
    }

    [TestCase("value", """{"type":"sum","id":1,"value":1}""")]
    [TestCase("task-of", """{"type":"sum","id":1,"value":2}""")]
    [TestCase("value-task-of", """{"type":"sum","id":1,"value":3}""")]
    [TestCase("string", "text")]
    [TestCase("number", "42")]
    [TestCase("list", """[{"value":1},{"value":2}]""")]
    public async Task A_value_is_the_reply(string name, string reply)
    {
        await using var host = await TestHost.StartAsync<ReturnKinds>();
        await using var client = await host.ConnectAsync("/kinds/returns");

        await client.SendTextAsync($$"""{"type":"{{name}}","id":1}""");

        Assert.That(await client.ReceiveTextAsync(), Is.EqualTo(reply));
    }

    [Test]
    public async Task Bytes_are_sent_as_a_binary_message()
    {
        await using var host = await TestHost.StartAsync<ReturnKinds>();
        await using var client = await host.ConnectAsync("/kinds/returns");

        await client.SendTextAsync("""{"type":"memory"}""");

        Assert.That(await client.ReceiveBinaryAsync(), Is.EqualTo(new byte[] { 1, 2, 3 }));
    }

    [Test]
    public async Task Each_item_of_a_stream_is_a_reply_with_the_id()
    {
        await using var host = await TestHost.StartAsync<ReturnKinds>();
        await using var client = await host.ConnectAsync("/kinds/returns");

        await client.SendTextAsync("""{"type":"stream","id":"s"}""");
        await client.SendTextAsync("""{"type":"strings"}""");

        for (var i = 1; i <= 3; i++)
        {
            Assert.That(await client.ReceiveTextAsync(), Is.EqualTo($$"""{"type":"sum","id":"s","value":{{i}}}"""));
        }

        Assert.That(await client.ReceiveTextAsync(), Is.EqualTo("a"));
        Assert.That(await client.ReceiveTextAsync(), Is.EqualTo("b"));
    }

    [Test]
    public async Task A_stream_that_fails_is_answered_with_an_error_after_its_items()
    {
        await using var host = await TestHost.StartAsync<ReturnKinds>();
        host.Logs.Expect(6);
        await using var client = await host.ConnectAsync("/kinds/returns");

        await client.SendTextAsync("""{"type":"failing-stream","id":1}""");

        Assert.That(await client.ReceiveTextAsync(), Is.EqualTo("""{"type":"sum","id":1,"value":1}"""));
        Assert.That(await client.ReceiveTextAsync(), Does.StartWith("""{"type":"error","id":1,"code":"failed","""));
        await client.ReceiveCloseAsync(1011);
    }
}
