using WebSockets.Aot.Tests.Infrastructure;
using WebSockets.Testing;

namespace WebSockets.Aot.Tests.Samples;

/// <summary>The shortest app there is.</summary>
[Category("Aot")]
public sealed class GreeterTests
{
    [Test]
    public async Task The_native_program_greets()
    {
        var program = await Native.PublishAsync("samples/Greeter");
        await using var app = await RunningApp.StartAsync(program, "--urls", "http://127.0.0.1:0");
        app.TellStart("Greeter");

        await using var client = await TestClient.ConnectAsync(app.Ws("/ws"));
        Assert.That(await client.AskAsync("hello"), Is.EqualTo("hello world!"));
        await client.CloseAsync();

        Assert.That(await app.StopAsync(), Is.Zero);
        Assert.That(app.Complaints, Is.Empty);
    }
}
