namespace WebSockets.Interop.Tests;

[Category("Interop")]
internal sealed class InteropTests
{
    private static readonly string[] All = ["ws", "undici", "node", "python"];
    private static readonly string[] ThatSeeFrames = ["ws-only", "python"];

    [TestCaseSource(nameof(All))]
    public Task Messages_of_every_size_and_script_come_back(string client) => Client.RunAsync(client, "echo");

    [TestCaseSource(nameof(All))]
    public Task They_also_do_compressed(string client) => Client.RunAsync(client, "deflate");

    [TestCaseSource(nameof(All))]
    public Task The_server_chooses_the_subprotocol(string client) => Client.RunAsync(client, "protocols");

    [TestCaseSource(nameof(All))]
    public async Task A_close_of_the_client_reaches_the_handler_and_is_answered(string client)
    {
        await Client.RunAsync(client, "client-closes");
        Assert.That(await EndingAsync($"{client}-1000-0"), Is.EqualTo(((int?)1000, "")));
        Assert.That(await EndingAsync($"{client}-1000-4"), Is.EqualTo(((int?)1000, "done")));
        Assert.That(await EndingAsync($"{client}-3000-5"), Is.EqualTo(((int?)3000, "bye €")));
        Assert.That(await EndingAsync($"{client}-4999-61"), Is.EqualTo(((int?)4999, new string('ü', 61))));
        if (client != "python")
        {
            // A close frame without a status; python's library always sends one.
            Assert.That(await EndingAsync($"{client}-none"), Is.EqualTo(((int?)1005, (string?)null)));
        }
    }

    [TestCaseSource(nameof(All))]
    public Task A_close_of_the_server_reaches_the_client(string client) => Client.RunAsync(client, "server-closes");

    [TestCaseSource(nameof(All))]
    public Task A_message_over_the_limit_closes_with_1009(string client) => Client.RunAsync(client, "too-large");

    [TestCaseSource(nameof(All))]
    public Task Requests_are_answered_with_their_id(string client) => Client.RunAsync(client, "json");

    [TestCaseSource(nameof(All))]
    public Task A_refused_handshake_opens_nothing(string client) => Client.RunAsync(client, "refused");

    [Test]
    public Task The_client_sees_why_it_is_refused() => Client.RunAsync("ws-only", "refused");

    [TestCaseSource(nameof(ThatSeeFrames))]
    public Task Pings_are_answered(string client) => Client.RunAsync(client, "ping");

    [TestCaseSource(nameof(ThatSeeFrames))]
    public async Task A_client_that_vanishes_has_no_status(string client)
    {
        await Client.RunAsync(client, "vanish");
        var key = client == "python" ? "python-vanished" : "ws-vanished";
        Assert.That((await EndingAsync(key)).Status, Is.Null);
    }

    [Test]
    public Task Fragments_with_a_ping_between_are_one_message() => Client.RunAsync("ws-only", "fragments");

    [Test]
    public Task Compression_is_agreed_on_as_the_client_offers_it() => Client.RunAsync("ws-only", "compression-choices");

    [Test]
    public Task A_thousand_connections_hear_everything_once() => Client.RunAsync("ws-only", "crowd");

    private static Task<(int? Status, string? Reason)> EndingAsync(string key) => InteropHost.Endings.Of(key).WaitAsync(TimeSpan.FromSeconds(10));
}
