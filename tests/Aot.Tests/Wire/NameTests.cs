using WebSockets.Aot.Tests.Infrastructure;

namespace WebSockets.Aot.Tests.Wire;

/// <summary>The attributes that are read when the app runs: names of messages, metadata of the class, and who may send to a method.</summary>
[Jit]
[Aot]
public sealed class NameTests(Compiler compiler) : WireTests(compiler)
{
    [TestCase("""{"type":1,"a":2,"b":3}""", """{"type":2,"value":6}""")]
    [TestCase("""{"type":1,"id":1,"a":2,"b":3}""", """{"type":2,"id":1,"value":6}""")]
    [TestCase("""{"type":"1"}""", "the text 1")]
    [TestCase("""{"type":-3,"value":7}""", """{"type":-3,"value":7}""")]
    [TestCase("""{"type":"box"}""", """{"type":"box","value":{"value":1}}""")]
    [TestCase("""{"type":"inner"}""", """{"type":5,"value":1}""")]
    [TestCase("""{"type":"dog"}""", """{"type":4,"name":"rex"}""")]
    [TestCase("""{"type":1.0}""", """unnamed {"type":1.0}""")]
    [TestCase("""{"type":null}""", """unnamed {"type":null}""")]
    public async Task A_name_is_a_text_or_an_integer(string message, string reply)
    {
        await using var client = await ConnectAsync("/names");

        await AssertAnswerAsync(client, message, reply);
    }

    [Test]
    public async Task The_attributes_of_the_class_are_metadata_of_the_endpoint()
    {
        await using var client = await ConnectAsync("/attributes");

        await AssertAnswerAsync(client, """{"type":"marks"}""", "root, own, local, Dog");
    }

    [TestCase("\"local\"", "local")]
    [TestCase("\"overload\"", "overload")]
    [TestCase("\"inherited\"", "inherited")]
    [TestCase("\"overridden\"", "overridden")]
    [TestCase("1", "static")]
    public async Task The_attributes_of_a_method_say_who_may_send_to_it(string name, string reply)
    {
        await using var client = await ConnectAsync("/attributes");
        await AssertAnswerAsync(client, $$"""{"type":{{name}}}""", """{"type":"error","code":"forbidden","message":"You may not send this message."}""");
        await AssertAnswerAsync(client, """{"type":"free"}""", "free");

        await using var admin = await ConnectAsync("/attributes", options => options.SetRequestHeader("Authorization", "Bearer ann-admin"));
        await AssertAnswerAsync(admin, $$"""{"type":{{name}}}""", reply);
    }
}
