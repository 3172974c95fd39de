using WebSockets.Runtime.Tests.Infrastructure;

namespace WebSockets.Runtime.Tests.Messages;

/// <summary>Names that are integers: written and read as JSON numbers.</summary>
internal sealed class NumberedTests
{
    [TestCase("""{"type":1,"a":1,"b":2}""", """{"type":3,"value":3}""")]
    [TestCase("""{"a":1,"id":"x","b":2,"type":1}""", """{"type":3,"id":"x","value":3}""")]
    [TestCase("""{"type":1,"id":1,"a":1,"b":2}""", """{"type":3,"id":1,"value":3}""")]
    [TestCase(""" { "type" : 1 , "a" : 1 , "b" : 2 } """, """{"type":3,"value":3}""")]
    [TestCase("""{"\u0074ype":1,"a":1,"b":2}""", """{"type":3,"value":3}""", TestName = "By the JSON reader")]
    [TestCase("""{"type":"1"}""", "the text 1", TestName = "The text is another name")]
    [TestCase("""{"type":"\u0031"}""", "the text 1", TestName = "The text is another name, also with escapes")]
    [TestCase("""{"type":0}""", "zero")]
    [TestCase("""{"type":-4,"n":7}""", """{"type":-4,"n":7}""", TestName = "A struct")]
    [TestCase("""{"type":9223372036854775807}""", """{"type":9223372036854775807}""", TestName = "The largest, and an object without members")]
    [TestCase("""{"type":5,"id":2,"$type":"dot","x":1}""", """{"type":5,"id":2,"$type":"dot","x":1}""", TestName = "A polymorphic type")]
    [TestCase("""{"$type":"dot","x":1,"type":5}""", """{"type":5,"$type":"dot","x":1}""", TestName = "A polymorphic type before the name")]
    [TestCase("""{"type":6,"wheels":3}""", """{"type":6,"wheels":3}""")]
    [TestCase("""{"type":6,"id":1,"wheels":2}""", """{"type":7,"id":1,"wheels":2}""", TestName = "A derived type that has a name is sent as itself")]
    [TestCase("""{"type":6,"wheels":4}""", """{"type":6,"wheels":4}""", TestName = "A derived type that has none is sent as what was declared")]
    [TestCase("""{"type":8,"one":1,"other":2}""", """{"type":8,"one":1,"other":2}""", TestName = "A generic type")]
    [TestCase("""{"type":1,"type":"1","a":1,"b":2}""", """{"type":3,"value":3}""", TestName = "Of two names the first counts")]
    [TestCase("""{"type":"1","type":1,"a":1,"b":2}""", "the text 1", TestName = "Of two names the first counts, also if it is the text")]
    public Task A_flat_message_finds_its_method_and_its_reply_has_its_number(string message, string reply) => IsAnsweredAsync<Numbered>("/numbered", message, reply);

    [TestCase("""{"op":1,"d":{"a":1,"b":2}}""", """{"op":3,"d":{"value":3}}""")]
    [TestCase("""{"d":{"a":1,"b":2},"s":7,"op":1}""", """{"op":3,"s":7,"d":{"value":3}}""")]
    [TestCase("""{"op":5,"s":1,"d":{"$type":"dot","x":1}}""", """{"op":5,"s":1,"d":{"$type":"dot","x":1}}""", TestName = "A wrapped polymorphic type")]
    [TestCase("""{"op":-4,"d":null}""", """{"op":-4,"d":{"n":0}}""", TestName = "A nullable struct")]
    [TestCase("""{"op":11,"d":[1,2]}""", """{"op":8,"d":{"one":[1,2],"other":[]}}""", TestName = "What is no object")]
    [TestCase("""{"op":2,"d":{}}""", """{"op":2,"d":{}}""", TestName = "An integer that no method has goes to the unnamed method whole")]
    [TestCase("""{"op":null}""", """{"op":null}""", TestName = "Null goes to the unnamed method whole")]
    public Task A_wrapped_message_does_so_too(string message, string reply) => IsAnsweredAsync<NumberedWrapped>("/numbered/wrapped", message, reply);

