using System.Text.Json;
using WebSockets.Runtime.Tests.Infrastructure;
using WebSockets.Runtime.Tests.Wire;

namespace WebSockets.Runtime.Tests.Messages;

/// <summary>Messages that cannot be handled, where no [OnError] stands.</summary>
internal sealed class FailureTests
{
    [TestCase("""{"type":"say","text": """)]
    [TestCase("""{"type":"say","text":"hi"} x""")]
    [TestCase("""{"type":"say","text":5}""")]
    [TestCase("""{"type":"say","text":"hi",}""")]
    [TestCase("""{"type":"\ud800"}""")]
    [TestCase("""{"type":"say","id":{"a":1},"text":"hi"}""")]
    [TestCase("""{"type":"say","id":true,"text":"hi"}""")]
    [TestCase("""{"type":"empty","id":1,"text":}""", TestName = "Also what a method does not look at has to be JSON")]
    [TestCase("hello")]
    [TestCase("")]
    [TestCase("{} {}")]
    [TestCase("""{"a":"\ud800"}{""")]
    [TestCase("""{"type":"nobody","id":1,""")]
    public async Task Malformed_JSON_closes_with_1007(string message)
    {
        await using var host = await TestHost.StartAsync<Flat>();
        await using var client = await host.ConnectAsync("/flat");

        await client.SendTextAsync(message);

        if (message.Contains("\"id\":1", StringComparison.Ordinal))
        {
            Assert.That(await client.ReceiveTextAsync(), Is.EqualTo("""{"type":"error","id":1,"code":"malformed","message":"The message is malformed."}"""));
        }

        await client.ReceiveCloseAsync(1007);
    }

    [TestCase("""{"kind":"nobody"}""")]
    [TestCase("""{"kind":5}""")]
    [TestCase("""{"kind":null}""")]
    [TestCase("""{"kind":{"kind":"say"}}""")]
    [TestCase("""{"text":"hi"}""")]
    [TestCase("[]")]
    public async Task A_message_that_no_method_handles_closes_with_1008(string message)
    {
        await using var host = await TestHost.StartAsync<Wrapped>();
        await using var client = await host.ConnectAsync("/wrapped");

        await client.SendTextAsync(message);

        await client.ReceiveCloseAsync(1008);
    }

    [Test]
    public async Task A_binary_message_that_no_method_handles_closes_with_1008()
    {
        await using var host = await TestHost.StartAsync<Flat>();
        await using var client = await host.ConnectAsync("/flat");

        await client.SendBinaryAsync([1, 2, 3]);

        await client.ReceiveCloseAsync(1008);
    }

    [Test]
    public async Task An_unknown_request_with_an_id_is_answered_before_the_close_frame()
    {
        await using var host = await TestHost.StartAsync<Wrapped>();
        await using var client = await host.ConnectAsync("/wrapped");

        await client.SendTextAsync("""{"kind":"nobody","ref":9}""");

        Assert.That(await client.ReceiveTextAsync(), Is.EqualTo("""{"kind":"error","ref":9,"data":{"code":"unknown","message":"No method handles this message."}}"""));
        await client.ReceiveCloseAsync(1008);
    }

    [TestCase("fail")]
    [TestCase("fail-later")]
    public async Task An_exception_of_a_method_is_logged_and_closes_with_1011_without_its_words(string name)
    {
        await using var host = await TestHost.StartAsync<Flat>();
        host.Logs.Expect(6);
        await using var client = await host.ConnectAsync("/flat");

        await client.SendTextAsync($$"""{"type":"{{name}}","id":5}""");

        Assert.That(await client.ReceiveTextAsync(), Is.EqualTo("""{"type":"error","id":5,"code":"failed","message":"The request failed."}"""));
        Assert.That((await client.ReceiveCloseAsync(1011)).Reason, Does.Not.Contain("password"));
        Assert.That(host.Logs.Find(6)?.Exception?.Message, Does.Contain("password"));
    }

    [Test]
    public async Task A_failure_without_an_id_is_not_answered()
    {
        await using var host = await TestHost.StartAsync<Flat>();
        host.Logs.Expect(6);
        await using var client = await host.ConnectAsync("/flat");

        await client.SendTextAsync("""{"type":"fail"}""");

        await client.ReceiveCloseAsync(1011);
    }

    [Test]
    public async Task What_came_after_a_message_that_closes_is_not_handled()
    {
        await using var host = await TestHost.StartAsync<Flat>();
        host.Logs.Expect(6);
        await using var client = await host.ConnectAsync("/flat");

        await client.SendAsync([.. RawFrame.EncodeText("""{"type":"fail-later"}"""), .. RawFrame.EncodeText("""{"type":"none"}""")]);

        await client.ReceiveCloseAsync(1011);
        await client.SendCloseAsync(1011);
        await client.ReceiveEndAsync();
        Assert.That(host.Journal.All, Is.Empty);
    }

    [TestCase(64 * 1024, true)]
    [TestCase(64 * 1024 + 1, false)]
    public async Task A_message_may_have_MaxMessageSize_and_not_a_byte_more(int size, bool accepted)
    {
        await using var host = await TestHost.StartAsync<Echo>();
        await using var client = await host.ConnectAsync("/echo");

        await client.SendBinaryAsync(new byte[size]);

        if (accepted)
        {
            Assert.That(await client.ReceiveBinaryAsync(), Has.Length.EqualTo(size));
        }
        else
        {
            await client.ReceiveCloseAsync(1009);
        }
    }

    [Test]
    public async Task A_message_in_fragments_may_not_be_larger_than_MaxMessageSize_either()
    {
        await using var host = await TestHost.StartAsync<Echo>(options => options.MaxMessageSize = 1000);
        await using var client = await host.ConnectAsync("/echo");

        await client.SendAsync(RawFrame.Encode(RawFrame.Binary, new byte[600], final: false));
        await client.SendAsync(RawFrame.Encode(RawFrame.Continuation, new byte[401], final: false));

        await client.ReceiveCloseAsync(1009);
    }

    [Test]
    public async Task A_length_that_is_only_announced_closes_at_once()
    {
        await using var host = await TestHost.StartAsync<Echo>();
        await using var client = await host.ConnectAsync("/echo");

        await client.SendAsync(0x82, 0xff, 0x3f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff);

        await client.ReceiveCloseAsync(1009);
    }

    [Test]
    public async Task A_message_that_cannot_be_serialized_is_a_failure_of_its_method()
    {
        await using var host = await TestHost.StartAsync<Broken>();
        host.Logs.Expect(6);
        await using var client = await host.ConnectAsync("/broken");

        await client.SendTextAsync("""{"type":"loop","id":1}""");

        Assert.That(await client.ReceiveTextAsync(), Does.StartWith("""{"type":"error","id":1,"code":"failed","""));
        await client.ReceiveCloseAsync(1011);
        Assert.That(host.Logs.Find(6)?.Exception, Is.InstanceOf<JsonException>());
    }
}

[Message("loop")]
internal sealed class Loop
{
    public Loop Self => this;
}

[WebSocketHandler("/broken")]
internal sealed partial class Broken
{
    [OnMessage("loop")]
    public Loop Get() => new();
}
