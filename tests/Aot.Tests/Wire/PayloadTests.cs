using WebSockets.Aot.Tests.Infrastructure;

namespace WebSockets.Aot.Tests.Wire;

/// <summary>Messages without a name, of every type that a method can take.</summary>
[Jit]
[Aot]
public sealed class PayloadTests(Compiler compiler) : WireTests(compiler)
{
    [TestCase("")]
    [TestCase("not JSON")]
    [TestCase("grüße, 世界 🌍")]
    public async Task A_string_takes_any_text(string text)
    {
        await using var client = await ConnectAsync("/echo");

        await AssertAnswerAsync(client, text, text);
    }

    [TestCase(0)]
    [TestCase(1)]
    [TestCase(125)]
    [TestCase(126)]
    [TestCase(65_535)]
    [TestCase(65_536)]
    public async Task An_array_of_bytes_takes_any_binary_message(int length)
    {
        await using var client = await ConnectAsync("/echo");
        var bytes = Pattern(length);

        await client.SendAsync(bytes);

        Assert.That(await client.ReceiveBytesAsync(), Is.EqualTo(bytes));
    }

    [TestCase("""{"a":[1,null]}""", "Object")]
    [TestCase("[true]", "Array")]
    [TestCase("\"text\"", "String")]
    [TestCase("1.5", "Number")]
    [TestCase("null", "Null")]
    public async Task An_element_takes_any_JSON(string json, string kind)
    {
        await using var client = await ConnectAsync("/payloads/open");

        await AssertAnswerAsync(client, json, $"{kind} {json}");
    }

    [TestCase(0)]
    [TestCase(40_000)]
    public async Task A_stream_takes_any_binary_message(int length)
    {
        await using var client = await ConnectAsync("/payloads/open");
        var bytes = Pattern(length);

        await client.SendAsync(bytes);

        Assert.That(await client.ReceiveBytesAsync(), Is.EqualTo(bytes));
    }

    [Test]
    public async Task A_type_without_a_name_is_read_and_written_as_plain_JSON()
    {
        await using var client = await ConnectAsync("/payloads/typed");

        await AssertAnswerAsync(client, """{"text":"hi"}""", """{"text":"hi!"}""");
    }

    [Test]
    public async Task A_sequence_takes_a_binary_message_where_it_lies()
    {
        await using var client = await ConnectAsync("/payloads/typed");

        await client.SendAsync([1, 2, 3]);

        Assert.That(await client.ReceiveBytesAsync(), Is.EqualTo(new byte[] { 3, 2, 1 }));
    }

    [Test]
    public async Task Memory_takes_a_binary_message_in_one_piece()
    {
        await using var client = await ConnectAsync("/payloads/memory");

        await client.SendAsync([1, 2, 3]);

        Assert.That(await client.ReceiveBytesAsync(), Is.EqualTo(new byte[] { 1, 2 }));
    }

    [Test]
    public async Task A_whole_message_is_of_either_kind()
    {
        await using var client = await ConnectAsync("/payloads/whole");

        await AssertAnswerAsync(client, "ü", "Text 2");
        await client.SendAsync([1, 2, 3]);
        Assert.That(await client.ReceiveAsync(), Is.EqualTo("Binary 3"));
    }

    [Test]
    public async Task A_derived_type_is_told_by_its_own_property()
    {
        await using var client = await ConnectAsync("/payloads/shapes");

        await AssertAnswerAsync(client, """{"shape":"square","side":3}""", """{"shape":"circle","radius":1.5}""");
        await AssertAnswerAsync(client, """{"shape":"circle","radius":2}""", """{"shape":"square","side":4}""");
    }

    private static byte[] Pattern(int length) => [.. Enumerable.Range(0, length).Select(i => (byte)(i * 7))];
}
