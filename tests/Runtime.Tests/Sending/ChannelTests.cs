using Microsoft.AspNetCore.Builder;
using WebSockets.Runtime.Tests.Infrastructure;
using WebSockets.Runtime.Tests.Wire;

namespace WebSockets.Runtime.Tests.Sending;

/// <summary>Whom a message reaches: the members of channels, the connections of ids.</summary>
internal sealed class ChannelTests
{
    [Test]
    public async Task A_send_reaches_every_member_once_the_sender_included()
    {
        await using var room = await Room.OpenAsync("ann", "bob", "cid");

        await room["ann"].SendTextAsync("send lobby * ann bob lobby");

        await room.ExpectAsync("from ann", "ann", "bob", "cid");
    }

    [Test]
    public async Task A_broadcast_leaves_the_sender_out()
    {
        await using var room = await Room.OpenAsync("ann", "bob", "cid");

        await room["ann"].SendTextAsync("broadcast lobby ann");

        await room.ExpectAsync("from ann", "bob", "cid");
    }

    [Test]
    public async Task An_id_is_the_channel_of_one()
    {
        await using var room = await Room.OpenAsync("ann", "bob", "cid");

        await room["ann"].SendTextAsync($"send {room.Id("bob")}");

        await room.ExpectAsync("from ann", "bob");
    }

    [Test]
    public async Task Ids_channels_and_whatever_does_not_exist_can_be_mixed()
    {
        await using var room = await Room.OpenAsync("ann", "bob", "cid");

        await room["ann"].SendTextAsync($"send {room.Id("bob")} cid bob nobody");

        await room.ExpectAsync("from ann", "bob", "cid");
    }

    [Test]
    public async Task Nobody_is_reached_by_no_targets()
    {
        await using var room = await Room.OpenAsync("ann", "bob");

        await room["ann"].SendTextAsync("send");
        await room["ann"].SendTextAsync("send nobody");

        await room.ExpectNothingAsync();
    }

    [Test]
    public async Task Messages_have_their_envelope_and_other_types_have_none()
    {
        await using var room = await Room.OpenAsync("ann", "bob");

        await room["ann"].SendTextAsync("say hi");
        await room.ExpectAsync("""{"type":"said","from":"ann","text":"hi"}""", "ann", "bob");

        await room["ann"].SendTextAsync("plain hi");
        await room.ExpectAsync("""{"text":"hi"}""", "bob");

        await room["ann"].SendTextAsync("binary");
        Assert.That(await room["bob"].ReceiveBinaryAsync(), Is.EqualTo(new byte[] { 1, 2, 3 }));
        await room.ExpectNothingAsync();
    }

    [Test]
    public async Task Channels_are_joined_left_set_and_listed()
    {
        await using var room = await Room.OpenAsync("ann", "bob");
        var ann = room["ann"];

        Assert.That(await AskAsync(ann, "list"), Is.EqualTo("* ann lobby"));
        Assert.That(await AskAsync(ann, "add x y"), Is.EqualTo("True"));
        Assert.That(await AskAsync(ann, "add x *"), Is.EqualTo("False"));
        Assert.That(await AskAsync(ann, "remove y ann"), Is.EqualTo("True"));
        Assert.That(await AskAsync(ann, "remove y *"), Is.EqualTo("False"));
        Assert.That(await AskAsync(ann, "list"), Is.EqualTo("* lobby x"));
        await ann.SendTextAsync("set x z");
        Assert.That(await AskAsync(ann, "list"), Is.EqualTo("* x z"));

        await ann.SendTextAsync("send lobby");
        await room.ExpectAsync("from ann", "bob");
        await room["bob"].SendTextAsync("broadcast z *");
        await room.ExpectAsync("from bob", "ann");
        Assert.That(room.All.In("x"), Has.Count.EqualTo(1));
        await ann.SendTextAsync("set");
        Assert.That(await AskAsync(ann, "list"), Is.EqualTo("*"));
        Assert.That(room.All.In("x"), Is.Empty);
    }

