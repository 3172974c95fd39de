using System.Text;
using System.Text.Json;
using BenchmarkDotNet.Attributes;
using WebSockets.CompilerServices;
using WebSockets.Messages;

namespace WebSockets.Runtime.Benchmarks;

/// <summary>Finding a message's name and id: as it is done, and token by token, which is the way for all that is unusual.</summary>
public class EnvelopeBenchmarks
{
    private static readonly EnvelopeShape Shape = new(
        new WebSocketHandlerDefinition { Handler = typeof(object), Name = "", Path = "/", CreateDispatcher = _ => null! }, JsonSerializerOptions.Web);

    private static readonly Dictionary<string, string> Texts = new()
    {
        ["first"] = """{"type":"add","a":1,"b":2}""",
        ["last"] = """{"a":1,"b":2,"type":"add"}""",
        ["id"] = """{"type":"add","id":7,"a":1,"b":2}""",
        ["chat"] = $$"""{"type":"say","room":"lobby","user":{"name":"Ann","age":32},"tags":["a","b"],"text":"{{new string('x', 100)}}"}""",
        ["1 KiB"] = $$"""{"type":"say","text":"{{new string('x', 1000)}}"}""",
    };

    private ReadOnlyMemory<byte> _json;

    [Params("first", "last", "id", "chat", "1 KiB")]
    public string Message { get; set; } = "";

    [GlobalSetup]
    public void Setup() => _json = Encoding.UTF8.GetBytes(Texts[Message]);

    [Benchmark(Baseline = true)]
    public int ByTokens()
    {
        Envelope.ReadTokens(_json.Span, Shape, out var envelope);
        return (int)envelope.Kind;
    }

    [Benchmark]
    public int Read()
    {
        Envelope.Read(_json.Span, Shape, out var envelope);
        return (int)envelope.Kind;
    }
}
