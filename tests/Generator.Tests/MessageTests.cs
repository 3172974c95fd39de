using System.Text.Json;
using WebSockets.Generator.Parsing;
using WebSockets.Generator.Tests.Infrastructure;

namespace WebSockets.Generator.Tests;

/// <summary>The names of message types, and who registers them.</summary>
[TestFixture]
internal sealed class MessageTests
{
    [TestCase("Say")]
    [TestCase("say")]
    [TestCase("URLValue")]
    [TestCase("URL")]
    [TestCase("URLv")]
    [TestCase("A")]
    [TestCase("AB")]
    [TestCase("ABc")]
    [TestCase("Ab")]
    [TestCase("aB")]
    [TestCase("_A")]
    [TestCase("I18N")]
    [TestCase("IPAddress")]
    [TestCase("Id")]
    [TestCase("ID2X")]
    [TestCase("ÄÖü")]
    [TestCase("İstanbul")]
    public void DefaultName_IsThatOfSystemTextJson(string type) =>
        Assert.That(MessageNames.ToCamelCase(type), Is.EqualTo(JsonNamingPolicy.CamelCase.ConvertName(type)));

    [Test]
    public void Types_OfTheAssembly_AreRegisteredInOrder()
    {
        var run = GeneratorRun.OfInvalid("""
            namespace B { [Message] public class Second { } }
            namespace A
            {
                [Message("x \"y\" {z}")] internal record struct First;
                [Message(null)] public struct URLValue { }
                public class Outer { [Message] protected internal record Nested; [Message] private record Hidden; public class Inner<T> { [Message] public record Generic; } }
                [Message] public record Open<T>(T Value);
                [Message] public partial record Parts; public partial record Parts;
            }
            """);
        Assert.That(run.Messages.Split('\n').Where(line => line.Contains("Register(typeof", StringComparison.Ordinal)).Select(line => line.Trim()), Is.EqualTo(new[]
        {
            Registration("global::A.First", "x \\\"y\\\" {z}"),
            Registration("global::A.Outer.Nested", "nested"),
            Registration("global::A.Parts", "parts"),
            Registration("global::A.URLValue", "urlValue"),
            Registration("global::B.Second", "second"),
        }));
    }

    [Test]
    public void GenericTypes_AreRegisteredByTheHandlerThatUsesThem_AsTheyAreConstructed()
    {
        var run = GeneratorRun.Of("""
            [Message] public record Box<T>(T Value);
            [WebSocketHandler] public partial class Chat { [OnMessage] Box<int> Get(Box<int> box) => box; }
            """);
        Assert.That(run.Handler(), Does.Contain(Registration("global::Box<int>", "box")));
    }

    [Test]
    public void Types_ThatOnlyAHandlerSees_AreRegisteredByIt()
    {
        var run = GeneratorRun.Of("""
            [WebSocketHandler] public partial class Chat
            {
                [Message] private record Ask(int A);
                [Message("sent")] private record OnlySent;
                private static class Inner { [Message] public record Deep; [Message] private record TooDeep; }
                [Message] internal record Visible;
                [OnMessage] Answer? Call(Ask? x) => null;
                [Message] private record struct Answer(int A);
            }
            """);
        Assert.That(run.Handler(), Does.Contain($$"""
                    static __WebSocket()
                    {
                        {{Registration("global::Chat.Answer", "answer")}}
                        {{Registration("global::Chat.Ask", "ask")}}
                        {{Registration("global::Chat.Inner.Deep", "deep")}}
                        {{Registration("global::Chat.OnlySent", "sent")}}
                    }
            """));
        Assert.That(run.Messages, Does.Contain("global::Chat.Visible").And.Not.Contain("Ask"));
    }

    [Test]
    public void Types_OfAnotherAssembly_AreRegisteredByTheHandlerThatUsesThem()
    {
        var library = TestCompilation.Create("Library", TestCompilation.References, "namespace L; [Message(\"far\")] public record Far(int A); [Message] public record Reply; [Message] public record Unused; public record Plain;");
        var run = GeneratorRun.Of(TestCompilation.Create("App", [.. TestCompilation.References, TestCompilation.ToReference(library)],
            "[WebSocketHandler] public partial class Chat { [OnMessage] async Task<L.Reply?> Call(L.Far? x) { await Task.Yield(); return null; } [OnMessage] L.Plain Text(string x) => new(); }"));
        Assert.That(run.Handler(), Does.Contain(Registration("global::L.Far", "far")).And.Contain(Registration("global::L.Reply", "reply")).And.Not.Contain("Unused"));
        Assert.That(run.Handler(), Does.Contain("SequenceEqual(name, \"far\"u8)").And.Not.Contain("Register(typeof(global::L.Plain)"));
    }

    private static string Registration(string type, string name) =>
        $"global::WebSockets.CompilerServices.WebSocketMessages.Register(typeof({type}), \"{name}\");";
}
