using System.Text.Json;
using System.Text.Json.Serialization;
using WebSockets.Runtime.Tests.Infrastructure;

namespace WebSockets.Runtime.Tests.Messages;

[Message(1)]
internal sealed record Call(int A, int B);

[Message(3)]
internal sealed record CallResult(int Value);

[Message(-4)]
internal readonly record struct Below(int N);

[Message(long.MaxValue)]
internal sealed record Largest;

[Message(5)]
[JsonDerivedType(typeof(Dot), "dot")]
internal abstract record Mark;

internal sealed record Dot(int X) : Mark;

[Message(6)]
internal class Vehicle
{
    public int Wheels { get; set; }
}

[Message(7)]
internal sealed class Bicycle : Vehicle;

internal sealed class Cart : Vehicle;

[Message(8)]
internal sealed record Pair<T>(T One, T Other);

[Message(12)]
internal readonly record struct Item(string Text);

/// <summary>Names that are integers, and one that looks like one.</summary>
[WebSocketHandler("/numbered")]
internal sealed partial class Numbered(Journal journal)
{
    [OnMessage]
    public CallResult Call(Call call) => new(call.A + call.B);

    [OnMessage("1")]
    public string Text() => "the text 1";

    [OnMessage(0)]
    public string Zero() => "zero";

    [OnMessage]
    public Below Mirror(Below below) => below;

    [OnMessage]
    public Largest Mirror(Largest largest) => largest;

    [OnMessage]
    public Mark Mirror(Mark mark) => mark;

    [OnMessage]
    public Vehicle Mirror(Vehicle vehicle) => vehicle.Wheels switch
    {
        2 => new Bicycle { Wheels = 2 },
        4 => new Cart { Wheels = 4 },
        _ => vehicle,
    };

    [OnMessage]
    public Pair<int> Mirror(Pair<int> pair) => pair;

    [OnMessage(9)]
    public async IAsyncEnumerable<Item> Stream()
    {
        await Task.Yield();
        yield return new("a");
        yield return new("b");
    }

    [OnMessage(10)]
    public void Fail() => throw new InvalidOperationException("the password of the database");

    [OnMessage]
    public void Unnamed(JsonElement element) => journal.Write(element.GetRawText());
}

/// <summary>The same with the content in a property of its own, and all names changed.</summary>
[WebSocketHandler("/numbered/wrapped", Discriminator = "op", Payload = "d", Correlation = "s")]
internal sealed partial class NumberedWrapped
{
    [OnMessage]
    public CallResult Call(Call call) => new(call.A + call.B);

    [OnMessage]
    public Mark Mirror(Mark mark) => mark;

    [OnMessage]
    public Below? Mirror(Below? below) => below ?? new Below(0);

    [OnMessage(11)]
    public Pair<int[]> Numbers(int[] numbers) => new(numbers, []);

    [OnMessage]
    public string Unnamed(string text) => text;
}

/// <summary>Nothing for what is not named.</summary>
[WebSocketHandler("/numbered/strict")]
internal sealed partial class NumberedStrict
{
    [OnMessage]
    public CallResult Call(Call call) => new(call.A + call.B);
}
