using System.Net.Sockets;
using WebSockets.Runtime.Tests.Infrastructure;
using WebSockets.Transport.Native;

namespace WebSockets.Transport.Tests.Parts;

/// <summary>Readers that are read from, completed or taken over at the wrong moment.</summary>
internal sealed class EdgeTests
{
    [Test]
    public async Task A_second_read_while_one_is_pending_is_refused_and_the_first_gets_what_comes()
    {
        await using var rig = new Rig();
        var (client, channel, _) = rig.Open();
        var read = channel.Reader.ReadAsync().AsTask();

        Assert.That(() => channel.Reader.ReadAsync(), Throws.InvalidOperationException);

        client.Send("here"u8);
        Assert.That((await read.Within("it comes")).Buffer.Length, Is.EqualTo(4));
        channel.Close();
    }

    [Test]
    public async Task A_reader_that_is_completed_while_a_read_is_pending_fails_that_read_and_not_the_loop()
    {
        await using var rig = new Rig();
        var (client, channel, _) = rig.Open();
        var read = channel.Reader.ReadAsync().AsTask();
        channel.Reader.Complete();

        client.Send("late"u8);

        await Assert.ThatAsync(() => read.Within("it ends"), Throws.InvalidOperationException);
        await rig.OnLoopAsync(() => { });
        Assert.That(channel.Close, Throws.Nothing);
    }

    [Test]
    public async Task The_owner_is_told_that_the_peer_is_gone_although_the_pending_read_got_what_came_before_and_nobody_reads_on()
    {
        await using var rig = new Rig();
        var (client, channel, owner) = rig.Open();
        var read = channel.Reader.ReadAsync().AsTask();
        await HoldAsync(rig, () =>
        {
            client.Send("last"u8);
            client.Shutdown(SocketShutdown.Send);
        });

        Assert.That((await read.Within("it comes")).Buffer.Length, Is.EqualTo(4));
        await owner.Gone.Within("the owner is told");
        channel.Close();
    }

    [Test]
    public async Task An_event_that_was_on_its_way_to_the_server_when_its_connection_was_taken_reaches_who_took_it()
    {
        await using var rig = new Rig();
        var (client, channel, _) = rig.Open(canDetach: true);
        var pipe = channel.TryDetach()!;
        var lost = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = pipe.Lost.Register(lost.SetResult);

        channel.OnEvents(Epoll.In | Epoll.PeerHangUp);

        await lost.Task.Within("it is told");
        client.Dispose();
        pipe.Close();
    }

    /// <summary>Holds the loop while something happens, so that it sees the end of it alone.</summary>
    private static async Task HoldAsync(Rig rig, Action happens)
    {
        var held = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var go = new ManualResetEventSlim();
        rig.OnLoop(() =>
        {
            held.SetResult();
            go.Wait();
        });
        await held.Task.Within("the loop is held");
        happens();
        go.Set();
        await rig.OnLoopAsync(() => { });
    }
}
