using System.Net;
using System.Text.Json;
using WebSockets.Aot.Tests.Infrastructure;
using WebSockets.Testing;

namespace WebSockets.Aot.Tests.Samples;

/// <summary>The chat, published as its user would with one property more.</summary>
[Category("Aot")]
public sealed class ChatTests
{
    [Test]
    public async Task Two_people_log_in_and_chat_with_the_native_program()
    {
        var program = await Native.PublishAsync("samples/Chat");
        await using var app = await RunningApp.StartAsync(program, "--urls", "http://127.0.0.1:0");
        app.TellStart("Chat");

        await using var ann = await EnterAsync(app, "ann");
        await using var bob = await EnterAsync(app, "bob");
        await ann.SendAsync("""{"type":"say","id":1,"text":"hello","key":"k1"}""");
        var receipt = await NextAsync(ann, "receipt");
        var said = await NextAsync(bob, "said");

        Assert.That((receipt.GetProperty("id").GetInt32(), receipt.GetProperty("number").GetInt64()), Is.EqualTo((1, 1L)));
        Assert.That((said.GetProperty("from").GetString(), said.GetProperty("text").GetString()), Is.EqualTo(("ann", "hello")));

        await using var late = await EnterAsync(app, "eve");
        await ann.CloseAsync();
        await bob.CloseAsync();
        await late.CloseAsync();
        Assert.That(await app.StopAsync(), Is.Zero);
    }

    [Test]
    public async Task The_native_program_tells_Prometheus_and_a_load_balancer_how_it_is()
    {
        var program = await Native.PublishAsync("samples/Chat");
        await using var app = await RunningApp.StartAsync(program, "--urls", "http://127.0.0.1:0", "--metrics", "true");
        app.TellStart("Chat with metrics");
        await using var ann = await EnterAsync(app, "ann");
        await ann.SendAsync("""{"type":"say","id":1,"text":"hello","key":"k1"}""");
        await NextAsync(ann, "receipt");

        using var client = new HttpClient { BaseAddress = app.Http };
        var metrics = await client.GetStringAsync("/metrics", Bounded.Token);
        var health = await client.GetStringAsync("/health", Bounded.Token);

        Assert.That(metrics, Does.Match("websocket_server_active_connections\\{[^}]*websocket_handler=\"Chat\"[^}]*\\} 1\n"));
        Assert.That(metrics, Does.Match("websocket_server_messages_total\\{[^}]*websocket_message_name=\"say\"[^}]*\\} 1\n"));
        Assert.That(health, Is.EqualTo("Healthy"));
        await ann.CloseAsync();
        Assert.That(await app.StopAsync(), Is.Zero);
    }

    private static async Task<TestClient> EnterAsync(RunningApp app, string nickname)
    {
        var cookies = new CookieContainer();
        using var handler = new HttpClientHandler { CookieContainer = cookies, AllowAutoRedirect = false };
        using var browser = new HttpClient(handler) { BaseAddress = app.Http };
        using var form = new FormUrlEncodedContent([new("nickname", nickname)]);
        using var answer = await browser.PostAsync("/login", form, Bounded.Token);
        Assert.That(answer.Headers.Location?.ToString(), Is.EqualTo("/"));
        Assert.That(await browser.GetStringAsync("/", Bounded.Token), Does.Contain("<title>"));

        var client = await TestClient.ConnectAsync(app.Ws("/chat/lobby"), options => options.Cookies = cookies);
        Assert.That((await NextAsync(client, "welcome")).GetProperty("nickname").GetString(), Is.EqualTo(nickname));
        return client;
    }

    /// <summary>The next message of this name. Others, who tells of who is there, come between.</summary>
    private static async Task<JsonElement> NextAsync(TestClient client, string name)
    {
        while (true)
        {
            var message = JsonElement.Parse(await client.ReceiveAsync());
            if (message.GetProperty("type").ValueEquals(name))
            {
                return message;
            }
        }
    }
}
