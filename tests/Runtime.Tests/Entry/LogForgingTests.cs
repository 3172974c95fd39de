using System.Net.WebSockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Mvc;
using WebSockets.Hosting;
using WebSockets.Runtime.Tests.Infrastructure;

namespace WebSockets.Runtime.Tests.Entry;

/// <summary>Takes values of its request, and a dictionary whose keys the peer chooses.</summary>
[WebSocketHandler("/entry/values/{id}", Protocols = ["chat.v1"])]
internal sealed partial class Values(Journal journal)
{
    [OnOpen]
    public void Open(int id, [FromQuery] string? topic, [FromHeader(Name = "X-Topic")] string? header) => journal.Write($"open {id} {topic?.Length} {header?.Length}");

    [OnMessage("map")]
    public void Map(Dictionary<string, int> map) => journal.Write($"{map.Count}");

    [OnError]
    public void Error(Exception error) => journal.Write(error.ToString());
}

/// <summary>Takes a dictionary whose keys the peer chooses, and throws what it is told of them.</summary>
[WebSocketHandler("/entry/rethrowing")]
internal sealed partial class Rethrowing
{
    [OnMessage("map")]
    public int Map(Dictionary<string, int> map) => map.Count;

    [OnError]
    public void Error(Exception error) => System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(error);
}

/// <summary>Lets nobody in, and then fails.</summary>
[WebSocketHandler("/entry/failing")]
internal sealed partial class TurnedAway : IDisposable
{
    [OnLogin]
    public bool Login() => false;

    [OnOpen]
    public void Open()
    {
    }

    public void Dispose() => throw new InvalidOperationException("disposed");
}

/// <summary>Closes with the reason that it is sent, as an app had better not.</summary>
[WebSocketHandler("/entry/reason")]
internal sealed partial class Reason
{
    [OnMessage]
    public async Task Close(WebSocketConnection me, byte[] utf16) =>
        await me.CloseAsync((WebSocketCloseStatus)4000, new string(System.Runtime.InteropServices.MemoryMarshal.Cast<byte, char>(utf16)));
}

/// <summary>What a peer sends begins no line in the log, and does not break a close frame.</summary>
internal sealed class LogForgingTests
{
    [TestCase("%0D%0Afail:%20forged")]
    [TestCase("%1B%5B2J")]
    [TestCase("%E2%80%AEgpj.exe", Description = "right-to-left override")]
    [TestCase("%ED%A0%80", Description = "a surrogate, which is no UTF-8")]
    [TestCase("%E2%80%A8forged", Description = "line separator")]
    public async Task A_value_of_the_address_that_is_refused_is_not_logged(string value)
    {
        await using var host = await TestHost.StartAsync<Values>();

        var answer = await host.AnswerAsync(host.Handshake($"/entry/values/{value}?topic={value}"));

        Assert.That(answer.Status, Is.EqualTo(400));
        Assert.That(answer.Body, Is.EqualTo("The path value 'id' is missing or not valid."));
        await AssertHarmlessAsync(host, "forged", "gpj");
    }

    [TestCase("Origin", "http://evil\u00e9.example")]
    [TestCase("Origin", "http://evil.example\u001b[2J")]
    [TestCase("Sec-WebSocket-Protocol", "evil\u00e9")]
    [TestCase("Sec-WebSocket-Protocol", "evil\u001b[2J, \u202eevil")]
    [TestCase("X-Topic", "evil\u00e9")]
    public async Task A_header_is_not_logged(string name, string value)
    {
        await using var host = await TestHost.StartAsync<Values>();

        await using var client = await host.DialAsync();
        await client.SendAsync(host.Handshake("/entry/values/7?topic=evil%0Aevil").Add(name, value).ToString());
        await client.ReadResponseAsync();

        await AssertHarmlessAsync(host, "evil", "\u00e9");
    }

    [Test]
    public async Task What_an_app_has_made_of_the_host_is_logged_without_its_control_characters()
    {
        await using var host = await TestHost.StartAsync<Echo>(setup: setup => setup.Middleware = app => app.Use((http, next) =>
        {
            http.Request.Headers.Host = "a\r\nfail: forged\u001b[2J";
            return next(http);
        }));

        var answer = await host.AnswerAsync(host.Handshake("/echo").Add("Origin", "http://evil.example"));

        Assert.That(answer.Status, Is.EqualTo(403));
        Assert.That(host.Logs.Find(4)?.Text, Does.Contain(@"http://a\u{d}\u{a}fail: forged\u{1b}[2J may connect"));
    }

    [Test]
    public async Task An_id_of_a_request_that_the_app_takes_from_a_header_is_logged_without_its_control_characters()
    {
        await using var host = await TestHost.StartAsync<TurnedAway>(setup: setup => setup.Middleware = app => app.Use((http, next) =>
        {
            http.TraceIdentifier = Uri.UnescapeDataString(http.Request.Headers["X-Request-Id"].ToString());
            return next(http);
        }));
        host.Logs.Expect(13);

        await host.AnswerAsync(host.Handshake("/entry/failing").Add("X-Request-Id", "a%0D%0Afail: forged%1B%5B2J"));

        await Bounded.Until(() => host.Logs.Find(13) is not null, "the failure is logged");
        Assert.That(host.Logs.Find(13)?.Text, Does.Contain(@"a\u{d}\u{a}fail: forged\u{1b}[2J").And.Not.Contain("\n"));
    }

