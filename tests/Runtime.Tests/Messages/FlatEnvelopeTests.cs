using WebSockets.Runtime.Tests.Infrastructure;

namespace WebSockets.Runtime.Tests.Messages;

/// <summary>The envelope whose members stand beside those of the message.</summary>
internal sealed class FlatEnvelopeTests
{
    private static IEnumerable<TestCaseData> Exchanges()
    {
        // The id, echoed as it was written.
        yield return Case("""{"type":"add","a":1,"b":2}""", """{"type":"sum","value":3}""");
        yield return Case("""{"type":"add","id":7,"a":1,"b":2}""", """{"type":"sum","id":7,"value":3}""");
        yield return Case("""{"type":"add","id":"x-1","a":1,"b":2}""", """{"type":"sum","id":"x-1","value":3}""");
        yield return Case("""{"type":"add","id":1.50e3,"a":1,"b":2}""", """{"type":"sum","id":1.50e3,"value":3}""");
        yield return Case("""{"type":"add","id":12345678901234567890123,"a":1,"b":2}""", """{"type":"sum","id":12345678901234567890123,"value":3}""");
        yield return Case("""{"type":"add","id":"a\"\u0041é","a":1,"b":2}""", """{"type":"sum","id":"a\"\u0041é","value":3}""");
        yield return Case("""{"type":"add","id":"","a":1,"b":2}""", """{"type":"sum","id":"","value":3}""");
        yield return Case("""{"type":"add","id":null,"a":1,"b":2}""", """{"type":"sum","value":3}""");

        // Anywhere in the object, and in any dress.
        yield return Case("""{"id":7,"a":1,"b":2,"type":"add"}""", """{"type":"sum","id":7,"value":3}""");
        yield return Case("""{"a":1,"type":"add","b":2,"id":7}""", """{"type":"sum","id":7,"value":3}""");
        yield return Case("""{"x":{"type":"say","id":1},"y":[{"type":"say"}],"a":1,"b":2,"type":"add","id":7}""", """{"type":"sum","id":7,"value":3}""");
        yield return Case(""" { "a" : 1 , "type" : "add" , "b" : 2 } """, """{"type":"sum","value":3}""");
        yield return Case("""{"\u0074ype":"add","\u0069d":7,"a":1,"b":2}""", """{"type":"sum","id":7,"value":3}""");
        yield return Case("""{"type":"\u0061dd","a":1,"b":2}""", """{"type":"sum","value":3}""");
        yield return Case("""{"type":"add","type":"say","a":1,"b":2}""", """{"type":"sum","value":3}""");
        yield return Case("""{"type":"n\u00e4me \"x\"","value":"v"}""", """{"type":"n\u00E4me \u0022x\u0022","value":"v"}""");
        yield return Case("""{"type":"näme \"x\"","value":null}""", """{"type":"n\u00E4me \u0022x\u0022","value":null}""");

        // What a message needs not have, and what it may have more.
        yield return Case("""{"type":"empty"}""", """{"type":"nothing"}""");
        yield return Case("""{"type":"empty","id":1,"more":[1,2]}""", """{"type":"nothing","id":1}""");
        yield return Case("""{"type":"say","text":"hi","more":true}""", """{"type":"said","from":"you","text":"hi"}""");

        // A type without [Message] is plain JSON, also where it answers a named message.
        yield return Case("""{"type":"plain","id":3,"text":"hi"}""", """{"text":"hi"}""");

        // The type that is really sent decides if it is a message, else the declared one does.
        yield return Case("""{"type":"shape","sides":3}""", """{"type":"shape","sides":3}""");
        yield return Case("""{"type":"shape","sides":4}""", """{"type":"square","length":3,"sides":4}""");
        yield return Case("""{"type":"shape","sides":0}""", """{"type":"shape","sides":0}""");

        static TestCaseData Case(string request, string reply) => new(request, reply);
    }

    [TestCaseSource(nameof(Exchanges))]
    public async Task A_request_is_answered_in_its_envelope(string request, string reply)
    {
        await using var host = await TestHost.StartAsync<Flat>();
        await using var client = await host.ConnectAsync("/flat");

        await client.SendTextAsync(request);

        Assert.That(await client.ReceiveTextAsync(), Is.EqualTo(reply));
    }

    [TestCase(0)]
    [TestCase(1000)]
    [TestCase(1024)]
    [TestCase(5000)]
    [TestCase(64 * 1024)]
    public async Task A_discriminator_may_stand_behind_any_number_of_bytes(int before)
    {
        await using var host = await TestHost.StartAsync<Flat>(options => options.MaxMessageSize = 70 * 1024);
        await using var client = await host.ConnectAsync("/flat");

        await client.SendTextAsync($$"""{"ballast":"{{new string('x', before)}}","a":1,"b":2,"id":"late","type":"add"}""");

        Assert.That(await client.ReceiveTextAsync(), Is.EqualTo("""{"type":"sum","id":"late","value":3}"""));
    }

    [TestCase("""{"text":"hi"}""")]
    [TestCase("""{"type":"nobody","text":"hi"}""")]
    [TestCase("""{"type":5,"text":"hi"}""")]
    [TestCase("""{"type":null}""")]
    [TestCase("""{"type":false,"type":"say","text":"hi"}""")]
    [TestCase("""[1,2]""")]
    [TestCase("17")]
    [TestCase("null")]
    public async Task What_no_named_method_claims_goes_to_the_unnamed_one_whole(string message)
    {
        await using var host = await TestHost.StartAsync<Flat>();
        await using var client = await host.ConnectAsync("/flat");

        await client.SendTextAsync(message);

        Assert.That(await host.Journal.NextAsync(), Is.EqualTo(message));
    }

    [TestCase("silent")]
    [TestCase("silent-task")]
    public async Task Null_sends_nothing(string name)
    {
        await using var host = await TestHost.StartAsync<Flat>();
        await using var client = await host.ConnectAsync("/flat");

        await client.SendTextAsync($$"""{"type":"{{name}}","id":1}""");
        await client.SendTextAsync("""{"type":"empty","id":2}""");

        Assert.That(await client.ReceiveTextAsync(), Is.EqualTo("""{"type":"nothing","id":2}"""));
    }
}
