using WebSockets.Generator.Tests.Infrastructure;

namespace WebSockets.Generator.Tests;

/// <summary>What a message method takes of its message, and which messages come to it.</summary>
[TestFixture]
internal sealed class PayloadTests
{
    [TestCase("string x", "context.ReadText()")]
    [TestCase("string? x", "context.ReadText()")]
    [TestCase("byte[] x", "context.ReadBytes()")]
    [TestCase("ReadOnlyMemory<byte> x", "context.ReadMemory()")]
    [TestCase("ReadOnlySequence<byte> x", "context.ReadSequence()")]
    [TestCase("JsonElement x", "context.ReadElement()")]
    [TestCase("Stream x", "context.ReadStream()")]
    [TestCase("Plain x", "context.Read(_dispatcher.PlainReader)")]
    [TestCase("Plain? x", "context.ReadNullable(_dispatcher.PlainReader)")]
    [TestCase("Point x", "context.Read(_dispatcher.PointReader)")]
    [TestCase("Point? x", "context.ReadNullable(_dispatcher.NullableOfPointReader)")]
    [TestCase("int x", "context.Read(_dispatcher.Int32Reader)")]
    [TestCase("int? x", "context.ReadNullable(_dispatcher.NullableOfInt32Reader)")]
    [TestCase("Color x", "context.Read(_dispatcher.ColorReader)")]
    [TestCase("List<Plain> x", "context.Read(_dispatcher.ListOfPlainReader)")]
    [TestCase("List<Plain?>? x", "context.ReadNullable(_dispatcher.ListOfPlainReader)")]
    [TestCase("Plain[] x", "context.Read(_dispatcher.PlainArrayReader)")]
    [TestCase("Dictionary<string, int[]> x", "context.Read(_dispatcher.DictionaryOfStringInt32ArrayReader)")]
    [TestCase("IEnumerable<double> x", "context.Read(_dispatcher.IEnumerableOfDoubleReader)")]
    [TestCase("IReadOnlyList<Plain>? x", "context.ReadNullable(_dispatcher.IReadOnlyListOfPlainReader)")]
    [TestCase("ICollection<int> x", "context.Read(_dispatcher.ICollectionOfInt32Reader)")]
    [TestCase("ISet<int> x", "context.Read(_dispatcher.ISetOfInt32Reader)")]
    [TestCase("IDictionary<string, int> x", "context.Read(_dispatcher.IDictionaryOfStringInt32Reader)")]
    [TestCase("IReadOnlyDictionary<string, int> x", "context.Read(_dispatcher.IReadOnlyDictionaryOfStringInt32Reader)")]
    [TestCase("System.Collections.Immutable.IImmutableList<int> x", "context.Read(_dispatcher.IImmutableListOfInt32Reader)")]
    [TestCase("System.Collections.IEnumerable x", "context.Read(_dispatcher.IEnumerableReader)")]
    [TestCase("object x", "context.Read(_dispatcher.ObjectReader)")]
    [TestCase("dynamic x", "context.Read(_dispatcher.dynamicReader)")]
    [TestCase("CancellationTokenSource x", "context.Read(_dispatcher.CancellationTokenSourceReader)")]
    public void Payload_IsRead(string parameter, string reading)
    {
        // In a property of its own, it may be anything.
        var run = GeneratorRun.Of(Sources.Handler($"[OnMessage(\"m\")] void Call({parameter}) {{ }}", settings: ", Payload = \"data\""));
        Assert.That(run.Handler(), Does.Contain($"_handler.Call({reading});"));
        Assert.That(run.Handler(), Does.Not.Contain("IgnorePayload"));
    }