    [TestCase("""{"type":2}""")]
    [TestCase("""{"type":1.0}""")]
    [TestCase("""{"type":1e0}""")]
    [TestCase("""{"type":10e-1}""")]
    [TestCase("""{"type":0.1e1}""")]
    [TestCase("""{"type":1.5}""")]
    [TestCase("""{"type":-1}""")]
    [TestCase("""{"type":9223372036854775808}""")]
    [TestCase("""{"type":18446744073709551617}""", Description = "1, where 64 bits are all that counts")]
    [TestCase("""{"type":1e999}""")]
    [TestCase("""{"type":null}""")]
    [TestCase("""{"type":true}""")]
    [TestCase("""{"type":[1]}""")]
    [TestCase("""{"type":{"type":1}}""")]
    [TestCase("""{"type":"01"}""")]
    [TestCase("""{"type":null,"type":1}""", Description = "Of two names the first counts")]
    [TestCase("""{"type":[],"id":1,"type":1}""", Description = "Of two names the first counts")]
    [TestCase("""{"Type":1}""")]
    [TestCase("""{"x":{"type":1}}""")]
    public async Task Any_other_name_goes_to_the_unnamed_method_or_is_unknown(string message)
    {
        await using var host = await TestHost.StartAsync(app =>
        {
            app.MapWebSocketHandler<Numbered>();
            app.MapWebSocketHandler<NumberedStrict>();
        });
        await using var client = await host.ConnectAsync("/numbered");
        await client.SendTextAsync(message);
        Assert.That(await host.Journal.NextAsync(), Is.EqualTo(message));

        await using var strict = await host.ConnectAsync("/numbered/strict");
        await strict.SendTextAsync(message);
        if (message.Contains("\"id\"", StringComparison.Ordinal))
        {
            Assert.That(await strict.ReceiveTextAsync(), Does.Contain("\"code\":\"unknown\""));
        }

        await strict.ReceiveCloseAsync(1008);
    }

    [TestCase("""{"type":01}""")]
    [TestCase("""{"type":+1}""")]
    [TestCase("""{"type":1.}""")]
    [TestCase("""{"type":-}""")]
    [TestCase("""{"type":1 2}""")]
    [TestCase("""{"type":1,"a":"x"}""")]
    [TestCase("""{"type":1,"a":1,"b":2}}""")]
    [TestCase("""{"type":0} x""")]
    [TestCase("""{"type":1""")]
    public async Task What_is_malformed_closes_with_1007(string message)
    {
        await using var host = await TestHost.StartAsync<Numbered>();
        await using var client = await host.ConnectAsync("/numbered");

        await client.SendTextAsync(message);

        await client.ReceiveCloseAsync(1007);
    }

    [Test]
    public async Task Items_of_a_stream_have_the_number_and_the_id()
    {
        await using var host = await TestHost.StartAsync<Numbered>();
        await using var client = await host.ConnectAsync("/numbered");

        await client.SendTextAsync("""{"type":9,"id":"s"}""");

        Assert.That(await client.ReceiveTextAsync(), Is.EqualTo("""{"type":12,"id":"s","text":"a"}"""));
        Assert.That(await client.ReceiveTextAsync(), Is.EqualTo("""{"type":12,"id":"s","text":"b"}"""));
    }

    [Test]
    public async Task A_failure_is_answered_by_the_name_error()
    {
        await using var host = await TestHost.StartAsync<Numbered>();
        host.Logs.Expect(6);
        await using var client = await host.ConnectAsync("/numbered");

        await client.SendTextAsync("""{"type":10,"id":1}""");

        Assert.That(await client.ReceiveTextAsync(), Is.EqualTo("""{"type":"error","id":1,"code":"failed","message":"The request failed."}"""));
        await client.ReceiveCloseAsync(1011);
    }

    private static async Task IsAnsweredAsync<THandler>(string path, string message, string reply) where THandler : class, IWebSocketHandler<THandler>
    {
        await using var host = await TestHost.StartAsync<THandler>();
        await using var client = await host.ConnectAsync(path);

        await client.SendTextAsync(message);

        Assert.That(await client.ReceiveTextAsync(), Is.EqualTo(reply));
    }
}
