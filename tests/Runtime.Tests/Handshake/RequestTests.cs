using WebSockets.Handshake;
using WebSockets.Runtime.Tests.Infrastructure;
using WebSockets.Runtime.Tests.Wire;

namespace WebSockets.Runtime.Tests.Handshake;

/// <summary>RFC 6455, section 4.2.1: what a request has to be, and what is answered to one that is not.</summary>
[Category("RFC 6455 4.2.1")]
internal sealed class RequestTests
{
    private static IEnumerable<TestCaseData> NotAHandshake()
    {
        yield return Case("a plain GET", text => text.Without("Upgrade").Without("Connection").Without("Sec-WebSocket-Key").Without("Sec-WebSocket-Version"), 426);
        yield return Case("no Upgrade", text => text.Without("Upgrade"), 426);
        yield return Case("another Upgrade", text => text.With("Upgrade", "h2c"), 426);
        yield return Case("an Upgrade that only begins so", text => text.With("Upgrade", "websocket2"), 426);
        yield return Case("no Connection", text => text.Without("Connection"), 426);
        yield return Case("another Connection", text => text.With("Connection", "keep-alive"), 426);
        yield return Case("no version", text => text.Without("Sec-WebSocket-Version"), 426);
        yield return Case("version 8", text => text.With("Sec-WebSocket-Version", "8"), 426);
        yield return Case("version 99", text => text.With("Sec-WebSocket-Version", "99"), 426);
        yield return Case("two versions", text => text.Add("Sec-WebSocket-Version", "8"), 426);
        yield return Case("no key", text => text.Without("Sec-WebSocket-Key"), 400);
        yield return Case("an empty key", text => text.With("Sec-WebSocket-Key", ""), 400);
        yield return Case("a key of 15 bytes", text => text.With("Sec-WebSocket-Key", Convert.ToBase64String(new byte[15])), 400);
        yield return Case("a key of 17 bytes", text => text.With("Sec-WebSocket-Key", Convert.ToBase64String(new byte[17])), 400);
        yield return Case("a key of 18 bytes", text => text.With("Sec-WebSocket-Key", Convert.ToBase64String(new byte[18])), 400);
        yield return Case("a key that is not base64", text => text.With("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25j!Q=="), 400);
        yield return Case("a key with a blank in it", text => text.With("Sec-WebSocket-Key", "dGhlIHNhb BsZSBub25jZQ=="), 400);
        yield return Case("two keys", text => text.Add("Sec-WebSocket-Key", HandshakeText.Key), 400);
        yield return Case("a body", text => text.Add("Content-Length", "5").Body("hello"), 400);
        yield return Case("a body in chunks", text => text.Add("Transfer-Encoding", "chunked").Body("5\r\nhello\r\n0\r\n\r\n"), 400);
        yield return Case("no Host", text => text.Without("Host"), 400);
        yield return Case("POST", text => text.Method("POST"), 405);
        yield return Case("PUT", text => text.Method("PUT"), 405);

        static TestCaseData Case(string what, Func<HandshakeText, HandshakeText> change, int status) => new TestCaseData(change, status).SetArgDisplayNames(what);
    }

    [TestCaseSource(nameof(NotAHandshake))]
    public async Task What_is_no_handshake_is_refused(Func<HandshakeText, HandshakeText> change, int status)
    {
        await using var host = await TestHost.StartAsync<Echo>();

        var answer = await host.AnswerAsync(change(host.Handshake("/echo")));

        Assert.That(answer.Status, Is.EqualTo(status));
        Assert.That(answer.Headers["Sec-WebSocket-Accept"], Is.Empty);
        Assert.That(host.Journal.All, Is.Empty);
    }

    [Test]
    public async Task An_answer_of_426_says_what_to_upgrade_to()
    {
        await using var host = await TestHost.StartAsync<Echo>();

        var answer = await host.AnswerAsync(host.Handshake("/echo").With("Sec-WebSocket-Version", "99"));

        Assert.That(answer.Header("Upgrade"), Is.EqualTo("websocket"));
        Assert.That(answer.Header("Connection"), Does.Contain("Upgrade").IgnoreCase);
        Assert.That(answer.Header("Sec-WebSocket-Version"), Is.EqualTo("13"));
    }

