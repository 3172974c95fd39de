using Microsoft.Extensions.Time.Testing;
using WebSockets.Runtime.Tests.Infrastructure;
using WebSockets.Runtime.Tests.Wire;

namespace WebSockets.Runtime.Tests.Closing;

/// <summary>Connections that end in no good way. [OnClose] runs once for each all the same.</summary>
internal sealed class BrokenEndTests
{
    [Test]
    public async Task A_peer_that_vanishes_by_FIN_has_no_status()
    {
        await using var host = await TestHost.StartAsync<Closer>();
        await using var client = await host.ConnectAsync("/closing");

        client.Finish();

        await client.ReceiveEndAsync();
        await host.Journal.ExpectAsync("open", "token", "close");
    }

    [Test]
    public async Task A_peer_that_vanishes_by_RST_has_no_status()
    {
        await using var host = await TestHost.StartAsync<Closer>();
        await using var client = await host.ConnectAsync("/closing");

        client.Reset();

        await host.Journal.ExpectAsync("open", "token", "close");
    }

    [Test]
    public async Task A_peer_that_vanishes_within_a_frame_has_no_status()
    {
        await using var host = await TestHost.StartAsync<Closer>();
        await using var client = await host.ConnectAsync("/closing");

        await client.SendAsync(RawFrame.EncodeText("half of this")[..9]);
        client.Finish();

        await client.ReceiveEndAsync();
        await host.Journal.ExpectAsync("open", "token", "close");
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task A_peer_that_vanishes_cancels_the_handler_that_runs(bool reset)
    {
        await using var host = await TestHost.StartAsync<Closer>();
        await using var client = await host.ConnectAsync("/closing");
        await client.SendTextAsync("for ever");
        await host.Journal.ExpectAsync("open", "waits");

        if (reset)
        {
            client.Reset();
        }
        else
        {
            client.Finish();
        }

        await host.Journal.ExpectAsync("token", "close");
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task A_handler_is_cancelled_though_so_much_waits_for_it_that_nobody_reads(bool vanishes)
    {
        var time = new FakeTimeProvider();
        await using var host = await TestHost.StartAsync<Closer>(setup: setup => setup.Time = time);
        await using var client = await host.ConnectAsync("/closing");
        await client.SendTextAsync("for ever");
        await host.Journal.ExpectAsync("open", "waits");
        await client.SendAsync([.. Enumerable.Range(0, 300).SelectMany(i => RawFrame.EncodeText($"{i}"))]);
        var connection = host.Connections<Closer>().Single();
        await Bounded.Until(() => connection.Life.IsDeaf, "too much waits");

        if (vanishes)
        {
            client.Reset();
        }
        else
        {
            connection.Abort();
        }

        await time.AdvanceUntil(() => host.Journal.Count("token") == 1, TimeSpan.FromSeconds(5));
        await host.Journal.ExpectAsync("token", "close"); // by itself: more time would run out for the handler that just ends
    }

    [Test]
    public async Task Abort_ends_it_without_a_close_frame_and_without_a_status()
    {
        await using var host = await TestHost.StartAsync<Closer>();
        await using var client = await host.ConnectAsync("/closing");

        await client.SendTextAsync("abort");

        await client.ReceiveEndAsync();
        await host.Journal.ExpectAsync("open", "token", "close");
    }

    [Test]
    public async Task Abort_from_outside_ends_it_while_a_handler_runs()
    {
        await using var host = await TestHost.StartAsync<Closer>();
        await using var client = await host.ConnectAsync("/closing");
        await client.SendTextAsync("for ever");
        await host.Journal.ExpectAsync("open", "waits");

        var connection = host.Connections<Closer>().Single();
        connection.Abort();
        connection.Abort();

        await client.ReceiveEndAsync();
        await host.Journal.ExpectAsync("token", "close");
        await connection.SendTextAsync("to nobody");
        await connection.CloseAsync();
        Assert.That(connection.Closed.IsCancellationRequested, Is.True);
    }

    private static IEnumerable<TestCaseData> Violations()
    {
        yield return Case("an unmasked frame", RawFrame.Encode(RawFrame.Text, "x"u8, masked: false), 1002);
        yield return Case("two bytes of an unmasked frame", [0x81, 0x00], 1002);
        yield return Case("a reserved bit", RawFrame.Encode(RawFrame.Text, "x"u8, reserved: 0x40), 1002);
        yield return Case("a reserved opcode", RawFrame.Encode(3, "x"u8), 1002);
        yield return Case("a fragmented ping", RawFrame.Encode(RawFrame.Ping, "x"u8, final: false), 1002);
        yield return Case("a ping of 126 bytes", RawFrame.Encode(RawFrame.Ping, new byte[126]), 1002);
        yield return Case("a continuation of nothing", RawFrame.Encode(RawFrame.Continuation, "x"u8), 1002);
        yield return Case("half a status", RawFrame.Encode(RawFrame.Close, [3]), 1002);
        yield return Case("text that is not UTF-8", RawFrame.Encode(RawFrame.Text, [0xff]), 1007);
        yield return Case("the beginning of text that is not UTF-8", RawFrame.Encode(RawFrame.Text, [0xc0], final: false), 1007);
        yield return Case("a cut code point", RawFrame.Encode(RawFrame.Text, [0xe2, 0x82]), 1007);
        yield return Case("a surrogate in UTF-8", RawFrame.Encode(RawFrame.Text, [0xed, 0xa0, 0x80]), 1007);

        static TestCaseData Case(string what, byte[] bytes, int status) => new TestCaseData(bytes, status).SetArgDisplayNames(what);
    }

    [TestCaseSource(nameof(Violations))]
    public async Task A_message_before_a_violation_in_the_same_packet_is_answered_and_then_the_violation(byte[] violation, int status)
    {
        await using var host = await TestHost.StartAsync<Closer>();
        await using var client = await host.ConnectAsync("/closing");

        await client.SendAsync([.. RawFrame.EncodeText("first"), .. violation]);

        Assert.That(await client.ReceiveTextAsync(), Is.EqualTo("first"));
        var reason = (await client.ReceiveCloseAsync(status)).Reason;
        client.Finish();
        await client.ReceiveEndAsync();
        await host.Journal.ExpectAsync("open", "token", $"close {status} {reason}");
    }

    [Test]
    public async Task A_handler_that_runs_may_answer_before_a_violation_closes()
    {
        await using var host = await TestHost.StartAsync<Closer>();
        await using var client = await host.ConnectAsync("/closing");

        await client.SendAsync([.. RawFrame.EncodeText("wait"), 0xff, 0xff]);
        await host.Journal.ExpectAsync("open", "waits");
        host.Gate.Open();

        Assert.That(await client.ReceiveTextAsync(), Is.EqualTo("done"));
        await client.ReceiveCloseAsync(1002);
    }

    [Test]
    public async Task What_still_comes_after_a_violation_is_discarded_so_that_the_close_frame_arrives()
    {
        await using var host = await TestHost.StartAsync<Closer>();
        await using var client = await host.ConnectAsync("/closing");

        await client.SendAsync([0xff, 0xff, .. new byte[500_000]]);

        await client.ReceiveCloseAsync(1002);
        client.Finish();
        Assert.That(await client.ReceiveEndAsync(), Is.EqualTo(Ending.Finished));
    }

    [Test]
    public async Task An_OnOpen_that_throws_closes_with_1011_and_OnClose_runs_once()
    {
        await using var host = await TestHost.StartAsync<FailingOpen>();
        host.Logs.Expect(6);
        await using var client = await host.ConnectAsync("/closing/open-throws");

        Assert.That((await client.ReceiveCloseAsync(1011)).Reason, Does.Not.Contain("password"));
        await client.SendCloseAsync(1011);

        await client.ReceiveEndAsync();
        await host.Journal.ExpectAsync("close 1011");
    }

    [Test]
    public async Task An_OnClose_that_throws_is_logged_and_not_called_again()
    {
        await using var host = await TestHost.StartAsync<FailingClose>();
        host.Logs.Expect(6);
        await using var client = await host.ConnectAsync("/closing/close-throws");
        await client.ReceiveTextAsync();

        await client.CloseAsync();

        await host.Journal.ExpectAsync("close");
    }
}
