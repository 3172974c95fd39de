using WebSockets.Aot.Tests.Infrastructure;
using WebSockets.Testing;

namespace WebSockets.Aot.Tests.Wire;

/// <summary>Channels, groups, connections from outside, and handlers of one connection.</summary>
/// <remarks>Every test has a room of its own. That somebody gets nothing is seen by the next message that everybody gets.</remarks>
[Jit]
[Aot]
public sealed class RoomTests(Compiler compiler) : WireTests(compiler)
{
    [Test]
    public async Task A_message_to_a_channel_reaches_all_its_members_and_a_broadcast_all_but_the_sender()
    {
        await using var ann = await JoinAsync("talk", "ann");
        await using var bob = await JoinAsync("talk", "bob");
        await using var eve = await JoinAsync("other", "eve");
        Assert.That(await ann.Client.ReceiveAsync(), Is.EqualTo("bob came"));

        await ann.Client.SendAsync("""{"type":"tell-others"}""");
        await ann.Client.SendAsync("""{"type":"say"}""");

        Assert.That(await ann.Client.ReceiveAsync(), Is.EqualTo("""{"type":"said","from":"ann","text":"hi"}"""));
        Assert.That(await bob.Client.ReceiveAsync(), Is.EqualTo("""{"type":"said","from":"ann","text":"psst"}"""));
        Assert.That(await bob.Client.ReceiveAsync(), Is.EqualTo("""{"type":"said","from":"ann","text":"hi"}"""));
        await AssertAnswerAsync(eve.Client, "hello", "0 hello");
    }

    [Test]
    public async Task A_member_that_is_picked_in_several_ways_gets_the_message_once()
    {
        await using var ann = await JoinAsync("bytes", "ann");

        await ann.Client.SendAsync("""{"type":"bytes"}""");

        Assert.That(await ann.Client.ReceiveBytesAsync(), Is.EqualTo(new byte[] { 1, 2, 3 }));
        await AssertAnswerAsync(ann.Client, "next", "0 next");
    }

    [Test]
    public async Task Channels_are_left_by_setting_others()
    {
        await using var ann = await JoinAsync("moving", "ann");

        await AssertAnswerAsync(ann.Client, """{"type":"move"}""", "* elsewhere me");

        Assert.That(await Client.GetStringAsync("/who/moving", Bounded.Token), Does.StartWith("0 of "));
        Assert.That(await Client.GetStringAsync("/who/elsewhere", Bounded.Token), Does.StartWith("1 of "));
    }

    [Test]
    public async Task An_HTTP_endpoint_finds_lists_and_reaches_connections()
    {
        await using var ann = await JoinAsync("news", "ann");
        await using var bob = await JoinAsync("elsewhere-too", "bob");

        using var posted = await Client.PostAsync("/news/news", null, Bounded.Token);

        Assert.That(posted.IsSuccessStatusCode, Is.True);
        Assert.That(await ann.Client.ReceiveAsync(), Is.EqualTo("""{"type":"said","from":"news","text":"hello"}"""));
        Assert.That(await ann.Client.ReceiveAsync(), Is.EqualTo("to all"));
        Assert.That(await bob.Client.ReceiveAsync(), Is.EqualTo("to all"));

        using var closed = await Client.PostAsync($"/close/{bob.Id}", null, Bounded.Token);
        Assert.That((int?)await bob.Client.ReceiveCloseAsync(), Is.EqualTo(1008));
        Assert.That(bob.Client.Socket.CloseStatusDescription, Is.EqualTo("out"));
    }

    [Test]
    public async Task A_handler_of_one_connection_sees_every_message_after_the_class_until_it_is_removed()
    {
        await using var ann = await JoinAsync("own", "ann");
        await ann.Client.SendAsync("""{"type":"listen"}""");

        await AssertAnswerAsync(ann.Client, "12345", "0 12345");
        Assert.That(await ann.Client.ReceiveAsync(), Is.EqualTo("own: Text 5"));
        await ann.Client.SendAsync("""{"type":"stop"}""");
        await AssertAnswerAsync(ann.Client, "again", "0 again");
        await AssertAnswerAsync(ann.Client, "and again", "0 and again");
    }

    [Test]
    public async Task The_others_are_told_when_one_leaves()
    {
        await using var ann = await JoinAsync("leaving", "ann");
        await using var bob = await JoinAsync("leaving", "bob");
        Assert.That(await ann.Client.ReceiveAsync(), Is.EqualTo("bob came"));

        await bob.Client.CloseAsync();

        Assert.That(await ann.Client.ReceiveAsync(), Is.EqualTo("bob left"));
    }

    [Test]
    public async Task A_handler_in_a_route_group_is_reached_there()
    {
        await using var client = await ConnectAsync("/group/rooms/grouped/ann");

        Assert.That(await client.ReceiveAsync(), Has.Length.EqualTo(23));
    }

    private async Task<Member> JoinAsync(string room, string name)
    {
        var client = await ConnectAsync($"/rooms/{room}/{name}");
        return new Member(client, await client.ReceiveAsync());
    }

    private sealed record Member(TestClient Client, string Id) : IAsyncDisposable
    {
        public ValueTask DisposeAsync() => Client.DisposeAsync();
    }
}