    [Test]
    public async Task A_handshake_over_http_1_0_is_refused()
    {
        await using var host = await TestHost.StartAsync<Echo>();

        var answer = await host.AnswerAsync(host.Handshake("/echo").Version("HTTP/1.0"));

        Assert.That(answer.Status, Is.EqualTo(426));
    }

    [Test, Category("RFC 6455 1.3")]
    public async Task The_key_of_the_specification_is_accepted_with_its_value()
    {
        await using var host = await TestHost.StartAsync<Echo>();
        await using var client = await host.DialAsync();

        var response = await client.OpenAsync(host.Handshake("/echo"));

        Assert.That(response.Header("Sec-WebSocket-Accept"), Is.EqualTo(HandshakeText.Accept));
        Assert.That(HandshakeRequest.AcceptValue(HandshakeText.Key), Is.EqualTo(HandshakeText.Accept));
    }

    private static IEnumerable<TestCaseData> Spellings()
    {
        yield return Case("values in another case", text => text.With("Upgrade", "WebSocket").With("Connection", "UPGRADE"));
        yield return Case("names in another case", text => text
            .Without("Upgrade").Add("UPGRADE", "websocket")
            .Without("Sec-WebSocket-Key").Add("sec-websocket-KEY", HandshakeText.Key)
            .Without("Sec-WebSocket-Version").Add("SEC-WEBSOCKET-VERSION", "13"));
        yield return Case("a list in Connection, as of Firefox", text => text.With("Connection", "keep-alive, Upgrade"));
        yield return Case("a list in Upgrade", text => text.With("Upgrade", "h2c, websocket"));
        yield return Case("two Connection lines", text => text.With("Connection", "keep-alive").Add("Connection", "Upgrade"));
        yield return Case("two Upgrade lines", text => text.With("Upgrade", "h2c").Add("Upgrade", "websocket"));
        yield return Case("blanks around values", text => text.With("Upgrade", "  websocket  ").With("Sec-WebSocket-Version", " 13 "));
        yield return Case("an empty body", text => text.Add("Content-Length", "0"));
        yield return Case("extensions that nobody knows", text => text.Add("Sec-WebSocket-Extensions", "x-foo; constructor=1, permessage-deflate"));

        static TestCaseData Case(string what, Func<HandshakeText, HandshakeText> change) => new TestCaseData(change).SetArgDisplayNames(what);
    }

    [TestCaseSource(nameof(Spellings))]
    public async Task A_handshake_may_be_spelt_in_more_than_one_way(Func<HandshakeText, HandshakeText> change)
    {
        await using var host = await TestHost.StartAsync<Echo>();
        await using var client = await host.DialAsync();

        var response = await client.OpenAsync(change(host.Handshake("/echo")));

        Assert.That(response.Header("Sec-WebSocket-Accept"), Is.EqualTo(HandshakeText.Accept));
        Assert.That(response.Headers["Sec-WebSocket-Extensions"], Is.Empty);
        await client.SendTextAsync("hello");
        Assert.That(await client.ReceiveTextAsync(), Is.EqualTo("hello"));
    }

    [Test]
    public async Task Frames_in_the_packet_of_the_handshake_are_not_lost()
    {
        await using var host = await TestHost.StartAsync<Echo>();
        await using var client = await host.DialAsync();
        var handshake = System.Text.Encoding.ASCII.GetBytes(host.Handshake("/echo").ToString());

        await client.SendAsync([.. handshake, .. RawFrame.EncodeText("first"), .. RawFrame.EncodeText("second")]);

        Assert.That((await client.ReadResponseAsync()).Status, Is.EqualTo(101));
        Assert.That(await client.ReceiveTextAsync(), Is.EqualTo("first"));
        Assert.That(await client.ReceiveTextAsync(), Is.EqualTo("second"));
    }

    [Test]
    public async Task A_handshake_may_arrive_byte_by_byte()
    {
        await using var host = await TestHost.StartAsync<Echo>();
        await using var client = await host.DialAsync();

        foreach (var letter in host.Handshake("/echo").ToString())
        {
            await client.SendAsync((byte)letter);
        }

        foreach (var part in RawFrame.EncodeText("slowly"))
        {
            await client.SendAsync(part);
        }

        Assert.That((await client.ReadResponseAsync()).Status, Is.EqualTo(101));
        Assert.That(await client.ReceiveTextAsync(), Is.EqualTo("slowly"));
    }
}
