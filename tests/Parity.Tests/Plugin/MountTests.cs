using System.Net;
using Microsoft.AspNetCore.Builder;
using WebSockets.Testing;

namespace WebSockets.Parity.Tests.Plugin;

/// <summary><c>websocket_mount</c>, and the option <c>mount_path</c>.</summary>
public sealed partial class MountTests
{
    [Test]
    public async Task websocket_mount_maps_one_handler_and_no_other()
    {
        await using var app = await TestApp.StartAsync(app => app.MapWebSocketHandler<Mounted>());
        await using var client = await app.ConnectAsync("/mounted");

        Assert.That(await client.ReceiveAsync(), Is.EqualTo("mounted"));
        Assert.That(await TestClient.HandshakeAsync(app.Ws("/ws")), Is.EqualTo(HttpStatusCode.NotFound));
    }

    [Test]
    public async Task All_handlers_of_the_assembly_can_be_mounted_at_once()
    {
        await using var app = await TestApp.StartAsync(app => app.MapWebSocketHandlers());
        await using var mounted = await app.ConnectAsync("/mounted");
        await using var unnamed = await app.ConnectAsync("/ws");

        Assert.That(await mounted.ReceiveAsync(), Is.EqualTo("mounted"));
        Assert.That(await unnamed.ReceiveAsync(), Is.EqualTo("default"));
    }

    [Test]
    public async Task mount_path_is_ws_by_default()
    {
        await using var app = await TestApp.StartAsync(app => app.MapWebSocketHandler<MountedByDefault>());
        await using var client = await app.ConnectAsync("/ws");

        Assert.That(await client.ReceiveAsync(), Is.EqualTo("default"));
    }

    [Test]
    public async Task mount_path_in_configuration_moves_the_handler()
    {
        await using var app = await TestApp.StartAsync(
            app => app.MapWebSocketHandler<Mounted>(),
            configuration: new() { ["WebSockets:Mounted:Path"] = "/elsewhere" });
        await using var client = await app.ConnectAsync("/elsewhere");

        Assert.That(await client.ReceiveAsync(), Is.EqualTo("mounted"));
        Assert.That(await TestClient.HandshakeAsync(app.Ws("/mounted")), Is.EqualTo(HttpStatusCode.NotFound));
    }

    [Test]
    public async Task mount_path_in_code_moves_the_handler()
    {
        await using var app = await TestApp.StartAsync(app => app.MapWebSocketHandler<Mounted>(options => options.Path = "/by/code"));
        await using var client = await app.ConnectAsync("/by/code");

        Assert.That(await client.ReceiveAsync(), Is.EqualTo("mounted"));
    }

    [Test]
    public async Task websocket_mount_lives_beside_the_rest_of_the_app_and_within_its_groups()
    {
        await using var app = await TestApp.StartAsync(app =>
        {
            app.MapGet("/", () => "the rest");
            app.MapGroup("/live").MapWebSocketHandler<Mounted>();
        });
        await using var client = await app.ConnectAsync("/live/mounted");

        Assert.That(await client.ReceiveAsync(), Is.EqualTo("mounted"));
        Assert.That(await app.Client.GetStringAsync("/", Bounded.Token), Is.EqualTo("the rest"));
    }

    [WebSocketHandler("/mounted")]
    internal sealed partial class Mounted
    {
        [OnOpen]
        string Open() => "mounted";
    }

    [WebSocketHandler]
    internal sealed partial class MountedByDefault
    {
        [OnOpen]
        string Open() => "default";
    }
}