    [Test]
    public async Task A_connection_is_always_in_the_channels_of_all_and_of_its_id()
    {
        await using var room = await Room.OpenAsync("ann");
        var ann = room.All.Find(room.Id("ann"))!;

        ann.Channels.Remove("*", ann.Id);

        Assert.That(ann.Channels.Contains("*"), Is.True);
        Assert.That(ann.Channels.Contains(ann.Id), Is.True);
        Assert.That(ann.Channels.Contains("lobby"), Is.True);
        Assert.That(ann.Channels.Contains("other"), Is.False);
        Assert.That(ann.Channels, Is.EquivalentTo(new[] { "*", ann.Id, "lobby", "ann" }));
        Assert.That(ann.Channels, Has.Count.EqualTo(4));
        Assert.That(() => ann.Channels.Add(""), Throws.ArgumentException);
    }

    [Test]
    public async Task What_is_sent_to_an_id_reaches_its_connection_alone_and_nobody_else_can_join_it()
    {
        await using var room = await Room.OpenAsync("ann", "bob", "cid");
        var (ann, bob) = (room.All.Find(room.Id("ann"))!, room.All.Find(room.Id("bob"))!);

        Assert.That(() => bob.Channels.Add(ann.Id), Throws.ArgumentException.With.Message.Contains("form of a connection's id").And.Message.Not.Contains(ann.Id));
        Assert.That(() => bob.Channels.Add("x", ann.Id), Throws.ArgumentException);
        Assert.That(() => bob.Channels.Set("x", ann.Id), Throws.ArgumentException);
        Assert.That(() => bob.Channels.Add("~AAAAAAAAAAAAAAAAAAAAAA"), Throws.ArgumentException, "of a connection that may come, or be on another server");
        Assert.That(bob.Channels, Is.EquivalentTo(new[] { "*", bob.Id, "lobby", "bob" }), "nothing was joined or left");
        Assert.That(bob.Channels.Add(bob.Id), Is.False);
        bob.Channels.Set(bob.Id, "*", "lobby", "bob");

        await room.All.To(ann.Id).SendTextAsync("private");
        await room.ExpectAsync("private", "ann");
        await bob.To(ann.Id, "nobody").SendTextAsync("private too");
        await room.ExpectAsync("private too", "ann");
        Assert.That(room.All.In(ann.Id), Is.EqualTo(new[] { ann }));
        Assert.That(room.All.Find("lobby"), Is.Null);
    }

    [TestCase("~AAAAAAAAAAAAAAAAAAAAA", TestName = "one character less")]
    [TestCase("~AAAAAAAAAAAAAAAAAAAAAAA", TestName = "one more")]
    [TestCase("~AAAAAAAAAAAAAAAAAAAAA/", TestName = "another alphabet")]
    [TestCase("AAAAAAAAAAAAAAAAAAAAAA", TestName = "a GUID in base64url")]
    [TestCase("@AAAAAAAAAAAAAAAAAAAAAA", TestName = "another mark")]
    [TestCase("~ann", TestName = "the mark alone")]
    public async Task A_name_that_only_looks_like_an_id_is_a_channel_like_any_other(string name)
    {
        await using var room = await Room.OpenAsync("ann", "bob");

        Assert.That(room.All.Find(room.Id("bob"))!.Channels.Add(name), Is.True);

        await room.All.To(name).SendTextAsync("hi");
        await room.ExpectAsync("hi", "bob");
    }

    [Test]
    public async Task An_id_has_a_form_of_its_own()
    {
        await using var room = await Room.OpenAsync("ann");

        Assert.That(room.All.Single().Id, Does.Match("^~[A-Za-z0-9_-]{22}$"));
        Assert.That(Uri.EscapeDataString(room.All.Single().Id), Is.EqualTo(room.All.Single().Id), "it stands in a URL as it is");
    }

