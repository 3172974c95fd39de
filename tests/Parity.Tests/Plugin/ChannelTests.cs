using WebSockets.Testing;

namespace WebSockets.Parity.Tests.Plugin;

/// <summary><c>set_channels</c>, <c>add_channels</c>, <c>in_channel</c>, <c>to( … )->send</c> and <c>->broadcast</c>.</summary>
/// <remarks>That somebody gets nothing is seen by the next message that everybody gets.</remarks>
public sealed partial class ChannelTests
{
    [Test]
    public async Task A_connection_is_always_in_the_channel_of_its_id_and_in_the_one_of_all()
    {
        await using var chat = await Chat.StartAsync(1);
        var me = chat.Members[0];

        Assert.That(me.Channels, Is.EquivalentTo(new[] { "*", me.Id }));
        Assert.That(me.Channels.Remove("*", me.Id), Is.False);
        Assert.That(me.Channels.Contains("*") && me.Channels.Contains(me.Id));
    }

    [Test]
    public async Task add_channels_joins_further_channels()
    {
        await using var chat = await Chat.StartAsync(1);
        var me = chat.Members[0];

        Assert.That(me.Channels.Add("players"));
        Assert.That(me.Channels.Add("players", "watchers"));
        Assert.That(me.Channels.Add("players"), Is.False);

        Assert.That(me.Channels, Is.EquivalentTo(new[] { "*", me.Id, "players", "watchers" }));
        Assert.That(me.Channels, Has.Count.EqualTo(4));
    }

    [Test]
    public async Task set_channels_leaves_all_others_but_the_two_that_cannot_be_left()
    {
        await using var chat = await Chat.StartAsync(1);
        var me = chat.Members[0];
        me.Channels.Add("players", "watchers");

        me.Channels.Set("watchers", "judges");

        Assert.That(me.Channels, Is.EquivalentTo(new[] { "*", me.Id, "watchers", "judges" }));
        Assert.That(chat.All.In("players"), Is.Empty);
        Assert.That(chat.All.In("judges"), Is.EqualTo(new[] { me }));
    }

    [Test]
    public async Task in_channel_tells_whether_a_connection_is_in_any_of_some_channels()
    {
        await using var chat = await Chat.StartAsync(1);
        var me = chat.Members[0];
        me.Channels.Add("players");

        Assert.That(new[] { "watchers", "players" }.Any(me.Channels.Contains));
        Assert.That(new[] { "watchers", "judges" }.Any(me.Channels.Contains), Is.False);
    }

    [Test]
    public async Task Removing_a_channel_leaves_it()
    {
        await using var chat = await Chat.StartAsync(2);
        chat.Join("players", 0, 1);

        Assert.That(chat.Members[0].Channels.Remove("players"));
        await chat.Members[1].To("players").SendTextAsync("hi");

        await chat.AssertReceivedAsync([], ["hi"]);
    }

    [Test]
    public async Task to_send_reaches_every_member_of_the_channel_the_sender_too()
    {
        await using var chat = await Chat.StartAsync(3);
        chat.Join("players", 0, 1);

        await chat.Members[0].To("players").SendTextAsync("game about to begin");

        await chat.AssertReceivedAsync(["game about to begin"], ["game about to begin"], []);
    }

    [Test]
    public async Task to_broadcast_reaches_every_member_but_the_sender()
    {
        await using var chat = await Chat.StartAsync(3);
        chat.Join("players", 0, 1);

        await chat.Members[0].To("players").BroadcastTextAsync("resigned");

        await chat.AssertReceivedAsync([], ["resigned"], []);
    }

    [Test]
    public async Task to_several_channels_reaches_each_member_once()
    {
        await using var chat = await Chat.StartAsync(3);
        chat.Join("players", 0, 1);
        chat.Join("watchers", 1, 2);

        await chat.Members[0].To("players", "watchers", chat.Members[1]).SendAsync(new Note("once"));

        await chat.AssertReceivedAsync(["""{"text":"once"}"""], ["""{"text":"once"}"""], ["""{"text":"once"}"""]);
    }

    [Test]
    public async Task to_an_id_reaches_that_connection_alone()
    {
        await using var chat = await Chat.StartAsync(3);

        await chat.Members[0].To(chat.Members[2].Id).SendAsync(new Note("psst"));

        await chat.AssertReceivedAsync([], [], ["""{"text":"psst"}"""]);
    }

