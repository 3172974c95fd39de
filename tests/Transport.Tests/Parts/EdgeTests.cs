using WebSockets.Runtime.Tests.Infrastructure;

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
}
