using System.Net.WebSockets;
using System.Text;
using Microsoft.Extensions.Time.Testing;
using WebSockets.Runtime.Tests.Infrastructure;
using WebSockets.Runtime.Tests.Wire;

namespace WebSockets.Runtime.Tests.Closing;

/// <summary>The server sends its close frame first.</summary>
internal sealed class ServerClosesTests
{
    [Test]
    public async Task A_close_from_a_handler_ends_the_connection_and_nothing_is_sent_after_it()
    {
        await using var host = await TestHost.StartAsync<Closer>();
        await using var client = await host.ConnectAsync("/closing");

        await client.SendTextAsync("close");

        Assert.That((await client.ReceiveCloseAsync(4001)).Reason, Is.EqualTo("bye"));
        await client.SendPingAsync("no pong for this");
        await client.SendCloseAsync(4001);
        Assert.That(await client.ReceiveEndAsync(), Is.EqualTo(Ending.Finished));
        await host.Journal.ExpectAsync("open", "token", "close 4001 bye");
    }

    [Test]
    public async Task A_close_from_outside_ends_the_connection()
    {
        await using var host = await TestHost.StartAsync<Closer>();
        await using var client = await host.ConnectAsync("/closing");
        await host.Journal.ExpectAsync("open");
        var connection = host.Connections<Closer>().Single();

        await connection.CloseAsync(WebSocketCloseStatus.PolicyViolation, "out");
        await connection.SendTextAsync("nobody sees this");

        Assert.That((await client.ReceiveCloseAsync(1008)).Reason, Is.EqualTo("out"));
        await client.SendCloseAsync(1008);
        await client.ReceiveEndAsync();
        await host.Journal.ExpectAsync("token", "close 1008 out");
        Assert.That(host.Connections<Closer>(), Is.Empty);
    }

    [Test]
    public async Task Only_the_first_of_two_closes_counts()
    {
        await using var host = await TestHost.StartAsync<Closer>();
        await using var client = await host.ConnectAsync("/closing");

        await client.SendTextAsync("close twice");

        Assert.That((await client.ReceiveCloseAsync(4001)).Reason, Is.EqualTo("first"));
        await client.SendCloseAsync(4001);
        await client.ReceiveEndAsync();
        await host.Journal.ExpectAsync("open", "token", "close 4001 first");
    }

    [Test]
    public async Task A_close_without_a_status_sends_an_empty_frame()
    {
        await using var host = await TestHost.StartAsync<Closer>();
        await using var client = await host.ConnectAsync("/closing");

        await client.SendTextAsync("close empty");

        Assert.That((await client.ReceiveCloseAsync(null)).Payload, Is.Empty);
    }

    [TestCase(0)]
    [TestCase(999)]
    [TestCase(1004)]
    [TestCase(1006)]
    [TestCase(1015)]
    [TestCase(2999)]
    [TestCase(5000)]
    [TestCase(-1)]
    public async Task A_status_that_may_not_stand_in_a_close_frame_is_refused_and_the_connection_stays(int status)
    {
        await using var host = await TestHost.StartAsync<Closer>();
        await using var client = await host.ConnectAsync("/closing");
        await host.Journal.ExpectAsync("open");
        var connection = host.Connections<Closer>().Single();

        Assert.That(() => connection.CloseAsync((WebSocketCloseStatus)status), Throws.TypeOf<ArgumentOutOfRangeException>());

        await client.SendTextAsync("still here");
        Assert.That(await client.ReceiveTextAsync(), Is.EqualTo("still here"));
    }

    [TestCase("a", 124, 123)]
    [TestCase("ü", 62, 122)]
    [TestCase("€", 42, 123)]
    [TestCase("😀", 31, 120)]
    public async Task A_reason_that_is_too_long_is_cut_at_a_whole_code_point(string letter, int count, int bytes)
    {
        await using var host = await TestHost.StartAsync<Closer>();
        await using var client = await host.ConnectAsync("/closing");
        await host.Journal.ExpectAsync("open");

        await host.Connections<Closer>().Single().CloseAsync(reason: string.Concat(Enumerable.Repeat(letter, count)));

        var close = await client.ReceiveCloseAsync(1000);
        Assert.That(close.Payload, Has.Length.EqualTo(2 + bytes));
        Assert.That(close.Reason, Is.EqualTo(string.Concat(Enumerable.Repeat(letter, bytes / Encoding.UTF8.GetByteCount(letter)))));
    }

    [Test]
    public async Task A_peer_that_does_not_answer_is_dropped_after_CloseTimeout()
    {
        var time = new FakeTimeProvider();
        await using var host = await TestHost.StartAsync<Closer>(setup: setup => setup.Time = time);
        await using var client = await host.ConnectAsync("/closing");
        await client.SendTextAsync("close");
        await client.ReceiveCloseAsync(4001);

        time.Pass(4);
        Assert.That(host.Journal.All, Is.EqualTo(new[] { "open" }));
        await time.AdvanceUntil(() => host.Journal.All.Length == 3, TimeSpan.FromSeconds(1));

        await client.ReceiveEndAsync();
        await host.Journal.ExpectAsync("open", "token", "close 4001 bye");
    }

    [Test]
    public async Task Close_frames_that_cross_are_no_error_and_the_servers_counts()
    {
        await using var host = await TestHost.StartAsync<Closer>();
        await using var client = await host.ConnectAsync("/closing");

        await client.SendAsync([.. RawFrame.EncodeText("close"), .. RawFrame.EncodeClose(4002, "me too")]);

        await client.ReceiveCloseAsync(4001);
        Assert.That(await client.ReceiveEndAsync(), Is.EqualTo(Ending.Finished));
        await host.Journal.ExpectAsync("open", "token", "close 4001 bye");
    }

    [Test]
    public async Task A_close_while_a_stream_of_replies_waits_ends_it_when_the_peer_answers()
    {
        await using var host = await TestHost.StartAsync<EndlessStream>(options => options.CloseTimeout = TimeSpan.FromDays(1));
        await using var client = await host.ConnectAsync("/closing/endless-stream");
        await client.SendTextAsync("one");
        await client.ReceiveTextAsync();

        await host.Connections<EndlessStream>().Single().CloseAsync();
        await client.ReceiveCloseAsync(1000);
        await client.SendCloseAsync(1000);

        await client.ReceiveEndAsync();
        await host.Journal.ExpectAsync("stream ended", "close 1000");
    }

    [Test]
    public async Task A_cancelled_token_sends_no_close_frame()
    {
        await using var host = await TestHost.StartAsync<Closer>();
        await using var client = await host.ConnectAsync("/closing");
        await host.Journal.ExpectAsync("open");

        Assert.That(() => host.Connections<Closer>().Single().CloseAsync(ct: new CancellationToken(true)), Throws.InstanceOf<OperationCanceledException>());

        await client.SendTextAsync("still here");
        Assert.That(await client.ReceiveTextAsync(), Is.EqualTo("still here"));
    }
}