    [Test]
    public async Task One_channel_more_than_MaxChannels_is_refused_and_nothing_is_joined()
    {
        await using var host = await TestHost.StartAsync<Rooms>(options => options.MaxChannels = 4);
        await using var client = await host.ConnectAsync("/rooms/ann"); // joins two
        await client.ReceiveTextAsync();
        var ann = host.Connections<Rooms>().Single();

        Assert.That(() => ann.Channels.Add("a", "b", "c"), Throws.InvalidOperationException.With.Message.Contains("MaxChannels").And.Message.Contains("5 channels"));
        Assert.That(ann.Channels, Has.Count.EqualTo(4));
        Assert.That(host.Connections<Rooms>().In("a"), Is.Empty);
        Assert.That(ann.Channels.Add("a", "a", "b", "lobby", "*", ann.Id), Is.True, "what it is in already is none more");
        Assert.That(() => ann.Channels.Set("1", "2", "3", "4", "5"), Throws.InvalidOperationException);
        Assert.That(ann.Channels, Is.EquivalentTo(new[] { "*", ann.Id, "lobby", "ann", "a", "b" }));
        ann.Channels.Set("1", "2", "3", "4", "1", "*");
        Assert.That(() => ann.Channels.Add("5"), Throws.InvalidOperationException);
        ann.Channels.Remove("1");
        Assert.That(ann.Channels.Add("5"), Is.True);
        await client.CloseAsync();
        await Bounded.Until(() => host.Connections<Rooms>().Count == 0, "it has ended");
        Assert.That(ann.Channels.Add("6"), Is.False, "a connection that has ended joins nothing, and that is no error");
    }

    [Test]
    public async Task The_default_of_MaxChannels_is_enough_for_a_thousand()
    {
        await using var room = await Room.OpenAsync("ann");
        var ann = room.All.Single();

        ann.Channels.Set([.. Enumerable.Range(0, 1000).Select(i => $"{i}")]);

        Assert.That(() => ann.Channels.Add("one more"), Throws.InvalidOperationException);
        Assert.That(ann.Channels, Has.Count.EqualTo(1002));
    }

    [Test]
    public async Task A_name_that_is_too_long_is_refused()
    {
        await using var room = await Room.OpenAsync("ann");
        var ann = room.All.Single();

        Assert.That(ann.Channels.Add(new string('x', WebSocketChannels.MaxNameLength)), Is.True);
        Assert.That(
            () => ann.Channels.Add("y", new string('x', WebSocketChannels.MaxNameLength + 1)),
            Throws.ArgumentException.With.Message.Contains("257").And.Message.Contains("256").And.Message.Not.Contains("xxx"));
        Assert.That(ann.Channels.Contains("y"), Is.False);
    }

    [Test]
    public async Task A_connection_leaves_its_channels_before_OnClose_which_still_reaches_the_others()
    {
        await using var room = await Room.OpenAsync("ann", "bob", "cid");

        await room["ann"].CloseAsync();

        Assert.That(await room["bob"].ReceiveTextAsync(), Is.EqualTo("ann left"));
        Assert.That(await room["cid"].ReceiveTextAsync(), Is.EqualTo("ann left"));
        Assert.That(await room.Host.Journal.NextAsync(), Is.EqualTo("ann left, in lobby: 0, was in: True, joins: False"));
        Assert.That(room.All.In("lobby"), Has.Count.EqualTo(2));
        Assert.That(room.All.In("ann"), Is.Empty);
        Assert.That(room.All.Find(room.Id("ann")), Is.Null);
    }

    [Test]
    public async Task A_connection_that_has_closed_is_passed_over()
    {
        await using var room = await Room.OpenAsync("ann", "bob");
        var ann = room.All.Find(room.Id("ann"))!;
        await ann.CloseAsync();
        await room["ann"].ReceiveCloseAsync(1000);

        await room["bob"].SendTextAsync("send lobby");
        await room.All.To(ann, "bob").SendTextAsync("to both");

        Assert.That(await room["bob"].ReceiveTextAsync(), Is.AnyOf("from bob", "to both"));
        Assert.That(await room["bob"].ReceiveTextAsync(), Is.AnyOf("from bob", "to both"));
    }

