using WebSockets.Generator.Tests.Infrastructure;

namespace WebSockets.Generator.Tests;

/// <summary>What is reported of what [WebSocketHandler] says of JSON and of the wire.</summary>
[TestFixture]
internal sealed class DefinitionDiagnosticTests
{
    private const string Contexts = """

        public class Base : System.Text.Json.Serialization.JsonSerializerContext
        {
            public Base() : base(null) { }
            protected override JsonSerializerOptions? GeneratedSerializerOptions => null;
            public override System.Text.Json.Serialization.Metadata.JsonTypeInfo? GetTypeInfo(Type type) => null;
        }
        public class Good : Base { public static Good Default { get; } = new(); }
        public abstract class Abstract : Base { public static Good Default { get; } = new(); }
        public class Generic<T> : Base { public static Good Default { get; } = new(); }
        public static class Outer { private class Hidden : Base { public static Hidden Default { get; } = new(); } }
        [System.Text.Json.Serialization.JsonSourceGenerationOptions(GenerationMode = System.Text.Json.Serialization.JsonSourceGenerationMode.Serialization)]
        [System.Text.Json.Serialization.JsonSerializable(typeof(int))]
        public class Writer : Base { public static Writer Default { get; } = new(); }
        [System.Text.Json.Serialization.JsonSourceGenerationOptions(GenerationMode = System.Text.Json.Serialization.JsonSourceGenerationMode.Serialization)]
        [System.Text.Json.Serialization.JsonSerializable(typeof(int), GenerationMode = System.Text.Json.Serialization.JsonSourceGenerationMode.Metadata)]
        public class Both : Base { public static Both Default { get; } = new(); }
        """;

    [TestCase("string", "is not a JsonSerializerContext. Name a partial class that derives from it and has [JsonSerializable] for each message")]
    [TestCase("int[]", "is not a JsonSerializerContext. Name a partial class that derives from it and has [JsonSerializable] for each message")]
    [TestCase("Abstract", "is abstract. Name a class that derives from it")]
    [TestCase("Generic<int>", "is not accessible to the generated code. Make it internal or public, and not generic")]
    [TestCase("Base", "has no static property 'Default'. Mark it with [JsonSerializable] for each message, and the JSON generator adds it")]
    [TestCase("Writer", "only serializes, and messages are read with it too. Remove GenerationMode = JsonSourceGenerationMode.Serialization")]
    public void WSG0306_NoContext(string type, string why) =>
        Reported.One(Run($"JsonContext = typeof({type})"), "WSG0306", $"typeof({type})", $"The JsonContext '{type}' {why}.");

    [TestCase("Good")]
    [TestCase("Both")]
    public void WSG0306_NotOfAContext(string type) =>
        Assert.That(Run($"JsonContext = typeof({type})").Diagnostics, Is.Empty);

    [TestCase("Discriminator = \"id\"", "Correlation", "[WebSocketHandler(Discriminator = \"id\")]", "is \"id\", and so is its Discriminator. Give each a name of its own")]
    [TestCase("Correlation = \"type\"", "Correlation", "\"type\"", "is \"type\", and so is its Discriminator. Give each a name of its own")]
    [TestCase("Payload = \"id\"", "Payload", "\"id\"", "is \"id\", and so is its Correlation. Give each a name of its own")]
    [TestCase("Payload = \"\"", "Payload", "\"\"", "is empty. Remove it to have the members beside the discriminator")]
    [TestCase("Discriminator = \"\"", "Discriminator", "\"\"", "is empty. It is the name of a property of each message: give it one")]
    [TestCase("Correlation = null!", "Correlation", "null!", "is null. It is the name of a property of each message: give it one")]
    public void WSG0401_NamesOfProperties(string argument, string property, string place, string why) =>
        Reported.One(Run(argument), "WSG0401", place.TrimStart('[').TrimEnd(']'), $"The {property} of 'Chat' {why}.");

    [TestCase("Payload = null")]
    [TestCase("Payload = \"data\", Discriminator = \"id\", Correlation = \"type\"")]
    [TestCase("Discriminator = \"ID\"")]
    public void WSG0401_NotOfDistinctNames(string argument) => Assert.That(Run(argument).Diagnostics, Is.Empty);

    [TestCase("new[] { \"a b\" }", "a b", "has the character ' ', which no token of RFC 6455 has; no client can ask for it. Use letters, digits and !#$%&'*+-.^_`|~.")]
    [TestCase("new[] { \"a\", \"é\" }", "é", "has the character 'é', which no token of RFC 6455 has; no client can ask for it. Use letters, digits and !#$%&'*+-.^_`|~.")]
    [TestCase("[\"\"]", "", "is empty; no client can ask for it. Remove it.")]
    [TestCase("[\"a\", \"b\", \"a\"]", "a", "stands twice. Remove one.")]
    public void WSG0402_Subprotocol(string protocols, string name, string why) =>
        Reported.One(Run("Protocols = " + protocols), "WSG0402", protocols, $"The subprotocol '{name}' {why}");

    [Test]
    public void WSG0402_NotOfTokens() => Assert.That(Run("Protocols = [\"v1.chat\", \"V1.chat\", \"a!#$%&'*+-.^_`|~9\"]").Diagnostics, Is.Empty);

    private static GeneratorRun Run(string argument) =>
        GeneratorRun.OfInvalid($"[WebSocketHandler({argument})] public partial class Chat {{ [OnMessage] void M(string text) {{ }} }}" + Contexts);
}
