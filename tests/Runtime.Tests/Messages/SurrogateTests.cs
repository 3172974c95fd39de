using WebSockets.Runtime.Tests.Infrastructure;

namespace WebSockets.Runtime.Tests.Messages;

/// <summary>Escapes of half a surrogate pair, which are JSON by its grammar and no text. They are the peer's mistake, and never ours.</summary>
internal sealed class SurrogateTests
{
    [TestCase("""{"type":"\ud800"}""")]
    [TestCase("""{"type":"\udc00"}""")]
    [TestCase("""{"type":"say\ud83d\u0041","text":"hi"}""")]
    [TestCase("""{"type":"say","text":"\ud800"}""")]
    [TestCase("""{"type":"say","text":"hi","\ud800":1}""")]
    [TestCase("""{"\ud800":1,"type":"say","text":"hi"}""")]
    public async Task Where_text_is_needed_half_a_pair_is_malformed(string message) => await RefusesAsync<Flat>("/flat", message);

    [TestCase("""{"kind":"\ud800"}""")]
    [TestCase("""{"kind":"text","data":"a\udfff"}""")]
    [TestCase("""{"kind":"say","data":{"text":"\ud800"}}""")]
    public async Task Where_text_is_needed_in_a_wrapped_message_half_a_pair_is_malformed(string message) => await RefusesAsync<Wrapped>("/wrapped", message);

    [Test]
    public async Task A_type_that_minds_unknown_members_refuses_one_whose_name_is_half_a_pair() =>
        await RefusesAsync<StrictMessages>("/strict", """{"type":"strict","text":"a","\ud800":1}""");

    [TestCase("""{"type":"loose","text":"a","z\udc00":1}""")]
    public async Task A_type_that_keeps_unknown_members_refuses_one_whose_name_is_half_a_pair(string message) => await RefusesAsync<StrictMessages>("/strict", message);

    [Test]
    public async Task A_member_of_the_envelope_is_found_behind_one_whose_name_is_half_a_pair()
    {
        await using var host = await TestHost.StartAsync<Wrapped>();
        await using var client = await host.ConnectAsync("/wrapped");

        await client.SendTextAsync("""{"\ud800":1,"k\ud800nd":2,"kind":"text","data":"found"}""");

        Assert.That(await client.ReceiveTextAsync(), Is.EqualTo("<found>"));
    }

    [Test]
    public async Task An_id_is_echoed_as_it_was_written_whatever_it_escapes()
    {
        await using var host = await TestHost.StartAsync<Flat>();
        await using var client = await host.ConnectAsync("/flat");

        await client.SendTextAsync("""{"type":"add","id":"\ud800","a":1,"b":2}""");

        Assert.That(await client.ReceiveTextAsync(), Is.EqualTo("""{"type":"sum","id":"\ud800","value":3}"""));
    }

    [Test]
    public async Task A_whole_pair_is_text()
    {
        await using var host = await TestHost.StartAsync<Wrapped>();
        await using var client = await host.ConnectAsync("/wrapped");

        await client.SendTextAsync("""{"k\u0069nd":"t\u0065xt","data":"\u0000\\ud800 \ud83d\ude00"}""");

        Assert.That(await client.ReceiveTextAsync(), Is.EqualTo("<\0\\ud800 😀>"));
    }

    private static async Task RefusesAsync<THandler>(string path, string message)
        where THandler : class, IWebSocketHandler<THandler>
    {
        await using var host = await TestHost.StartAsync<THandler>();
        await using var client = await host.ConnectAsync(path);

        await client.SendTextAsync(message);

        await client.ReceiveCloseAsync(1007);
    }
}
