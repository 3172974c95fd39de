using Microsoft.Extensions.Time.Testing;
using WebSockets.Runtime.Tests.Infrastructure;
using WebSockets.Runtime.Tests.Wire;

namespace WebSockets.Runtime.Tests.Closing;

/// <summary>The peer sends its close frame first (RFC 6455, section 7).</summary>
internal sealed class PeerClosesTests
{
    private static readonly string LongestReason = new('r', 123);

    private static IEnumerable<TestCaseData> Frames()
    {
        yield return new TestCaseData(1000, "");
        yield return new TestCaseData(1000, "done");
        yield return new TestCaseData(1001, "going away");
        yield return new TestCaseData(1011, "grüße €");
        yield return new TestCaseData(1014, "");
        yield return new TestCaseData(3000, "registered");
        yield return new TestCaseData(4999, LongestReason).SetArgDisplayNames("4999", "123 bytes");
    }

    [TestCaseSource(nameof(Frames))]
    public async Task Its_status_is_echoed_and_OnClose_gets_status_and_reason(int status, string reason)
    {
        await using var host = await TestHost.StartAsync<Closer>();
        await using var client = await host.ConnectAsync("/closing");

        await client.SendCloseAsync(status, reason);

        Assert.That((await client.ReceiveCloseAsync(status)).Reason, Is.Empty);
        Assert.That(await client.ReceiveEndAsync(), Is.EqualTo(Ending.Finished));
        await host.Journal.ExpectAsync("open", "token", $"close {status} {reason}".Trim());
    }

    [Test]
    public async Task TCP_waits_for_an_OnClose_no_longer_than_CloseTimeout()
    {
        await using var host = await TestHost.StartAsync<HeldClose>(options => options.CloseTimeout = TimeSpan.FromMilliseconds(100));
        await using var client = await host.ConnectAsync("/closing/held");
        await host.Journal.ExpectAsync("open");

        await client.CloseAsync();

        await host.Journal.ExpectAsync("close 1000");
        Assert.That(host.Journal.All, Does.Not.Contain("closed"));
        host.Gate.Open();
        await host.Journal.ExpectAsync("closed");
    }

    [Test]
    public async Task An_empty_close_frame_is_answered_with_an_empty_one()
    {
        await using var host = await TestHost.StartAsync<Closer>();
        await using var client = await host.ConnectAsync("/closing");

        await client.SendCloseAsync(null);

        Assert.That((await client.ReceiveCloseAsync(null)).Payload, Is.Empty);
        await client.ReceiveEndAsync();
        await host.Journal.ExpectAsync("open", "token", "close 1005");
    }

    [TestCase(0)]
    [TestCase(999)]
    [TestCase(1004)]
    [TestCase(1005)]
    [TestCase(1006)]
    [TestCase(1015)]
    [TestCase(1016)]
    [TestCase(2999)]
    [TestCase(5000)]
    [TestCase(65535)]
    public async Task A_status_that_may_not_be_sent_is_a_violation(int status)
    {
        await using var host = await TestHost.StartAsync<Closer>();
        await using var client = await host.ConnectAsync("/closing");

        await client.SendCloseAsync(status);

        await client.ReceiveCloseAsync(1002);
    }

    [Test]
    public async Task A_message_before_it_is_answered_before_the_close_frame()
    {
        await using var host = await TestHost.StartAsync<Closer>();
        await using var client = await host.ConnectAsync("/closing");

        await client.SendAsync([.. RawFrame.EncodeText("wait"), .. RawFrame.EncodeText("last"), .. RawFrame.EncodeClose(1000)]);
        await host.Journal.ExpectAsync("open", "waits");
        host.Gate.Open();

        Assert.That(await client.ReceiveTextAsync(), Is.EqualTo("done"));
        Assert.That(await client.ReceiveTextAsync(), Is.EqualTo("last"));
        await client.ReceiveCloseAsync(1000);
        await client.ReceiveEndAsync();
        await host.Journal.ExpectAsync("token", "close 1000");
    }

    [Test]
    public async Task What_follows_it_is_ignored()
    {
        await using var host = await TestHost.StartAsync<Closer>();
        await using var client = await host.ConnectAsync("/closing");

        await client.SendAsync([.. RawFrame.EncodeClose(1000), .. RawFrame.EncodeText("too late"), .. RawFrame.EncodeClose(1001), 0xff, 0xff]);

        await client.ReceiveCloseAsync(1000);
        await host.Journal.ExpectAsync("open", "token", "close 1000");
    }

    [Test]
    public async Task A_handler_may_finish_until_CloseTimeout_and_is_then_cancelled()
    {
        var time = new FakeTimeProvider();
        await using var host = await TestHost.StartAsync<Closer>(setup: setup => setup.Time = time);
        await using var client = await host.ConnectAsync("/closing");
        await client.SendTextAsync("for ever");
        await host.Journal.ExpectAsync("open", "waits");

        await client.SendCloseAsync(1000);
        var connection = host.Connections<Closer>().Single();
        await Bounded.Until(() => connection.Life.IsClosing, "the close frame is read");
        Assert.That(connection.Closed.IsCancellationRequested, Is.False);
        await time.AdvanceUntil(() => connection.Closed.IsCancellationRequested, TimeSpan.FromSeconds(5));

        await client.ReceiveCloseAsync(1000);
        await host.Journal.ExpectAsync("token", "close 1000");
    }

    [Test]
    public async Task A_pending_OnOpen_is_cancelled_at_once()
    {
        await using var host = await TestHost.StartAsync<EndlessOpen>(options => options.CloseTimeout = TimeSpan.FromDays(1));
        await using var client = await host.ConnectAsync("/closing/endless-open");

        await client.SendCloseAsync(1000);

        await client.ReceiveCloseAsync(1000);
        await host.Journal.ExpectAsync("open", "open ended", "close 1000");
    }

    [Test]
    public async Task A_stream_of_replies_is_cancelled_at_once()
    {
        await using var host = await TestHost.StartAsync<EndlessStream>(options => options.CloseTimeout = TimeSpan.FromDays(1));
        await using var client = await host.ConnectAsync("/closing/endless-stream");
        await client.SendTextAsync("one");
        Assert.That(await client.ReceiveTextAsync(), Is.EqualTo("one"));

        await client.SendCloseAsync(1000);

        await client.ReceiveCloseAsync(1000);
        await host.Journal.ExpectAsync("stream ended", "close 1000");
    }

    [Test]
    public async Task A_stream_that_has_not_begun_when_it_comes_is_cancelled_too()
    {
        await using var host = await TestHost.StartAsync<EndlessStream>(options => options.CloseTimeout = TimeSpan.FromDays(1));
        await using var client = await host.ConnectAsync("/closing/endless-stream");

        await client.SendAsync([.. RawFrame.EncodeText("one"), .. RawFrame.EncodeText("two"), .. RawFrame.EncodeClose(1000)]);

        Assert.That(await client.ReceiveTextAsync(), Is.EqualTo("one"));
        var next = await client.ReceiveFrameAsync();
        if (next.Opcode == RawFrame.Text)
        {
            next = await client.ReceiveFrameAsync();
        }

        Assert.That(next.Status, Is.EqualTo(1000));
        await client.ReceiveEndAsync();
        Assert.That(host.Journal.All[^1], Is.EqualTo("close 1000"));
    }
}
