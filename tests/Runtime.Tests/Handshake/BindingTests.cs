using Microsoft.AspNetCore.Mvc;
using WebSockets.Runtime.Tests.Infrastructure;

namespace WebSockets.Runtime.Tests.Handshake;

internal enum Side
{
    Left,
    Right,
}

[WebSocketHandler("/bind/{number}/{side}")]
internal sealed partial class Bound
{
    [OnOpen]
    public string Open(int number, Side side, [FromQuery] Guid? key, [FromHeader(Name = "X-Level")] byte level = 5) => $"{number} {side} {key} {level}";

    [OnMessage]
    public string Text(string text, int number, [FromQuery(Name = "tag")] string[] tags) => $"{text} {number} {string.Join('+', tags)}";
}

/// <summary>A value of the request that does not parse is a bad request, never a late surprise.</summary>
internal sealed class BindingTests
{
    [TestCase("/bind/1/left", "1 Left  5")]
    [TestCase("/bind/-7/RIGHT?key=6f9619ff-8b86-d011-b42d-00c04fc964ff", "-7 Right 6f9619ff-8b86-d011-b42d-00c04fc964ff 5")]
    [TestCase("/bind/1/1", "1 Right  5")]
    public async Task Values_are_parsed_before_the_connection_opens(string path, string greeting)
    {
        await using var host = await TestHost.StartAsync<Bound>();
        await using var client = await host.ConnectAsync(path);

        Assert.That(await client.ReceiveTextAsync(), Is.EqualTo(greeting));
    }

    [TestCase("/bind/one/left", "number")]
    [TestCase("/bind/1.5/left", "number")]
    [TestCase("/bind/99999999999/left", "number")]
    [TestCase("/bind/1/middle", "side")]
    [TestCase("/bind/1/7", "side")]
    [TestCase("/bind/1/left?key=abc", "key")]
    public async Task A_value_of_path_or_query_that_does_not_parse_is_answered_400_with_its_name(string path, string name)
    {
        await using var host = await TestHost.StartAsync<Bound>();

        var answer = await host.AnswerAsync(host.Handshake(path));

        Assert.That(answer.Status, Is.EqualTo(400));
        Assert.That(answer.Body, Does.Contain($"'{name}'"));
    }

    [TestCase("7", 101)]
    [TestCase("256", 400)]
    [TestCase("high", 400)]
    public async Task A_header_is_parsed_like_them(string level, int status)
    {
        await using var host = await TestHost.StartAsync<Bound>();

        var answer = await host.AnswerAsync(host.Handshake("/bind/1/left").Add("X-Level", level));

        Assert.That(answer.Status, Is.EqualTo(status));
    }

    [Test]
    public async Task Messages_get_what_was_bound_at_the_handshake()
    {
        await using var host = await TestHost.StartAsync<Bound>();
        await using var client = await host.ConnectAsync("/bind/3/left?tag=a&tag=b");
        await client.ReceiveTextAsync();

        await client.SendTextAsync("hi");

        Assert.That(await client.ReceiveTextAsync(), Is.EqualTo("hi 3 a+b"));
    }
}
