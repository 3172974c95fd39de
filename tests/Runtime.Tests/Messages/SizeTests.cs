using System.Text;
using WebSockets.Runtime.Tests.Infrastructure;
using WebSockets.Runtime.Tests.Wire;

namespace WebSockets.Runtime.Tests.Messages;

/// <summary>Messages that lie in more than one block of the transport's memory, in one packet or in many.</summary>
internal sealed class SizeTests
{
    private static readonly int[] Sizes =
        [.. Enumerable.Range(0, 130), 1000, 3000, 4000, 4060, 4090, 4095, 4096, 4097, 8191, 8192, 8193, 12_288, 16_384, 20_000, 32_768, 40_000, 65_000, 65_530, 65_535, 65_536, 70_000];

    [Test]
    public async Task Text_of_any_size_is_read_and_answered()
    {
        await using var host = await TestHost.StartAsync<Spans>(options => options.MaxMessageSize = 300_000);
        await using var client = await host.ConnectAsync("/kinds/spans");

        foreach (var size in Sizes)
        {
            var text = Text(size);
            await client.SendTextAsync($$"""{"type":"say","id":{{size}},"text":"{{text}}"}""");
            Assert.That(await client.ReceiveTextAsync(), Is.EqualTo($$"""{"type":"said","id":{{size}},"from":"you","text":"{{text}}"}"""));
        }
    }

    [Test]
    public async Task Text_that_a_method_still_reads_after_it_has_waited_stays_as_it_is()
    {
        await using var host = await TestHost.StartAsync<Spans>(options => options.MaxMessageSize = 300_000);
        await using var client = await host.ConnectAsync("/kinds/spans");
        var messages = Sizes.Select(size => $$"""{"type":"later","text":"{{Text(size)}}"}""").ToArray();

        var sending = client.SendAsync([.. messages.SelectMany(RawFrame.EncodeText)]);

        foreach (var message in messages)
        {
            Assert.That(await client.ReceiveTextAsync(), Is.EqualTo(message));
        }

        await sending;
    }

    [Test]
    public async Task Binary_messages_of_any_size_in_one_stream_of_bytes_keep_their_order_and_content()
    {
        await using var host = await TestHost.StartAsync<Spans>(options => options.MaxMessageSize = 300_000);
        await using var client = await host.ConnectAsync("/kinds/spans");
        var messages = Sizes.Select(size => Enumerable.Range(size, size).Select(i => (byte)i).ToArray()).ToArray();

        var sending = client.SendAsync([.. messages.SelectMany(message => RawFrame.Encode(RawFrame.Binary, message))]);

        foreach (var message in messages)
        {
            await client.ExpectBinaryAsync(message);
        }

        await sending;
    }

    [Test]
    public async Task A_message_in_fragments_with_pings_between_them_is_one_message()
    {
        await using var host = await TestHost.StartAsync<Echo>();
        await using var client = await host.ConnectAsync("/echo");
        var text = Encoding.UTF8.GetBytes(Text(5000));

        await client.SendAsync(RawFrame.Encode(RawFrame.Text, text.AsSpan(0, 1), final: false));
        for (var i = 1; i < text.Length - 1; i += 100)
        {
            await client.SendAsync(RawFrame.Encode(RawFrame.Continuation, text.AsSpan(i, Math.Min(100, text.Length - 1 - i)), final: false));
            await client.SendPingAsync($"{i}");
            Assert.That((await client.ReceiveAsync(RawFrame.Pong)).PayloadText, Is.EqualTo($"{i}"));
        }

        await client.SendAsync(RawFrame.Encode(RawFrame.Continuation, text.AsSpan(text.Length - 1)));
        Assert.That((await client.ReceiveAsync(RawFrame.Text)).Payload, Is.EqualTo(text));
    }

    // Letters of one, two and three bytes, so that code points are split by blocks and fragments.
    private static string Text(int size) => string.Concat(Enumerable.Range(0, size).Select(i => (i % 3) switch { 0 => 'a', 1 => 'ü', _ => '€' }));
}