    [Test]
    public async Task An_HTTP_route_finds_counts_and_reaches_connections()
    {
        await using var room = await Room.OpenAsync("ann", "bob");

        Assert.That(await room.GetAsync("/count"), Is.EqualTo("2"));
        Assert.That(await room.GetAsync("/in/lobby"), Is.EqualTo("ann bob"));
        Assert.That(await room.GetAsync("/in/bob"), Is.EqualTo("bob"));
        Assert.That(await room.GetAsync("/in/nobody"), Is.Empty);
        Assert.That(await room.GetAsync($"/find/{room.Id("bob")}"), Is.EqualTo("bob"));
        Assert.That(await room.GetAsync("/find/nobody"), Is.EqualTo("none"));
        Assert.That(await room.GetAsync("/tell/all"), Is.EqualTo("told"));
        await room.ExpectAsync("all", "ann", "bob");
        Assert.That(await room.GetAsync("/tell/ann"), Is.EqualTo("told"));
        await room.ExpectAsync("you", "ann");
    }

    private static async Task<string> AskAsync(RawClient client, string question)
    {
        await client.SendTextAsync(question);
        return await client.ReceiveTextAsync();
    }

    /// <summary>A host with some clients in the lobby.</summary>
    private sealed class Room(TestHost host) : IAsyncDisposable
    {
        private readonly Dictionary<string, (RawClient Client, string Id)> _clients = [];

        public TestHost Host => host;

        public WebSocketConnections<Rooms> All => host.Connections<Rooms>();

        public RawClient this[string name] => _clients[name].Client;

        public static async Task<Room> OpenAsync(params string[] names)
        {
            var room = new Room(await TestHost.StartAsync(Map));
            foreach (var name in names)
            {
                var client = await room.Host.ConnectAsync($"/rooms/{name}");
                room._clients[name] = (client, await client.ReceiveTextAsync());
            }

            return room;
        }

        public string Id(string name) => _clients[name].Id;

        /// <summary>These clients get this, and nobody gets anything else.</summary>
        public async Task ExpectAsync(string text, params string[] names)
        {
            foreach (var name in names)
            {
                Assert.That(await this[name].ReceiveTextAsync(), Is.EqualTo(text), name);
            }

            await ExpectNothingAsync();
        }

        /// <summary>Each client gets the answer to a question of its own next.</summary>
        public async Task ExpectNothingAsync()
        {
            foreach (var (client, _) in _clients.Values)
            {
                await client.SendPingAsync("?");
                Assert.That((await client.ReceiveAsync(RawFrame.Pong)).PayloadText, Is.EqualTo("?"));
            }
        }

        public async Task<string> GetAsync(string path)
        {
            await using var client = await host.DialAsync();
            await client.SendAsync($"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n");
            return (await client.ReadResponseAsync()).Body;
        }

        public async ValueTask DisposeAsync()
        {
            foreach (var (client, _) in _clients.Values)
            {
                await client.DisposeAsync();
            }

            await host.DisposeAsync();
        }

        private static void Map(WebApplication app)
        {
            app.MapWebSocketHandler<Rooms>();
            app.MapGet("/count", (WebSocketConnections<Rooms> all) => $"{all.Count}");
            app.MapGet("/in/{channel}", (string channel, WebSocketConnections<Rooms> all) => string.Join(' ', all.In(channel).Select(Name).Order(StringComparer.Ordinal)));
            app.MapGet("/find/{id}", (string id, WebSocketConnections<Rooms> all) => all.Find(id) is { } found ? Name(found) : "none");
            app.MapGet("/tell/all", async (WebSocketConnections<Rooms> all) =>
            {
                await all.All.BroadcastTextAsync("all");
                return "told";
            });
            app.MapGet("/tell/{channel}", async (string channel, WebSocketConnections<Rooms> all) =>
            {
                await all.To(channel).SendTextAsync("you");
                return "told";
            });
        }

        private static string Name(WebSocketConnection connection) => $"{connection.Items["name"]}";
    }
}
