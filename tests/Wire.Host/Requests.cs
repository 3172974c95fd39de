using System.Runtime.CompilerServices;
using System.Text.Json;

namespace WebSockets.Wire.Host;

/// <summary>Named messages with their members beside the name, replies of every kind, and methods for what goes wrong.</summary>
[WebSocketHandler("/requests")]
internal partial class Requests
{
    [OnMessage]
    Sum Add(Add add) => new(add.A + add.B);

    [OnMessage("add-task")]
    async Task<Sum> AddTask(Add add)
    {
        await Task.Yield();
        return new(add.A + add.B);
    }

    [OnMessage("add-value-task")]
    ValueTask<Sum> AddValueTask(Add add) => new(new Sum(add.A + add.B));

    [OnMessage]
    async IAsyncEnumerable<Number> Count(Count count, [EnumeratorCancellation] CancellationToken ended)
    {
        for (var i = 1; i <= count.To; i++)
        {
            await Task.Yield();
            ended.ThrowIfCancellationRequested();
            yield return new(i);
        }
    }

    [OnMessage("nothing")]
    Sum? Nothing() => null;

    [OnMessage("plain")]
    Plain Unnamed(Plain plain) => plain;

    [OnMessage("many")]
    Number[] Many() => [new(1), new(2)];

    [OnMessage("nested")]
    Nested Whole(Nested nested) => nested;

    [OnMessage("text")]
    string Text(string json) => json;

    [OnMessage("bytes")]
    byte[] Bytes(byte[] json) => json;

    [OnMessage("element")]
    string Element(JsonElement element) => element.ValueKind.ToString();

    [OnMessage("fail")]
    async Task Fail()
    {
        await Task.Yield();
        throw new InvalidOperationException("the password of the database");
    }

    [OnMessage("fail-argument")]
    void FailArgument() => throw new ArgumentNullException("argument");

    [OnError]
    ValueTask Argument(WebSocketConnection me, ArgumentException error) => me.SendTextAsync($"argument: {error.GetType().Name}");

    [OnError]
    ValueTask Message(WebSocketConnection? me, WebSocketMessageException error) => me!.SendTextAsync($"message: {error.Error} {error.MessageName}");

    [OnError]
    ValueTask Other(WebSocketConnection me, Exception error) => me.SendTextAsync($"other: {error.GetType().Name}");
}

/// <summary>Named messages with nothing for what goes wrong.</summary>
[WebSocketHandler("/strict")]
internal sealed partial class Strict
{
    [OnMessage]
    Sum Add(Add add) => new(add.A + add.B);

    [OnMessage("fail")]
    void Fail() => throw new InvalidOperationException("the password of the database");
}

/// <summary>Named messages with their content in a property of its own, all names changed, and a JSON context of its own.</summary>
[WebSocketHandler("/wrapped", Discriminator = "kind", Payload = "data", Correlation = "ref", JsonContext = typeof(OwnJson))]
internal sealed partial class Wrapped
{
    [OnMessage]
    Sum Add(Add add) => new(add.A + add.B);

    [OnMessage("maybe")]
    string Maybe(Add? add) => add is null ? "none" : "some";

    [OnMessage("fail")]
    void Fail() => throw new InvalidOperationException("the password of the database");

    [OnMessage]
    string Unnamed(JsonElement element) => element.GetRawText();

    [OnError]
    void Error(Exception error)
    {
    }
}
