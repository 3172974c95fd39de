using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Serialization;
using WebSockets.Runtime.Tests.Infrastructure;

namespace WebSockets.Runtime.Tests.Diagnostics;

/// <summary>Writes down in which span each method runs.</summary>
[WebSocketHandler("/traced/{name}")]
internal sealed partial class Traced(Journal journal)
{
    private static string Current => Activity.Current is { } span ? $"{span.TraceId}/{span.SpanId}" : "no span";

    [OnOpen]
    public void Open() => journal.Write(Current);

    [OnMessage("now")]
    public Answer Now()
    {
        journal.Write(Current);
        return new("now");
    }

    [OnMessage("later")]
    public async Task<Answer> Later()
    {
        await Task.Yield();
        journal.Write(Current);
        return new("later");
    }

    [OnMessage("fail")]
    public async Task Fail()
    {
        await Task.Yield();
        throw new InvalidOperationException("It failed.");
    }

    [OnMessage("forgive")]
    public void Forgive() => throw new NotSupportedException("It failed.");

    [OnMessage("mark")]
    public void Mark(Dictionary<string, int> mark)
    {
    }

    [OnMessage]
    public ReadOnlyMemory<byte> Binary(ReadOnlyMemory<byte> bytes) => bytes;

    [OnPing]
    public void Ping() => journal.Write($"ping {Current}");

    [OnClose]
    public void Close() => journal.Write(Current);

    [OnError]
    public void Error(NotSupportedException error) => journal.Write($"{error.Message} {Current}");
}

/// <summary>Takes what JSON cannot read.</summary>
[WebSocketHandler("/shaped")]
internal sealed partial class Shaped
{
    [OnMessage("shapes")]
    public void Shapes(Dictionary<string, Shape> shapes)
    {
    }
}

/// <summary>Is only ever sent.</summary>
[JsonConverter(typeof(ShapeConverter))]
internal sealed record Shape(string Name);

internal sealed class ShapeConverter : JsonConverter<Shape>
{
    public override Shape Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => throw new NotSupportedException("Shapes are only sent.");

    public override void Write(Utf8JsonWriter writer, Shape value, JsonSerializerOptions options) => writer.WriteStringValue(value.Name);
}
