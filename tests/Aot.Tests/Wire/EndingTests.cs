using System.Net.WebSockets;
using WebSockets.Aot.Tests.Infrastructure;
using WebSockets.Runtime.Tests.Wire;
using WebSockets.Testing;

namespace WebSockets.Aot.Tests.Wire;

/// <summary>How connections end, and what their handler is told.</summary>
[Jit]
[Aot]
public sealed class EndingTests(Compiler compiler) : WireTests(compiler)
{
    [Test]
    public async Task A_close_of_the_client_reaches_the_handler_with_status_and_reason()
    {
        await using var client = await ConnectAsync("/watched/client");

        await client.CloseAsync((WebSocketCloseStatus)3000, "bye ü");

        Assert.That(await EndingAsync("client"), Is.EqualTo("3000 bye ü"));
        Assert.That(client.Socket.CloseStatus, Is.EqualTo((WebSocketCloseStatus)3000));
    }

    [Test]
    public async Task A_close_of_the_handler_reaches_the_client_with_status_and_reason()
    {
        await using var client = await ConnectAsync("/watched/server");

        await client.SendAsync("close");

        Assert.That((int?)await client.ReceiveCloseAsync(), Is.EqualTo(4001));
        Assert.That(client.Socket.CloseStatusDescription, Is.EqualTo("as asked"));
        Assert.That(await EndingAsync("server"), Is.EqualTo("4001 as asked"));
    }

    [Test]
    public async Task A_client_that_vanishes_has_no_status()
    {
        await using var client = await ConnectRawAsync("/watched/vanished");

        client.Reset();

        Assert.That(await EndingAsync("vanished"), Is.EqualTo(" "));
    }

    [Test]
    public async Task A_connection_that_the_handler_drops_has_no_close_frame_and_no_status()
    {
        await using var client = await ConnectRawAsync("/watched/dropped");

        await client.SendTextAsync("abort");
        await client.ReceiveEndAsync();

        Assert.That(await EndingAsync("dropped"), Is.EqualTo(" "));
    }

    [TestCase(1000, "done")]
    [TestCase(4999, "")]
    public async Task A_close_as_soon_as_the_connection_opens_is_a_close_frame(int status, string reason)
    {
        await using var client = await ConnectRawAsync($"/closing/{status}?reason={reason}");

        var frame = await client.ReceiveCloseAsync(status);
        await client.SendCloseAsync(status);

        Assert.That(frame.Reason, Is.EqualTo(reason));
        Assert.That(await client.ReceiveEndAsync(), Is.EqualTo(Ending.Finished));
    }

    [Test]
    public async Task A_stream_of_replies_without_an_end_is_ended_by_the_clients_close()
    {
        await using var client = await ConnectAsync("/endless/stream");
        Assert.That(await client.ReceiveAsync(), Is.EqualTo("""{"type":"number","value":0}"""));

        await client.CloseAsync();

        Assert.That(await EndingAsync("stream"), Is.EqualTo("ended True"));
    }

    private Task<string> EndingAsync(string key) => Client.GetStringAsync($"/endings/{key}", Bounded.Token);
}
