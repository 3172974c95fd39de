using System.Text.Json;
using System.Text.Json.Serialization;

namespace WebSockets.SideBySide.Ours;

/// <summary>A request and its reply, as classes.</summary>
[WebSocketHandler("/json", JsonContext = typeof(CalculatorJson))]
public sealed partial class Calculator
{
    [OnMessage]
    Sum Add(Add add) => new(add.A + add.B);
}

/// <summary>The same on the wire, with nothing of it on the heap.</summary>
[WebSocketHandler("/json-struct", JsonContext = typeof(CalculatorJson))]
public sealed partial class StructCalculator
{
    [OnMessage]
    SumValue Add(AddValues add) => new(add.A + add.B);
}

[Message]
public sealed record Add(int A, int B);

[Message]
public sealed record Sum(int Value);

[Message("add")]
public readonly record struct AddValues(int A, int B);

[Message("sum")]
public readonly record struct SumValue(int Value);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(Add))]
[JsonSerializable(typeof(Sum))]
[JsonSerializable(typeof(AddValues))]
[JsonSerializable(typeof(SumValue))]
internal sealed partial class CalculatorJson : JsonSerializerContext;
