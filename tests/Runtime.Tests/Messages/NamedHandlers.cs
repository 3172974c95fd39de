using System.Text.Json;
using WebSockets.Runtime.Tests.Infrastructure;

namespace WebSockets.Runtime.Tests.Messages;

[Message("say")]
internal sealed record Say(string Text);

[Message("said")]
internal sealed record Said(string From, string Text);

[Message]
internal sealed record Add(int A, int B);

[Message]
internal sealed record Sum(int Value);

[Message("näme \"x\"")]
internal sealed record Odd(string? Value);

[Message("nothing")]
internal sealed record Nothing;

internal sealed record Plain(string Text);

[Message("shape")]
internal class Shape
{
    public int Sides { get; set; }
}

[Message("square")]
internal sealed class Square : Shape
{
    public int Length { get; set; }
}

/// <summary>A derived type that has no name of its own.</summary>
internal sealed class Oval : Shape
{
    public int Radius { get; set; }
}

/// <summary>Named messages and unnamed ones, with the members beside the discriminator.</summary>
[WebSocketHandler("/flat")]
internal sealed partial class Flat(Journal journal)
{
    [OnMessage]
    public Said Say(Say say) => new("you", say.Text);

    [OnMessage]
    public Sum Add(Add add) => new(add.A + add.B);

    [OnMessage]
    public Odd Odd(Odd odd) => odd;

    [OnMessage("empty")]
    public Nothing Empty() => new();

    [OnMessage("plain")]
    public Plain GetPlain(Plain plain) => plain;

    [OnMessage("shape")]
    public Shape GetShape(Shape shape) => shape.Sides switch
    {
        0 => new Oval { Radius = 2 },
        4 => new Square { Sides = 4, Length = 3 },
        _ => shape,
    };

    [OnMessage("fail")]
    public void Fail() => throw new InvalidOperationException("the password of the database");

    [OnMessage("fail-later")]
    public async Task FailLater()
    {
        await Task.Yield();
        throw new InvalidOperationException("the password of the database");
    }

    [OnMessage("silent")]
    public Said? Silent() => null;

    [OnMessage("silent-task")]
    public Task<Said?> SilentTask() => Task.FromResult<Said?>(null);

    [OnMessage]
    public void Unnamed(JsonElement element) => journal.Write(element.GetRawText());
}

/// <summary>The same, with the content in a property of its own, and all names changed.</summary>
[WebSocketHandler("/wrapped", Discriminator = "kind", Payload = "data", Correlation = "ref")]
internal sealed partial class Wrapped
{
    [OnMessage]
    public Said Say(Say say) => new("you", say.Text);

    [OnMessage("text")]
    public string Text(string text) => $"<{text}>";

    [OnMessage("bytes")]
    public string Bytes(byte[] json) => System.Text.Encoding.UTF8.GetString(json);

    [OnMessage("element")]
    public string Element(JsonElement element) => element.ValueKind == JsonValueKind.Undefined ? "none" : element.GetRawText();

    [OnMessage("number")]
    public string Number(int number) => $"{number + 1}";

    [OnMessage("maybe")]
    public string Maybe(Say? say) => say?.Text ?? "none";

    [OnMessage("empty")]
    public Nothing Empty() => new();

    [OnMessage("fail")]
    public void Fail() => throw new InvalidOperationException("the password of the database");
}