    [TestCase("", "TextMessages", "RawText")]
    [TestCase("WebSocketConnection me, string room", "TextMessages", "RawText")]
    [TestCase("string x", "TextMessages", "RawText")]
    [TestCase("JsonElement x", "TextMessages")]
    [TestCase("Plain x", "TextMessages")]
    [TestCase("byte[] x", "BinaryMessages")]
    [TestCase("ReadOnlyMemory<byte> x", "BinaryMessages")]
    [TestCase("ReadOnlySequence<byte> x", "BinaryMessages")]
    [TestCase("Stream x", "BinaryMessages")]
    [TestCase("WebSocketMessage m", "TextMessages", "RawText", "BinaryMessages")]
    [TestCase("WebSocketMessage m, Plain x", "TextMessages")]
    [TestCase("WebSocketMessage m, string x", "TextMessages", "RawText")]
    [TestCase("WebSocketMessage m, byte[] x", "BinaryMessages")]
    [TestCase("Say x", "NamedMessages")]
    public void Unnamed_SaysWhichKindsItTakes(string parameters, params string[] features)
    {
        var run = GeneratorRun.Of(Sources.Handler($"[OnMessage] void Call({parameters}) {{ }}"));
        var flags = string.Join(" | ", features.Select(feature => "global::WebSockets.CompilerServices.WebSocketHandlerFeatures." + feature));
        Assert.That(run.HandlerOnOneLine(), Does.Contain($"Features = {flags}, "));
        Assert.That(run.Handler().Contains("TextAsync("), Is.EqualTo(features.Contains("TextMessages")));
        Assert.That(run.Handler().Contains("BinaryAsync("), Is.EqualTo(features.Contains("BinaryMessages")));
        Assert.That(run.Handler().Contains("TryDispatch("), Is.EqualTo(features.Contains("NamedMessages")));
    }

    [Test]
    public void Named_WithoutPayload_ChecksTheRest()
    {
        var run = GeneratorRun.Of(Sources.Handler("[OnMessage(\"m\")] void Call(WebSocketConnection me) { }"));
        Assert.That(run.Handler(), Does.Contain("context.IgnorePayload();\n                _handler.Call(context.Connection);"));
    }

    [TestCase("[OnMessage] void Call(Say x)", "say")]
    [TestCase("[OnMessage] void Call(Say? x)", "say")]
    [TestCase("[OnMessage(\"other\")] void Call(Say x)", "other")]
    [TestCase("[OnMessage(name: \"other\")] void Call()", "other")]
    [TestCase("[OnMessage(null)] void Call(Say x)", "say")]
    [TestCase("[OnMessage] void Call(Renamed x)", "re named")]
    [TestCase("[OnMessage] void Call(Renamed? x)", "re named")]
    [TestCase("[OnMessage(\"ü\")] void Call()", "ü")]
    public void Name_ComesFromAttributeOrType(string method, string name)
    {
        var run = GeneratorRun.Of(Sources.Handler(method + " { }") + "[Message(\"re named\")] public record struct Renamed(int A);");
        var length = System.Text.Encoding.UTF8.GetByteCount(name);
        Assert.That(run.Handler(), Does.Contain($"case {length} when global::System.MemoryExtensions.SequenceEqual(name, \"{name}\"u8):"));
    }

    [Test]
    public void Overloads_EachHaveTheirMessage()
    {
        var run = GeneratorRun.Of(Sources.Handler("""
            [OnMessage("a")] void On(Point x) { }
            [OnMessage("b")] void On(string x) { }
            [OnMessage] void On(Plain x) { }
            [OnMessage] void On(byte[] x) { }
            """));
        Assert.That(run.Handler(), Does.Contain("completion = Handle_On(context)").And.Contain("completion = Handle_On2(context)"));
        Assert.That(run.Handler(), Does.Contain("TextAsync(global::WebSockets.CompilerServices.WebSocketMessageContext context) => Handle_On3(context)"));
        Assert.That(run.Handler(), Does.Contain("BinaryAsync(global::WebSockets.CompilerServices.WebSocketMessageContext context) => Handle_On4(context)"));
    }
}
