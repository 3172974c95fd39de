using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using WebSockets.Runtime.Tests.Infrastructure;
using WebSockets.Runtime.Tests.Wire;
using WebSockets.Transport.Tests.Infrastructure;

namespace WebSockets.Transport.Tests;

/// <summary>Connections that end: politely, in the midst of something, or because the server stops.</summary>
internal sealed class EndingTests
{
    [Test]
    public async Task Clients_that_connect_and_vanish_leave_no_descriptor_behind()
    {
        await using var host = await StartAsync();
        var before = Descriptors.OfSockets();

        for (var i = 0; i < 2000; i++)
        {
            using var socket = await host.ConnectAsync();
            switch (i % 4)
            {
                case 0:
                    break;
                case 1:
                    socket.LingerState = new LingerOption(true, 0);
                    break;
                case 2:
                    await socket.SendAsync("GET / HTTP/1.1\r\nHost"u8.ToArray());
                    socket.LingerState = new LingerOption(true, 0);
                    break;
                default:
                    await socket.SendAsync("GET / HTTP/1.1\r\nHost: x\r\n\r\n"u8.ToArray());
                    break;
            }
        }

        await Bounded.Until(() => Descriptors.OfSockets() <= before, "all descriptors are closed");
        using var client = host.Client();
        Assert.That(await client.GetStringAsync(new Uri("/", UriKind.Relative)), Is.EqualTo("here"));
    }

    [Test]
    public async Task WebSockets_that_vanish_are_closed_and_leave_no_descriptor_behind()
    {
        await using var host = await StartAsync();
        var before = Descriptors.OfSockets();

        for (var i = 0; i < 200; i++)
        {
            var client = await host.OpenAsync("/echo");
            var frame = RawFrame.EncodeText("a message");
            await client.SendAsync(i % 2 == 0 ? frame : frame[..^3]);
            if (i % 4 < 2)
            {
                client.Reset();
            }
            else
            {
                await client.DisposeAsync();
            }
        }

        for (var i = 0; i < 200; i++)
        {
            await host.Journal.ExpectAsync("close");
        }

        Assert.That(host.Connections<Echo>().Count, Is.Zero);
        await Bounded.Until(() => Descriptors.OfSockets() <= before, "all descriptors are closed");
    }

    [Test]
    public async Task A_WebSocket_whose_client_shuts_its_side_ends_on_both()
    {
        await using var host = await StartAsync();
        await using var client = await host.OpenAsync("/echo");
        await client.SendTextAsync("last");
        Assert.That(await client.ReceiveTextAsync(), Is.EqualTo("last"));

        client.Finish();

        await host.Journal.ExpectAsync("close");
        Assert.That(await client.ReceiveEndAsync(), Is.EqualTo(Ending.Finished));
    }

    [Test]
    public async Task A_client_that_closes_its_WebSocket_and_stays_connected_gets_the_end_and_its_descriptor_is_closed_when_it_goes()
    {
        await using var host = await StartAsync();
        var before = Descriptors.OfSockets();
        var client = await host.OpenAsync("/echo");
        await client.CloseAsync();
        await client.SendAsync(new byte[100_000]); // nobody reads it

        await client.DisposeAsync();

        await host.Journal.ExpectAsync("close 1000");
        await Bounded.Until(() => Descriptors.OfSockets() <= before, "all descriptors are closed");
    }

    [Test]
    public async Task A_WebSocket_that_is_aborted_by_the_server_ends()
    {
        await using var host = await StartAsync();
        await using var client = await host.OpenAsync("/echo");
        await Bounded.Until(() => host.Connections<Echo>().Count == 1, "it is open");

        host.Connections<Echo>().Single().Abort();

        await client.ReceiveEndAsync();
        await host.Journal.ExpectAsync("close");
    }

    [Test]
    public async Task A_server_that_stops_lets_a_request_end_accepts_no_other_and_closes_idle_connections()
    {
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var host = await EpollHost.ServeAsync(async http =>
        {
            if (http.Request.Path == "/slow")
            {
                begun.SetResult();
                await gate.Task;
            }

            await http.Response.WriteAsync("done");
        });
        await using var idle = await host.DialAsync();
        await idle.SendAsync("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
        Assert.That((await idle.ReadResponseAsync()).Body, Is.EqualTo("done"));
        await using var busy = await host.DialAsync();
        await busy.SendAsync("GET /slow HTTP/1.1\r\nHost: x\r\n\r\n");
        await begun.Task.Within("the request runs");

        var stopping = host.StopAsync();

        Assert.That(await idle.ReceiveEndAsync(), Is.EqualTo(Ending.Finished));
        await Assert.ThatAsync(() => host.DialAsync(), Throws.InstanceOf<SocketException>());
        Assert.That(stopping.IsCompleted, Is.False);
        gate.SetResult();
        Assert.That((await busy.ReadResponseAsync()).Body, Is.EqualTo("done"));
        await stopping.Within("it stops");
    }

    [Test]
    public async Task A_server_that_stops_closes_its_WebSockets_with_1001()
    {
        var host = await StartAsync();
        var clients = new List<RawClient>();
        for (var i = 0; i < 20; i++)
        {
            clients.Add(await host.OpenAsync("/echo"));
        }

        var stopping = host.StopAsync();

        foreach (var client in clients)
        {
            await client.ReceiveCloseAsync(1001);
            await client.SendCloseAsync(1001);
            Assert.That(await client.ReceiveEndAsync(), Is.EqualTo(Ending.Finished));
            await client.DisposeAsync();
        }

        await stopping.Within("it stops");
        await host.DisposeAsync();
    }

    [Test]
    public async Task An_app_that_has_ended_leaves_no_descriptor_behind()
    {
        await (await StartAsync()).DisposeAsync();
        var (sockets, loops) = (Descriptors.OfSockets(), Descriptors.OfLoops());
        var host = await StartAsync();
        var idle = await host.DialAsync();
        var client = await host.OpenAsync("/echo");
        await client.CloseAsync();

        await host.DisposeAsync();
        await idle.DisposeAsync();
        await client.DisposeAsync();

        await Bounded.Until(() => Descriptors.OfSockets() <= sockets && Descriptors.OfLoops() <= loops, "all descriptors are closed");
    }

    private static Task<EpollHost> StartAsync() => EpollHost.StartAsync(
        app =>
        {
            app.MapWebSocketHandler<Echo>();
            app.MapFallback(http => http.Response.WriteAsync("here"));
        },
        setup => setup.Transport = options => options.LoopCount = 2);
}
