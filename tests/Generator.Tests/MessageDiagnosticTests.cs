using WebSockets.Generator.Tests.Infrastructure;

namespace WebSockets.Generator.Tests;

/// <summary>What is reported of the messages that a handler receives, returns and sends.</summary>
[TestFixture]
internal sealed class MessageDiagnosticTests
{
    private const string Types = """

        [Message] public record Ask(int A);
        public record Bare(int A);
        public abstract class Shape { }
        public interface IShape { }
        [System.Text.Json.Serialization.JsonDerivedType(typeof(Circle))] public abstract class Known { }
        public class Circle : Known { }
        [System.Text.Json.Serialization.JsonConverter(typeof(System.Text.Json.Serialization.JsonStringEnumConverter))] public abstract class Converted { }
        """;

    [TestCase("[OnMessage] void M(Shape s) { }", "Shape s", "Shape", "abstract. Name the types that stand for it with [JsonDerivedType], or give it a [JsonConverter]")]
    [TestCase("[OnMessage] void M(Shape[] s) { }", "Shape[] s", "Shape", "abstract. Name the types that stand for it with [JsonDerivedType], or give it a [JsonConverter]", "Shape[]")]
    [TestCase("[OnMessage] void M(List<IShape> s) { }", "List<IShape> s", "IShape", "an interface. Name the types that stand for it with [JsonDerivedType], or give it a [JsonConverter]", "List<IShape>")]
    [TestCase("[OnMessage] void M(Func<int> s) { }", "Func<int> s", "Func<int>", "a delegate. Send what it would return")]
    [TestCase("[OnOpen] Task<IShape> M() => null!;", "Task<IShape>", "IShape", "an interface. Name the types that stand for it with [JsonDerivedType], or give it a [JsonConverter]")]
    [TestCase("[OnOpen] ValueTask M(WebSocketConnection me, [FromServices] Shape s) => me.SendAsync(s);", "me.SendAsync(s)", "Shape", "abstract. Name the types that stand for it with [JsonDerivedType], or give it a [JsonConverter]")]
    public void WSG0302_JsonCannotCarryIt(string method, string place, string type, string why, string? whole = null) =>
        Reported.One(Run(method), "WSG0302", place, $"'{whole ?? type}' cannot travel as JSON: '{type}' is {why}.");

    [Test]
    public void WSG0302_MessageHasNoForm() => Reported.One(
        GeneratorRun.OfInvalid("[Message] public ref struct Odd { }"), "WSG0302", "Odd", "'Odd' cannot travel as JSON: 'Odd' is a ref struct. Make it a class or a plain struct.");

    [TestCase("[OnMessage] void M(Known k) { }")]
    [TestCase("[OnMessage] void M(Converted c) { }")]
    [TestCase("[OnMessage] void M(List<int> k) { }")]
    [TestCase("[OnMessage] void M(Dictionary<string, int[]> k) { }")]
    [TestCase("[OnMessage] IReadOnlyList<Ask> M(JsonElement k) => [];")]
    [TestCase("[OnMessage] System.Text.Json.Nodes.JsonNode M(System.Text.Json.Nodes.JsonNode k) => k;")]
    [TestCase("[OnMessage] object M(object k) => k;")]
    [TestCase("[OnOpen] ValueTask M(WebSocketConnection me) => Send(me, 1); static ValueTask Send<T>(WebSocketConnection me, T x) => me.SendAsync(x);")]
    public void WSG0302_NotOfWhatJsonCarries(string method) => Assert.That(Run(method).Diagnostics, Is.Empty);

    [TestCase("public record Odd(string Id);", "Id", "Id", "id", "Correlation")]
    [TestCase("public record Odd(string Type);", "Type", "Type", "type", "Discriminator")]
    [TestCase("public class Odd : Root { } public class Root { public int Id { get; set; } }", "Id", "Id", "id", "Correlation")]
    [TestCase("public class Odd { [System.Text.Json.Serialization.JsonPropertyName(\"type\")] public int Kind { get; set; } }", "Kind", "Kind", "type", "Discriminator")]
    [TestCase("public class Odd { [System.Text.Json.Serialization.JsonInclude] public int id; }", "id", "id", "id", "Correlation")]
    public void WSG0303_MemberIsOfTheEnvelope(string declaration, string place, string member, string name, string property) => Reported.One(
        Run("[OnMessage] void M(Odd x) { }", "[Message] " + declaration),
        "WSG0303",
        place,
        $"'Odd.{member}' is the property \"{name}\" in JSON, which is the {property} of the handler 'Chat'. Rename it, give it another name with [JsonPropertyName], or give the handler another {property} or a Payload property.");

