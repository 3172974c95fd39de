using System.Net.WebSockets;
using Microsoft.Extensions.Time.Testing;
using WebSockets.Runtime.Tests.Infrastructure;
using WebSockets.Runtime.Tests.Wire;

namespace WebSockets.Runtime.Tests.Cves;

/// <summary>What the end of a connection has done to others.</summary>
internal sealed class ClosingCveTests
{
    [Test, Description("npm ws: memory of others went out in a close frame")]
    public async Task CVE_2026_45736_Every_byte_of_a_close_frame_is_the_status_or_the_reason()
    {
        await using var host = await TestHost.StartAsync<Echo>();
        foreach (var length in (int[])[0, 1, 2, 3, 60, 121, 122, 123])
        {
            await using var client = await host.ConnectAsync("/echo");
            await client.SendBinaryAsync([.. Enumerable.Repeat((byte)0xaa, 60_000)]); // fills what the server writes into
            await client.ReceiveBinaryAsync();
            var reason = new string('r', length);

            await host.Connections<Echo>().Single().CloseAsync(WebSocketCloseStatus.PolicyViolation, reason);

            var close = await client.ReceiveCloseAsync(1008);
            Assert.That((close.Payload.Length, close.Reason), Is.EqualTo((2 + length, reason)));
            await client.SendCloseAsync(1008);
            await client.ReceiveEndAsync();
            await Bounded.Until(() => host.Connections<Echo>().Count == 0, "it has ended");
        }

        await using var leaving = await host.ConnectAsync("/echo");
        await leaving.SendCloseAsync(4000, new string('r', 123));
        Assert.That((await leaving.ReceiveCloseAsync(4000)).Payload, Has.Length.EqualTo(2));
    }

    [TestCase(true)]
    [TestCase(false)]
    [Description("Tomcat: a closing handshake that the peer does not complete kept the connection")]
    public async Task CVE_2024_23672_A_peer_that_does_not_answer_our_close_frame_is_dropped(bool violates)
    {
        var time = new FakeTimeProvider();
        await using var host = await TestHost.StartAsync<Echo>(setup: setup => setup.Time = time);
        await using var attacker = await host.ConnectAsync("/echo");
        await host.Journal.ExpectAsync("open");

        if (violates)
        {
            await attacker.SendAsync(0xff, 0xff);
        }
        else
        {
            await host.Connections<Echo>().Single().CloseAsync();
        }

        var close = await attacker.ReceiveCloseAsync(violates ? 1002 : 1000);
        await time.AdvanceUntil(() => host.Journal.All.Length == 2, TimeSpan.FromSeconds(1));
        await attacker.ReceiveEndAsync();
        await host.Journal.ExpectAsync($"close {close.Status} {close.Reason}".Trim());
        Assert.That(host.Connections<Echo>(), Is.Empty);
    }

    [Test]
    public async Task CVE_2024_23672_A_peer_that_closes_and_does_not_end_TCP_is_ended()
    {
        await using var host = await TestHost.StartAsync<Echo>();
        await using var attacker = await host.ConnectAsync("/echo");

        await attacker.SendCloseAsync(1000);

        await attacker.ReceiveCloseAsync(1000);
        Assert.That(await attacker.ReceiveEndAsync(), Is.EqualTo(Ending.Finished));
        await host.Journal.ExpectAsync("open", "close 1000");
        Assert.That(host.Connections<Echo>(), Is.Empty);
    }

    [Test, Description("Tomcat: connections that were closed stayed in memory")]
    public async Task CVE_2021_42340_Resets_in_mid_frame_and_right_after_the_request_leave_nothing()
    {
        await using var host = await TestHost.StartAsync<Echo>();
        for (var i = 0; i < 200; i++)
        {
            await using var torn = await host.ConnectAsync("/echo");
            await torn.SendAsync(RawFrame.EncodeText("half of this")[..(1 + (i % 17))]);
            torn.Reset();

            await using var gone = await host.DialAsync();
            await gone.SendAsync(host.Handshake("/echo").ToString());
            gone.Reset();
        }

        await Bounded.Until(() => host.Journal.Count("open") >= 200 && host.Journal.Count("open") == host.Journal.Count("close") && host.Connections<Echo>().Count == 0, "all have left");
        await Attack.AcceptsAsync(host);
    }

    [Test, Description("Tomcat: a send from another thread while the connection closed went out on somebody else's")]
    public async Task CVE_2022_25762_A_send_from_another_thread_while_closing_goes_out_whole_or_not_at_all_and_to_nobody_else()
    {
        await using var host = await TestHost.StartAsync<Echo>(options => options.SlowConsumer = SlowConsumerPolicy.Drop);
        await using var other = await host.ConnectAsync("/echo");
        await host.Journal.ExpectAsync("open");
        var bystander = host.Connections<Echo>().Single();
        for (var round = 0; round < 50; round++)
        {
            await using var client = await host.ConnectAsync("/echo");
            await host.Journal.ExpectAsync("open");
            var connection = host.Connections<Echo>().Single(connection => connection != bystander);
            var own = $"only for {round} {new string('x', 300)}";
            var sending = Enumerable.Range(0, 3).Select(_ => Task.Run(async () =>
            {
                while (!connection.Closed.IsCancellationRequested)
                {
                    await connection.SendTextAsync(own);
                    await Task.Yield();
                }

                await connection.SendTextAsync(own); // also when it has long ended
            })).ToArray();
            Assert.That(await client.ReceiveTextAsync(), Is.EqualTo(own));

            if (round % 2 == 0)
            {
                await connection.CloseAsync();
            }
            else
            {
                await client.SendCloseAsync(1000);
            }

            RawFrame frame;
            while ((frame = await client.ReceiveFrameAsync()).Opcode != RawFrame.Close)
            {
                Assert.That(frame.PayloadText, Is.EqualTo(own));
            }

            if (round % 2 == 0)
            {
                await client.SendCloseAsync(1000);
            }

            await client.ReceiveEndAsync();
            await Task.WhenAll(sending).Within("the senders see the end");
            await host.Journal.ExpectAsync("close 1000");
            await Attack.EchoesAsync(other);
        }
    }
}
