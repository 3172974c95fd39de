using Microsoft.Extensions.Time.Testing;
using WebSockets.Runtime.Tests.Closing;
using WebSockets.Runtime.Tests.Infrastructure;
using WebSockets.Runtime.Tests.Wire;

namespace WebSockets.Runtime.Tests.Limits;

/// <summary>MessageRateLimit, by a clock that only the tests move: over it a connection is closed, or its messages wait.</summary>
internal sealed class RateTests
{
    [Test]
    public async Task Under_Close_as_many_as_the_limit_are_handled_in_each_second_and_one_more_closes_with_1008()
    {
        var time = new FakeTimeProvider();
        await using var host = await StartAsync(time, limit: 3, MessageRatePolicy.Close);
        await using var client = await host.ConnectAsync("/closing");

        for (var second = 0; second < 3; second++)
        {
            await SendAsync(client, 3);
            await ExpectAsync(client, 0, 3);
            time.Advance(TimeSpan.FromSeconds(1));
        }

        await SendAsync(client, 4);
        await ExpectAsync(client, 0, 3);
        await client.ReceiveCloseAsync(1008);
    }

    [Test]
    public async Task Under_Wait_what_is_over_the_rate_waits_and_so_does_what_follows_it_and_nothing_is_lost()
    {
        var time = new FakeTimeProvider();
        await using var host = await StartAsync(time, limit: 3);
        await using var client = await host.ConnectAsync("/closing");
        var connection = await host.ConnectionAsync<Closer>();

        await client.SendAsync(
        [
            .. Enumerable.Range(0, 7).SelectMany(i => RawFrame.EncodeText($"{i}")),
            .. RawFrame.Encode(RawFrame.Ping, [1]),
            .. RawFrame.EncodeClose(1000),
        ]);

        await ExpectAsync(client, 0, 3);
        await AssertWaitsAfterAsync(3);
        time.Advance(TimeSpan.FromMilliseconds(999));
        await AssertWaitsAfterAsync(3);
        await time.AdvanceUntil(() => connection.Life.MessagesPassed == 2 * 6, TimeSpan.FromMilliseconds(1));
        await ExpectAsync(client, 3, 6);
        await AssertWaitsAfterAsync(6);
        await time.AdvanceUntil(() => connection.Life.MessagesPassed == 2 * 7, TimeSpan.FromMilliseconds(100));
        await ExpectAsync(client, 6, 7);
        await client.ReceiveAsync(RawFrame.Pong);
        await client.ReceiveCloseAsync(1000);

        // Each message that passed has an answer that passed.
        async Task AssertWaitsAfterAsync(int messages)
        {
            await Bounded.Until(() => connection.Life.IsDeaf, "the loop waits");
            Assert.That(connection.Life.MessagesPassed, Is.EqualTo(2 * messages));
        }
    }

    [Test]
    public async Task Under_Wait_a_peer_whose_messages_wait_is_not_taken_for_dead()
    {
        var time = new FakeTimeProvider();
        await using var host = await StartAsync(time, limit: 1);
        await using var client = await host.ConnectAsync("/closing");
        var connection = await host.ConnectionAsync<Closer>();
        const int Messages = 100;

        await SendAsync(client, Messages);

        for (var i = 0; i < Messages; i++)
        {
            var receiving = client.ReceiveTextAsync(); // a ping would fail it
            await Bounded.Until(
                () =>
                {
                    if (connection.Life.IsDeaf && !receiving.IsCompleted)
                    {
                        time.Advance(TimeSpan.FromSeconds(0.5));
                    }

                    return receiving.IsCompleted;
                },
                "the message is handled");
            Assert.That(await receiving, Is.EqualTo($"{i}"));
        }

        client.Reset();
        await time.AdvanceUntil(() => host.Journal.Count("close") == 1, TimeSpan.FromSeconds(0.5));
    }