    [TestCase("a\\r\\nfail: forged")]
    [TestCase("\\u001b[2J")]
    [TestCase("\\u202egpj.exe")]
    [TestCase("\\u2028forged")]
    public async Task The_exception_of_a_malformed_message_can_be_logged(string key)
    {
        await using var host = await TestHost.StartAsync<Values>();
        await using var client = await host.ConnectAsync("/entry/values/7");
        await host.Journal.ExpectAsync("open 7  ");

        await client.SendTextAsync($$"""{"{{key}}":"not a number","type":"map"}""");

        var logged = await host.Journal.NextAsync();
        Assert.That(logged, Does.Contain("WebSocketMessageException").And.Contain("\\u{"));
        Assert.That(logged.ReplaceLineEndings("\n").Split('\n').Skip(1), Has.All.Match(@"^( +at | ---> | *--- )"), "no line but those of the stack");
        Assert.That(logged.Where(c => c is '\u001b' or '\u202e' or '\u2028'), Is.Empty);
    }

    [Test]
    public async Task The_exception_of_a_malformed_message_is_not_logged_where_OnError_throws_it_again()
    {
        await using var host = await TestHost.StartAsync<Rethrowing>();
        host.Logs.Expect(7);
        await using var client = await host.ConnectAsync("/entry/rethrowing");

        await client.SendTextAsync("""{"type":"map","hidden":"not a number"}""");
        await client.ReceiveCloseAsync(1007);

        await Bounded.Until(() => host.Logs.Find(8) is not null, "it is refused");
        Assert.That(host.Logs.Find(7)?.Text, Does.Contain("[OnError]"));
        Assert.That(host.Logs.Lines.Select(line => line.ToString()), Has.None.Contains("hidden"));
    }

    [TestCase("\r\nfail: forged", "\r\nfail: forged", Description = "what is in a reason is the app's business, and is not logged")]
    [TestCase("a\\ud800b", "a\ufffdb")]
    [TestCase("\\udc00", "\ufffd")]
    [TestCase("\u202e\u001b[2J", "\u202e\u001b[2J")]
    public async Task A_close_reason_is_valid_UTF8(string reason, string sent)
    {
        await using var host = await TestHost.StartAsync<Reason>();
        await using var client = await host.ConnectAsync("/entry/reason");

        await client.SendBinaryAsync(System.Runtime.InteropServices.MemoryMarshal.AsBytes(Unescaped(reason).AsSpan()).ToArray());

        Assert.That(new UTF8Encoding(false, true).GetString((await client.ReceiveCloseAsync(4000)).Payload.AsSpan(2)), Is.EqualTo(sent));
        await AssertHarmlessAsync(host, "forged");
    }

    [TestCase("x", 123)]
    [TestCase("é", 122)]
    [TestCase("€", 123)]
    [TestCase("😀", 120)]
    public async Task A_close_reason_has_123_bytes_at_most_and_is_cut_at_a_whole_character(string character, int length)
    {
        await using var host = await TestHost.StartAsync<Reason>();
        await using var client = await host.ConnectAsync("/entry/reason");
        var reason = string.Concat(Enumerable.Repeat(character, 200));

        await client.SendBinaryAsync(System.Runtime.InteropServices.MemoryMarshal.AsBytes(reason.AsSpan()).ToArray());

        var close = await client.ReceiveCloseAsync(4000);
        Assert.That(close.Payload, Has.Length.EqualTo(2 + length));
        Assert.That(reason, Does.StartWith(close.Reason));
    }

    [TestCase("plain text, äöü, 漢字, 😀", "plain text, äöü, 漢字, 😀")]
    [TestCase("a\r\nb\tc", @"a\u{d}\u{a}b\u{9}c")]
    [TestCase("\u001b[31m", @"\u{1b}[31m")]
    [TestCase("\u202e\u2066\u200b\u2028\u2029\u0085\u009b\u007f", @"\u{202e}\u{2066}\u{200b}\u{2028}\u{2029}\u{85}\u{9b}\u{7f}")]
    [TestCase("\\ud800x", @"\u{fffd}x")]
    [TestCase("\U000e0041", @"\u{e0041}", Description = "a tag character, which is not shown")]
    public void Log_text_shows_every_character(string text, string safe)
    {
        text = Unescaped(text);
        Assert.That(LogText.Safe(text), Is.EqualTo(safe));
        Assert.That(LogText.IsSafe(text), Is.EqualTo(text == safe));
    }

    [Test]
    public void Log_text_is_cut_where_it_is_too_long() =>
        Assert.That(LogText.Safe(new string('x', 100_000)), Is.EqualTo(new string('x', 1000) + "…"));

    // An attribute holds no unpaired surrogate.
    private static string Unescaped(string text) => System.Text.RegularExpressions.Regex.Unescape(text);

    private static async Task AssertHarmlessAsync(TestHost host, params string[] words)
    {
        await Bounded.Until(() => host.Logs.Lines.Length > 0, "something is logged");
        var texts = host.Logs.Lines.Select(line => line.ToString()).ToArray();
        foreach (var text in texts)
        {
            Assert.That(text.TrimEnd().Where(char.IsControl), Is.Empty, text);
            Assert.That(words.Where(word => text.Contains(word, StringComparison.Ordinal)), Is.Empty, text);
        }
    }
}
