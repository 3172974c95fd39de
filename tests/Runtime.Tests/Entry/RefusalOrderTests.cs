using System.Security.Claims;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using WebSockets.Runtime.Tests.Infrastructure;
using WebSockets.Runtime.Tests.Wire;

namespace WebSockets.Runtime.Tests.Entry;

/// <summary>A handshake is refused by the first check that it does not pass, in the order that docs/security.md has.</summary>
internal sealed class RefusalOrderTests
{
    [Test]
    public async Task A_handshake_is_refused_by_the_first_check_that_it_does_not_pass()
    {
        await using var host = await TestHost.StartAsync<Checked>(
            options => options.MaxConnections = 1,
            setup =>
            {
                setup.Services = services => services.AddWebSocketHandlers().AddAccessTokens();
                Tickets.Use(setup);
            });
        await using var first = await host.DialAsync();
        await first.OpenAsync(host.Handshake("/entry/checked/1?user=ann").Add("X-Main", "ann"));

        var everythingWrong = (HandshakeText text) => text.With("Sec-WebSocket-Version", "8").Add("Origin", "http://evil.example");
        await ExpectAsync(400, "The access token is malformed or too long.", "/entry/checked/x?access_token=%20", everythingWrong);
        await ExpectAsync(401, "", "/entry/checked/x", everythingWrong);
        await ExpectAsync(426, "Sec-WebSocket-Version has to be 13.", "/entry/checked/x", text => everythingWrong(text).Add("X-Main", "ann"));
        await ExpectAsync(403, "Pages of this origin may not connect.", "/entry/checked/x", text => everythingWrong(text).With("Sec-WebSocket-Version", "13").Add("X-Main", "ann"));
        await ExpectAsync(503, "There are too many connections.", "/entry/checked/x", text => text.Add("X-Main", "ann"));
        await first.CloseAsync();
        await Bounded.Until(
            async () => (await host.AnswerAsync(host.Handshake("/entry/checked/x").Add("X-Main", "ann"))).Status != 503, "the first connection has ended");
        await ExpectAsync(400, "The path value 'number' is missing or not valid.", "/entry/checked/x", text => text.Add("X-Main", "ann"));
        Assert.That(host.Journal.All, Is.EqualTo(new[] { "login" }), "that of the first connection");

        await ExpectAsync(401, "The login was refused.", "/entry/checked/1", text => text.Add("X-Main", "ann"));
        Assert.That(host.Journal.All, Is.EqualTo(new[] { "login", "login" }));

        async Task ExpectAsync(int status, string body, string path, Func<HandshakeText, HandshakeText> change)
        {
            var answer = await host.AnswerAsync(change(host.Handshake(path)));
            Assert.That((answer.Status, answer.Body), Is.EqualTo((status, body)));
        }
    }

    [Test]
    public async Task What_was_checked_at_the_handshake_is_not_checked_again_for_a_new_user_who_stays_in_the_channels()
    {
        await using var host = await TestHost.StartAsync<Checked>(setup: Tickets.Use);
        await using var client = await host.DialAsync();
        await client.OpenAsync(host.Handshake("/entry/checked/1?user=ann").Add("X-Main", "ann"));
        var connection = await host.ConnectionAsync<Checked>();
        connection.Channels.Add("room");

        connection.RefreshUser(new ClaimsPrincipal());
        await client.SendTextAsync("hi");

        Assert.That(await client.ReceiveTextAsync(), Is.EqualTo("hi from nobody"));
        Assert.That(connection.Channels.Contains("room"), Is.True);
        Assert.That(host.Journal.All, Is.EqualTo(new[] { "login" }));
    }
}

/// <summary>Has something to refuse at every check.</summary>
[WebSocketHandler("/entry/checked/{number}"), Authorize]
internal sealed partial class Checked(Journal journal)
{
    [OnLogin]
    public bool Login(int number, HttpRequest request)
    {
        journal.Write("login");
        return request.Query["user"] == "ann" && number == 1;
    }

    [OnMessage]
    public string Text(string text, ClaimsPrincipal user) => $"{text} from {user.Identity?.Name ?? "nobody"}";
}
