using System.Buffers;
using System.Text.Json;
using BenchmarkDotNet.Attributes;

namespace WebSockets.Runtime.Benchmarks;

/// <summary>The parts of a request and its reply, <c>{"type":"add","a":1,"b":2}</c> and <c>{"type":"sum","value":3}</c>: what is the serializer's own.</summary>
[MemoryDiagnoser]
public class JsonBenchmarks
{
    private static readonly JsonEncodedText Type = JsonEncodedText.Encode("type"), Value = JsonEncodedText.Encode("value"), SumName = JsonEncodedText.Encode("sum");

    private readonly byte[] _flat = """{"type":"add","a":1,"b":2}"""u8.ToArray();
    private readonly byte[] _plain = """{"a":1,"b":2}"""u8.ToArray();
    private readonly ArrayBufferWriter<byte> _out = new(256);
    private readonly Utf8JsonWriter _writer;
    private readonly Sum _sum = new(3);

    public JsonBenchmarks() => _writer = new Utf8JsonWriter(_out, new JsonWriterOptions { SkipValidation = true });

    [Benchmark]
    public object ReadRecord() => JsonSerializer.Deserialize(_flat, Contracts.Default.Add)!;

    [Benchmark]
    public object ReadRecordWithoutType() => JsonSerializer.Deserialize(_plain, Contracts.Default.Add)!;

    [Benchmark]
    public object ReadInitProperties() => JsonSerializer.Deserialize(_flat, Contracts.Default.AddInit)!;

    [Benchmark]
    public object ReadSetProperties() => JsonSerializer.Deserialize(_flat, Contracts.Default.AddSet)!;

    [Benchmark]
    public int ReadRecordStruct() => JsonSerializer.Deserialize(_flat, Contracts.Default.AddValue).A;

    [Benchmark]
    public object ReadByReader()
    {
        var reader = new Utf8JsonReader(_flat);
        return JsonSerializer.Deserialize(ref reader, Contracts.Default.Add)!;
    }

    [Benchmark]
    public int ReadStraight()
    {
        var (a, b) = (0, 0);
        var reader = new Utf8JsonReader(_flat);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("a"u8))
            {
                reader.Read();
                a = reader.GetInt32();
            }
            else if (reader.ValueTextEquals("b"u8))
            {
                reader.Read();
                b = reader.GetInt32();
            }
            else
            {
                reader.Skip();
            }
        }

        return a + b;
    }

    [Benchmark]
    public void WriteRecord()
    {
        Reset();
        JsonSerializer.Serialize(_writer, _sum, Contracts.Default.Sum);
    }

    [Benchmark]
    public void WriteRecordStruct()
    {
        Reset();
        JsonSerializer.Serialize(_writer, new SumValue(3), Contracts.Default.SumValue);
    }

    [Benchmark]
    public void WriteByMetadata()
    {
        Reset();
        JsonSerializer.Serialize(_writer, _sum, Metadata.Sum);
    }

    [Benchmark]
    public void WriteStraight()
    {
        Reset();
        _writer.WriteStartObject();
        _writer.WriteString(Type, SumName);
        _writer.WriteNumber(Value, _sum.Value);
        _writer.WriteEndObject();
        _writer.Flush();
    }

    private void Reset()
    {
        _out.ResetWrittenCount();
        _writer.Reset();
    }

    // An encoder of the app's own is enough for the serializer to leave its straight code.
    private static class Metadata
    {
        private static readonly JsonSerializerOptions Options = new(JsonSerializerOptions.Web)
        {
            TypeInfoResolver = Contracts.Default,
            Encoder = System.Text.Encodings.Web.JavaScriptEncoder.Default,
        };

        public static readonly System.Text.Json.Serialization.Metadata.JsonTypeInfo<Sum> Sum =
            (System.Text.Json.Serialization.Metadata.JsonTypeInfo<Sum>)Options.GetTypeInfo(typeof(Sum));
    }
}
