using System.Net.WebSockets;
using WebSockets.Aot.Tests.Infrastructure;
using WebSockets.Testing;

namespace WebSockets.Aot.Tests.Wire;

/// <summary>The life of the process.</summary>
[Jit]
[Aot]
public sealed class StopTests(Compiler compiler)
{
    [Test]
    public async Task The_app_starts_answers_tells_its_clients_that_it_stops_and_ends_well_without_a_complaint()
    {
        var program = await Programs.WireHostAsync(compiler);
        await using var app = await RunningApp.StartAsync(program);
        app.TellStart($"Wire.Host ({compiler})");
        await using var client = await TestClient.ConnectAsync(app.Ws("/echo"));
        Assert.That(await client.AskAsync("hello"), Is.EqualTo("hello"));

        var stopping = app.StopAsync();

        Assert.That(await client.ReceiveCloseAsync(), Is.EqualTo(WebSocketCloseStatus.EndpointUnavailable));
        Assert.That(await stopping, Is.Zero);
        Assert.That(app.Complaints, Is.Empty);
    }
}