    [Test]
    public async Task to_the_channel_of_all_reaches_every_connection()
    {
        await using var chat = await Chat.StartAsync(3);

        await chat.Members[0].To("*").SendTextAsync("HEY, Y'ALL!");
        await chat.Members[0].To("*").BroadcastAsync(new Note("but me"));
        await chat.Members[0].To("*").BroadcastBinaryAsync(new byte[] { 1 });

        Assert.That(await chat.Clients[0].ReceiveAsync(), Is.EqualTo("HEY, Y'ALL!"));
        foreach (var other in chat.Clients[1..])
        {
            Assert.That(await other.ReceiveAsync(), Is.EqualTo("HEY, Y'ALL!"));
            Assert.That(await other.ReceiveAsync(), Is.EqualTo("""{"text":"but me"}"""));
            Assert.That(await other.ReceiveBytesAsync(), Is.EqualTo(new byte[] { 1 }));
        }

        await chat.AssertReceivedAsync([], [], []);
    }

    [Test]
    public async Task to_a_channel_that_nobody_is_in_reaches_nobody()
    {
        await using var chat = await Chat.StartAsync(1);

        await chat.Members[0].To("nowhere").SendTextAsync("hello?");

        await chat.AssertReceivedAsync([]);
    }

    [Test]
    public async Task A_connection_that_has_ended_is_in_no_channel()
    {
        await using var chat = await Chat.StartAsync(2);
        chat.Join("players", 0, 1);

        await chat.LeaveAsync(0);

        Assert.That(chat.All.In("players"), Is.EqualTo(new[] { chat.Members[1] }));
        Assert.That(chat.All.In(chat.Members[0].Id), Is.Empty);
        Assert.That(chat.Members[0].Channels.Add("players"), Is.False);
        Assert.That(chat.All.In("players"), Is.EqualTo(new[] { chat.Members[1] }));
    }

    internal sealed record Note(string Text);

    [WebSocketHandler("/channels")]
    internal sealed partial class Member(Journal journal)
    {
        [OnOpen]
        void Open(WebSocketConnection me) => journal.Write(me.Id);

        [OnClose]
        void Close(WebSocketConnection me) => journal.Write($"closed {me.Id}");
    }

    /// <summary>Some clients, and the server's end of each.</summary>
    private sealed class Chat : IAsyncDisposable
    {
        private readonly TestApp _app;

        private Chat(TestApp app) => _app = app;

        public List<TestClient> Clients { get; } = [];

        public List<WebSocketConnection> Members { get; } = [];

        public WebSocketConnections<Member> All => _app.Services.Connections<Member>();

        public static async Task<Chat> StartAsync(int members)
        {
            var chat = new Chat(await TestApp.StartAsync(app => app.MapWebSocketHandler<Member>()));
            for (var i = 0; i < members; i++)
            {
                chat.Clients.Add(await chat._app.ConnectAsync("/channels"));
                chat.Members.Add(chat.All.Find(await chat._app.Journal.NextAsync())!);
            }

            return chat;
        }

        public void Join(string channel, params int[] members)
        {
            foreach (var member in members)
            {
                Members[member].Channels.Add(channel);
            }
        }

        public async Task LeaveAsync(int member)
        {
            await Clients[member].CloseAsync();
            Assert.That(await _app.Journal.NextAsync(), Is.EqualTo($"closed {Members[member].Id}"));
        }

        /// <summary>Each client has received these messages, and nothing else.</summary>
        public async Task AssertReceivedAsync(params string[][] expected)
        {
            await All.All.SendTextAsync("end");
            for (var i = 0; i < expected.Length; i++)
            {
                foreach (var message in expected[i])
                {
                    Assert.That(await Clients[i].ReceiveAsync(), Is.EqualTo(message), $"client {i}");
                }

                Assert.That(await Clients[i].ReceiveAsync(), Is.EqualTo("end"), $"client {i}");
            }
        }

        public async ValueTask DisposeAsync()
        {
            foreach (var client in Clients)
            {
                await client.DisposeAsync();
            }

            await _app.DisposeAsync();
        }
    }
}
