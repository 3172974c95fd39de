using System.Text.Json.Serialization;

namespace WebSockets.Runtime.Benchmarks;

/// <summary>Sends bytes back, and adds.</summary>
[WebSocketHandler("/echo")]
internal sealed partial class EchoHandler
{
    [OnMessage]
    public ReadOnlyMemory<byte> Echo(ReadOnlyMemory<byte> bytes) => bytes;

    [OnMessage]
    public Sum Add(Add add) => new(add.A + add.B);
}

[Message]
internal sealed record Add(int A, int B);

[Message]
internal sealed record Sum(int Value);

/// <summary>The same in the other shapes that a type may have.</summary>
internal sealed record AddInit
{
    public int A { get; init; }

    public int B { get; init; }
}

internal sealed record AddSet
{
    public int A { get; set; }

    public int B { get; set; }
}

internal readonly record struct AddValue(int A, int B);

internal readonly record struct SumValue(int Value);

[JsonSourceGenerationOptions(System.Text.Json.JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(Add))]
[JsonSerializable(typeof(AddInit))]
[JsonSerializable(typeof(AddSet))]
[JsonSerializable(typeof(AddValue))]
[JsonSerializable(typeof(Sum))]
[JsonSerializable(typeof(SumValue))]
internal sealed partial class Contracts : JsonSerializerContext;
