using System.Text.Json;
using WebSockets.Generator.Parsing;
using WebSockets.Generator.Tests.Infrastructure;

namespace WebSockets.Generator.Tests;

/// <summary>The names of messages, and the dispatch by them.</summary>
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
    public void NoFileIsWrittenForMessageTypes() => Assert.That(
        GeneratorRun.Of("[Message] public record Say(string Text); public class Outer { [Message] private record Hidden; } [Message] public record Open<T>(T Value);").FileNames,
        Is.EquivalentTo(new[] { "Microsoft.CodeAnalysis.EmbeddedAttribute.cs" }));

    [Test]
    public void AMessageThatNothingMayName_IsNotNamed() =>
        Assert.That(GeneratorRun.Of("[Message, Obsolete(\"\", true)] public record Old(int Number); [WebSocketHandler] public partial class Chat { [OnOpen] void Open() { } }").Handler(), Does.Not.Contain("Old"));

    [TestCase("Ask", "ask")]
    [TestCase("Chat.Hidden", "hidden")]
    [TestCase("Box<int>", "box")]
    [TestCase("Outer<int>.Inner", "inner")]
    [TestCase("Odd", "x \\\"y\\\" {z}")]
    [TestCase("Empty", "empty")]
    [TestCase("Null", "null")]
    [TestCase("L.Far", "far")]
    public void NameOfAPayload_IsThatOfItsType(string type, string name)
    {
        var library = TestCompilation.Create("Library", TestCompilation.References, "namespace L; [Message(\"far\")] public record Far(int A);");
        var run = GeneratorRun.Of(TestCompilation.Create("App", [.. TestCompilation.References, TestCompilation.ToReference(library)], $$"""
            [Message] public record Ask(int A);
            [Message] public record Box<T>(T Value);
            public class Outer<T> { [Message] public record Inner(int A); }
            [Message("x \"y\" {z}")] public record Odd(int A);
            [Message("")] public record Empty(int A);
            [Message(null)] public record Null(int A);
            [WebSocketHandler] public partial class Chat { [OnMessage] void Call({{type}} message) { } [Message] private record Hidden(int A); }
            """));
        Assert.That(run.Handler(), Does.Contain($"SequenceEqual(name, \"{name}\"u8)").And.Contain($"Messages = [\"{name}\"]"));
    }

    [Test]
    public void NamesThatAreIntegers_HaveASwitchOfTheirOwn()
    {
        var run = GeneratorRun.Of("""
            [Message(2)] public record Add(int A);
            [Message(-1)] public record struct Sum(int A);
            [WebSocketHandler] public partial class Chat
            {
                [OnMessage("2")] void Text() { }
                [OnMessage] Sum Add(Add add) => new(add.A);
                [OnMessage] void Got(Sum sum) { }
                [OnMessage(long.MinValue)] void Least() { }
                [OnMessage((long)DayOfWeek.Friday)] void Day() { }
                [OnMessage] void Other(string text) { }
            }
            """);
        Assert.That(run.Handler(), Does.Contain("""
                        Messages = ["2"],
                        MessageNumbers = [-9223372036854775808, -1, 2, 5],
            """));
        Assert.That(run.Handler(), Does.Contain("""
                        // Finds the method of a message whose name is an integer.
                        public override bool TryDispatchNumber(global::WebSockets.CompilerServices.WebSocketMessageContext context, long number, out global::System.Threading.Tasks.ValueTask completion)
                        {
                            switch (number)
                            {
                                case -9223372036854775808:
                                    completion = Handle_Least(context); return true;
                                case -1:
                                    completion = Handle_Got(context); return true;
                                case 2:
                                    completion = Handle_Add(context); return true;
                                case 5:
                                    completion = Handle_Day(context); return true;
                                default:
                                    completion = default;
                                    return false;
                            }
                        }
            """));
        Assert.That(run.Handler(), Does.Contain("case 1 when global::System.MemoryExtensions.SequenceEqual(name, \"2\"u8):"));
    }

    [Test]
    public void WithIntegersAlone_NoTextIsLookedFor() =>
        Assert.That(
            GeneratorRun.Of("[WebSocketHandler] public partial class Chat { [OnMessage(0)] void Zero() { } }").Handler(),
            Does.Contain("Features = global::WebSockets.CompilerServices.WebSocketHandlerFeatures.NamedMessages").And.Not.Contain("TryDispatch(").And.Not.Contain("Messages = ["));

    [TestCase("[OnMessage(1)] void A() { } [OnMessage(\"1\")] void B() { }")]
    [TestCase("[OnMessage(1)] void A() { } [OnMessage(10)] void B() { }")]
    public void NamesThatDiffer_AreNotMixedUp(string methods) =>
        Assert.That(GeneratorRun.Of($"[WebSocketHandler] public partial class Chat {{ {methods} }}").Handler(), Does.Contain("_handler.A()").And.Contain("_handler.B()"));
}
