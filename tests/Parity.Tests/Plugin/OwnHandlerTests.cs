using WebSockets.Testing;

namespace WebSockets.Parity.Tests.Plugin;

/// <summary><c>$conn->on( message => sub { … } )</c>: handlers of one connection.</summary>
public sealed partial class OwnHandlerTests
{
    [Test]
    public async Task A_connection_may_have_several_handlers_of_its_own_which_run_after_websocket_on_message_in_order()
    {
        await using var app = await TestApp.StartAsync(app => app.MapWebSocketHandler<WithOwnHandlers>());
        await using var client = await app.ConnectAsync("/own-handlers?count=2");

        await client.SendAsync("hello");

        Assert.That(await client.ReceiveAsync(), Is.EqualTo("all: hello"));
        Assert.That(await client.ReceiveAsync(), Is.EqualTo("own 0: hello"));
        Assert.That(await client.ReceiveAsync(), Is.EqualTo("own 1: hello"));
    }

    [Test]
    public async Task A_handler_of_one_connection_sees_no_message_of_another()
    {
        await using var app = await TestApp.StartAsync(app => app.MapWebSocketHandler<WithOwnHandlers>());
        await using var with = await app.ConnectAsync("/own-handlers?count=1");
        await using var without = await app.ConnectAsync("/own-handlers?count=0");

        Assert.That(await without.AskAsync("mine"), Is.EqualTo("all: mine"));
        Assert.That(await without.AskAsync("mine again"), Is.EqualTo("all: mine again"));
        Assert.That(await with.AskAsync("hello"), Is.EqualTo("all: hello"));
        Assert.That(await with.ReceiveAsync(), Is.EqualTo("own 0: hello"));
    }

    [Test]
    public async Task A_handler_that_was_removed_sees_no_more_messages()
    {
        await using var app = await TestApp.StartAsync(app => app.MapWebSocketHandler<WithOwnHandlers>());
        await using var client = await app.ConnectAsync("/own-handlers?count=2");

        await client.SendAsync("remove");
        await client.SendAsync("hello");

        Assert.That(await client.ReceiveAsync(), Is.EqualTo("all: remove"));
        Assert.That(await client.ReceiveAsync(), Is.EqualTo("own 1: remove"));
        Assert.That(await client.ReceiveAsync(), Is.EqualTo("all: hello"));
        Assert.That(await client.ReceiveAsync(), Is.EqualTo("own 1: hello"));
    }

    [WebSocketHandler("/own-handlers")]
    internal sealed partial class WithOwnHandlers
    {
        private IDisposable? _first;

        [OnOpen]
        void Open(WebSocketConnection me, [Microsoft.AspNetCore.Mvc.FromQuery] int count)
        {
            for (var i = 0; i < count; i++)
            {
                var number = i;
                var added = me.OnMessage((connection, message) => connection.SendTextAsync($"own {number}: {message.Text}"));
                _first ??= added;
            }
        }

        [OnMessage]
        string Message(string text)
        {
            if (text == "remove")
            {
                _first!.Dispose();
            }

            return $"all: {text}";
        }
    }
}