    [Test]
    public async Task Under_Wait_the_messages_of_a_peer_that_has_ended_come_no_faster_and_have_no_longer_than_CloseTimeout([Values] bool resets)
    {
        var time = new FakeTimeProvider();
        await using var host = await StartAsync(time, limit: 1);
        await using var client = await host.ConnectAsync("/closing");
        var connection = await host.ConnectionAsync<Closer>();
        var began = time.GetUtcNow();
        await SendAsync(client, 1000);
        await Bounded.Until(() => connection.Life.IsDeaf, "the loop waits");

        if (resets)
        {
            client.Reset();
        }
        else
        {
            client.Finish();
        }

        await time.AdvanceUntil(() => host.Journal.Count("close") == 1, TimeSpan.FromSeconds(1));

        var seconds = (time.GetUtcNow() - began).TotalSeconds;
        Assert.That(connection.Life.MessagesPassed / 2, Is.LessThanOrEqualTo(2 + seconds), "messages, each with its answer");
    }

    [Test]
    public async Task Under_Wait_the_socket_is_not_read_while_messages_wait()
    {
        var time = new FakeTimeProvider();
        await using var host = await TestHost.StartAsync<Echo>(
            options =>
            {
                options.MessageRateLimit = 1;
                options.MessageRatePolicy = MessageRatePolicy.Wait;
            },
            setup => setup.Time = time);
        await using var client = await host.ConnectAsync("/echo");
        var frame = RawFrame.Encode(RawFrame.Binary, new byte[60_000]);

        var sending = client.SendUntilEndAsync(frame, count: 100_000_000 / frame.Length);

        var connection = await host.ConnectionAsync<Echo>();
        await Bounded.Until(() => connection.Life.IsDeaf, "the loop waits");
        await Bounded.Until(() => client.IsHeldBack, "TCP holds the client back");
        var reads = connection.Life.Reads;
        Assert.That(connection.Life.IsDeaf, Is.True);
        Assert.That(sending.IsCompleted, Is.False);
        Assert.That(await client.ReceiveBinaryAsync(), Has.Length.EqualTo(60_000));
        Assert.That(connection.Life.Reads, Is.EqualTo(reads));

        // What has come is still handled, and when there is room to read again the end is noticed.
        client.Reset();
        await time.AdvanceUntil(() => host.Journal.Count("close") == 1, TimeSpan.FromSeconds(1));
        await sending;
    }

    [Test]
    public async Task Under_Wait_the_peers_answer_to_our_close_frame_is_found_behind_the_messages_that_wait()
    {
        var time = new FakeTimeProvider();
        await using var host = await StartAsync(time, limit: 1, closeTimeout: TimeSpan.FromHours(1));
        await using var client = await host.ConnectAsync("/closing");
        await host.Journal.ExpectAsync("open");
        var connection = await host.ConnectionAsync<Closer>();
        await SendAsync(client, 1000);
        await ExpectAsync(client, 0, 1);
        await Bounded.Until(() => connection.Life.IsDeaf, "the loop waits");

        await connection.CloseAsync();
        await client.ReceiveCloseAsync(1000);
        await client.SendCloseAsync(1000);
        await time.AdvanceUntil(() => host.Journal.Count("close 1000") == 1, TimeSpan.FromSeconds(0.1));

        Assert.That(connection.Life.MessagesPassed, Is.EqualTo(2), "none of those that waited was handled");
        Assert.That(await client.ReceiveEndAsync(), Is.EqualTo(Ending.Finished));
    }

    private static Task<TestHost> StartAsync(
        FakeTimeProvider time, int limit, MessageRatePolicy policy = MessageRatePolicy.Wait, TimeSpan? closeTimeout = null) => TestHost.StartAsync<Closer>(
        options =>
        {
            options.CloseTimeout = closeTimeout ?? options.CloseTimeout;
            options.MessageRateLimit = limit;
            options.MessageRatePolicy = policy;
        },
        setup => setup.Time = time);

    private static Task SendAsync(RawClient client, int count) => client.SendAsync([.. Enumerable.Range(0, count).SelectMany(i => RawFrame.EncodeText($"{i}"))]);

    private static async Task ExpectAsync(RawClient client, int from, int to)
    {
        for (var i = from; i < to; i++)
        {
            Assert.That(await client.ReceiveTextAsync(), Is.EqualTo($"{i}"));
        }
    }
}