    [TestCase("[OnOpen] Odd M() => null!;")]
    [TestCase("[OnOpen] ValueTask M(WebSocketConnection me) => me.To(\"x\").BroadcastAsync(new Odd(1));")]
    public void WSG0303_OfWhatIsSent(string method) =>
        Assert.That(Run(method, "[Message] public record Odd(int Id);").Diagnostics.Select(diagnostic => diagnostic.Id), Is.EqualTo(new[] { "WSG0303" }));

    [TestCase("public record Odd(int Id);", "Payload = \"data\"")]
    [TestCase("public record Odd(int Id);", "Correlation = \"nr\"")]
    [TestCase("public class Odd { [System.Text.Json.Serialization.JsonIgnore] public int Id { get; set; } }")]
    [TestCase("public class Odd { [System.Text.Json.Serialization.JsonPropertyName(\"nr\")] public int Id { get; set; } }")]
    [TestCase("public class Odd { private int Id { get; set; } public static int Type => 1; public int id; }")]
    public void WSG0303_NotOfOtherMembers(string declaration, string argument = "Name = \"chat\"") =>
        Assert.That(Run("[OnMessage] void M(Odd x) { }", "[Message] " + declaration, argument).Diagnostics, Is.Empty);

    [TestCase("[OnMessage] Other.Ask M(Ask a) => null!;", "Other.Ask")]
    [TestCase("[OnMessage] void M(Ask a, WebSocketConnection me) => me.SendAsync(new Other.Ask(1));", "me.SendAsync(new Other.Ask(1))")]
    public void WSG0304_TwoTypesOfOneName(string method, string place) => Reported.One(
        Run(method, "public static class Other { [Message] public record Ask(int B); }"),
        "WSG0304",
        place,
        "'Ask' and 'Other.Ask' are both named \"ask\", and the handler 'Chat' uses both. Give one another name: [Message(\"…\")].");

    [TestCase("[OnMessage] Ask M(Ask a) => a;")]
    [TestCase("[OnMessage(\"other\")] Other.Ask M(Ask a) => null!;")]
    public void WSG0304_NotOfNamesThatDiffer(string method) =>
        Assert.That(Run(method, "public static class Other { [Message] public record Ask(int B); }").Diagnostics, Is.Empty);

    [TestCase("[OnMessage] ValueTask M(Ask a, WebSocketConnection me) => me.SendAsync(new Bare(1));", "me.SendAsync(new Bare(1))", "Bare")]
    [TestCase("[OnMessage] ValueTask M(Ask a, WebSocketConnection me) => me.To(\"*\").BroadcastAsync(1);", "me.To(\"*\").BroadcastAsync(1)", "int")]
    public void WSG0305_SendsPlainJson(string method, string place, string type) => Reported.OneHint(
        Run(method),
        "WSG0305",
        place,
        $"'{type}' has no [Message], so 'Chat' sends it as plain JSON, without the envelope of its other messages. Mark it with [Message] if the client tells messages apart by name.");

    [TestCase("[OnMessage] ValueTask M(Bare b, WebSocketConnection me) => me.SendAsync(b);")]
    [TestCase("[OnMessage] ValueTask M(Ask a, WebSocketConnection me) => me.SendAsync(a);")]
    [TestCase("[OnMessage] ValueTask M(Ask a, WebSocketConnection me) => me.SendAsync<object>(a);")]
    public void WSG0305_NotWhereNothingIsNamed(string method) => Assert.That(Run(method).Hints.Where(hint => hint.Id == "WSG0305"), Is.Empty);

    [Test]
    public void WSG0307_UnusedMessage() =>
        Reported.OneHint(Run("[OnOpen] void M() { }"), "WSG0307", "Ask", "No handler receives 'Ask', and nothing sends it. Use it, or remove its [Message].");

    [TestCase("[OnMessage] void M(Ask a) { }")]
    [TestCase("[OnMessage] async IAsyncEnumerable<Ask[]> M() { await Task.Yield(); yield break; }")]
    [TestCase("[OnOpen] ValueTask M(WebSocketConnection me, [FromServices] object x) => me.SendAsync((Ask)x);")]
    [TestCase("[OnOpen] void M() => Console.WriteLine(new Ask(1));")]
    public void WSG0307_NotOfWhatIsUsed(string method) => Assert.That(Run(method).Hints, Is.Empty);

    [Test]
    public void WSG0307_NotWhereNoHandlerIs() => Assert.That(GeneratorRun.Of("[Message] public record Ask(int A);").Hints, Is.Empty);

    private static GeneratorRun Run(string members, string more = "", string argument = "Name = \"chat\"") =>
        GeneratorRun.OfInvalid($$"""[WebSocketHandler({{argument}})] public partial class Chat { [OnClose] void Close() { } {{members}} } {{more}}""" + Types);
}
