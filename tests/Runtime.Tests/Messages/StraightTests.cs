using WebSockets.Runtime.Tests.Infrastructure;

namespace WebSockets.Runtime.Tests.Messages;

/// <summary>Messages that are read and written in straight-line code.</summary>
internal sealed class StraightTests
{
    [TestCase("""{"type":"reply","id":7,"1st":1,"2nd":2}""", """{"type":"total","id":7,"in all":3}""")]
    [TestCase("""{"1st":1,"2nd":2,"type":"reply"}""", """{"type":"total","in all":3}""")]
    [TestCase("""{"type":"send","1st":1,"2nd":2}""", """{"type":"total","in all":3}""")]
    [TestCase("""{"type":"declared as object","1st":1,"2nd":2}""", """{"type":"total","in all":3}""")]
    public async Task A_message_is_read_and_written_by_what_its_handler_names(string request, string reply)
    {
        await using var host = await TestHost.StartAsync<Straight>();
        await using var client = await host.ConnectAsync("/straight");

        await client.SendTextAsync(request);

        Assert.That(await client.ReceiveTextAsync(), Is.EqualTo(reply));
    }

    [TestCase("""{"type":"reply","id":7,"1st":1,}""")]
    [TestCase("""{"type":"reply","id":7} {}""")]
    public async Task What_it_refuses_is_malformed(string request)
    {
        await using var host = await TestHost.StartAsync<Straight>();
        await using var client = await host.ConnectAsync("/straight");

        await client.SendTextAsync(request);

        Assert.That(await client.ReceiveTextAsync(), Does.Contain("malformed"));
        await client.ReceiveCloseAsync(1007);
    }
}
