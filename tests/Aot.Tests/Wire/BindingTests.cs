using System.Text.Json;
using WebSockets.Aot.Tests.Infrastructure;
using WebSockets.Testing;

namespace WebSockets.Aot.Tests.Wire;

/// <summary>What a method is given besides its message.</summary>
[Jit]
[Aot]
public sealed class BindingTests(Compiler compiler) : WireTests(compiler)
{
    [Test]
    public async Task A_method_gets_path_query_headers_services_and_the_request()
    {
        await using var client = await ConnectAsync("/bound/lobby/7/green/2026-02-28?topic=a%20b&n=1&n=2", options => options.SetRequestHeader("X-Lang", "de"));

        Assert.That(await client.ReceiveAsync(), Is.EqualTo("""
            {"type":"bound","path":"lobby lobby 7 Green 2026-02-28","topic":"a b","several":[1,2],"language":"de","services":"hello hallo hello","request":"/bound/lobby/7/green/2026-02-28 True False"}
            """));
    }

    [Test]
    public async Task What_is_optional_and_not_there_is_null()
    {
        await using var client = await ConnectAsync("/bound/lobby/7/red");

        Assert.That(await client.ReceiveAsync(), Is.EqualTo("""
            {"type":"bound","path":"lobby lobby 7 Red ","topic":null,"several":[],"language":null,"services":"hello hallo hello","request":"/bound/lobby/7/red True False"}
            """));
    }

    [TestCase("/bound/lobby/7/blue")]
    [TestCase("/bound/lobby/7/red/yesterday")]
    [TestCase("/bound/lobby/7/red?n=x")]
    public async Task What_does_not_parse_is_refused_with_400(string path) =>
        Assert.That((int)await TestClient.HandshakeAsync(Host.Ws(path)), Is.EqualTo(400));

    [Test]
    public async Task What_the_route_constraint_excludes_is_not_found() =>
        Assert.That((int)await TestClient.HandshakeAsync(Host.Ws("/bound/lobby/seven/red")), Is.EqualTo(404));

    [Test]
    public async Task Values_of_the_handshake_are_there_for_each_message()
    {
        await using var client = await OpenAsync("/bound/lobby/7/red?topic=t");

        await AssertAnswerAsync(client, """{"type":"path"}""", "lobby t Red True");
    }

    [Test]
    public async Task A_connection_has_a_scope_and_each_message_one_of_its_own()
    {
        await using var client = await OpenAsync("/bound/lobby/7/red");

        var one = JsonElement.Parse(await client.AskAsync("""{"type":"scopes"}"""));
        var two = JsonElement.Parse(await client.AskAsync("""{"type":"scopes"}"""));

        Assert.That(Number(two, "ofConnection"), Is.EqualTo(Number(one, "ofConnection")));
        Assert.That(new[] { Number(one, "ofConnection"), Number(one, "ofMessage"), Number(two, "ofMessage") }, Is.Unique);
        Assert.That(one.GetProperty("isSame").GetBoolean(), Is.True);
    }

    private static int Number(JsonElement scopes, string name) => scopes.GetProperty(name).GetInt32();

    private async Task<TestClient> OpenAsync(string path)
    {
        var client = await ConnectAsync(path);
        await client.ReceiveAsync();
        return client;
    }
}
